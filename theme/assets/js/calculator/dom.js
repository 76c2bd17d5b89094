// Elements from code. Text always becomes a text node: nothing a person or a file wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";
const SHEETS = new URL("../../css/", import.meta.url);

/**
 * An element. `props`: `on` (listeners), `style` (custom properties and styles), `class`, DOM properties listed
 * below, everything else an attribute; null, undefined and false leave an attribute out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  apply(element, props);
  element.append(...flat(children));
  return element;
}

/** Gives an element a tree of its own, drawn by the named sheets of the site. */
export function dress(host, sheets, name, ...content) {
  const root = host.attachShadow({ mode: "open" });
  root.append(
    ...sheets.map((sheet) => h("link", { rel: "stylesheet", href: new URL(`${sheet}.css`, SHEETS).href })),
    h("div", { class: name, lang: "zh-Hans" }, ...content),
  );
  // Shortcuts of the site (search, next page) must not fire while somebody types here.
  root.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select")) event.stopPropagation();
  });
}

/** A drawing: `paths` in a box of 24 by 24, hidden from assistive technology. */
export function drawing(paths, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const d of [paths].flat()) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

// Zero-width characters and marks of direction.
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/** Foreign words within a sentence of ours: what nobody sees, and would turn the rest around, is shown as a box. */
export const quoted = (text) => text.replace(UNSEEN, "□");

/** Replaces what is in `element`. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
}

/** Sets text only where it differs, so that nothing is announced or drawn again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Resolves after the next painting, or soon where nothing is painted (a hidden tab). */
export function nextFrame() {
  return new Promise((resolve) => {
    const soon = setTimeout(resolve, 100);
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(soon);
        resolve();
      }, 0),
    );
  });
}

/** What asks for a file once it is clicked, unseen itself; the same file may be chosen again. */
export function fileInput(accept, onFile) {
  const input = h("input", { type: "file", accept, hidden: true, "aria-hidden": "true", tabIndex: -1 });
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = "";
    if (file) onFile(file);
  });
  return input;
}

let serial = 0;

/** An id that is used once. */
export function freshId(stem) {
  serial += 1;
  return `${stem}-${serial}`;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected", "tabIndex", "htmlFor"]);

function apply(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (value === null || value === undefined || value === false) continue;
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
