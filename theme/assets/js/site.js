// Small comforts of the pages. Everything here works on plain links without it.

import { afterAwake } from "./runtime/client.js";

const TOOLS = "xueshi-calculator, xueshi-editor, xueshi-roster"; // each has a script of its own
const PATIENCE = 45; // seconds awake that it is waited for

function copyButtons() {
  for (const button of document.querySelectorAll("[data-xs-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.xsCopy);
      const done = button.parentElement.querySelector("[role=status]");
      try {
        await navigator.clipboard.writeText(text.value);
        done.textContent = "已复制";
      } catch {
        text.select();
        done.textContent = "没有复制成功，文字已选中，请按复制键";
      }
    });
  }
}

// On a line that is half dead a tool's script never comes, and nobody else says so. Nothing was typed yet.
function lateTools() {
  afterAwake(PATIENCE, () => {
    for (const tool of document.querySelectorAll(TOOLS)) if (tool.matches(":not(:defined)")) tool.prepend(late());
  });
}

function late() {
  const [note, text, again] = ["div", "p", "button"].map((tag) => document.createElement(tag));
  note.setAttribute("role", "alert");
  text.textContent = "这里的程序没有打开，请检查网络后重试。";
  again.type = "button";
  again.className = "md-button";
  again.textContent = "重试";
  again.addEventListener("click", () => location.reload());
  note.append(text, again);
  return note;
}

// A part that is loaded only when it is wanted did not come: offline.js looks whether it is gone from the site.
function missing(part) {
  return (error) => {
    const detail = new URL(part, import.meta.url).href;
    document.dispatchEvent(new CustomEvent("xueshi-missing", { detail }));
    throw error;
  };
}

// The sheet to fill by hand, printed by itself.
function printButtons() {
  for (const button of document.querySelectorAll("[data-xs-print]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { printAlone } = await import("./paper.js").catch(missing("./paper.js"));
      printAlone(document.getElementById("sheet"));
    });
  }
}

// Text to copy that names this site by its whole address.
function wholeAddresses() {
  for (const text of document.querySelectorAll("[data-xs-root]")) {
    const root = new URL(text.dataset.xsRoot, location.href).href.replace(/\/$/, "");
    text.value = text.value.replace("…", () => root);
  }
}

// A fragment as an id; one that was cut within a character stays as it is.
function anchor(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// A link into a folded part opens it first.
function openTarget() {
  const target = location.hash && document.getElementById(anchor(location.hash.slice(1)));
  for (let fold = target?.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) {
    fold.open = true;
  }
  if (target) target.scrollIntoView();
}

// The search box: nothing of it is loaded before somebody reaches for it.
function searchBox() {
  const load = () => import("./search/panel.js").catch(missing("./search/panel.js"));
  const open = async (query) => (await load()).openSearch(query);
  for (const button of document.querySelectorAll("[data-xs-search]")) {
    button.hidden = false;
    button.addEventListener("click", () => open());
  }
  for (const form of document.querySelectorAll("form[data-xs-find]")) {
    const field = form.querySelector("input");
    const take = () => open(field.value);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take();
    });
    field.addEventListener("pointerup", take);
    field.addEventListener("input", (event) => event.isComposing || take());
    field.addEventListener("compositionend", take);
  }
  addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const typing = event.composedPath()[0]?.matches?.("input, textarea, select, [contenteditable]");
    const wanted = event.key === "/" ? plain && !typing : event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!wanted || event.isComposing || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null) open(asked);
}

// The theme wraps the tables of prose in boxes that scroll; such a box must be reachable by keyboard. A table can
// outgrow its box after the box has its size, and the theme makes boxes late on long pages.
function scrollingTables() {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) mark(target.closest(BOX));
  });
  const seen = new WeakSet();
  const find = () => {
    for (const box of document.querySelectorAll(BOX)) {
      if (seen.has(box)) continue;
      seen.add(box);
      for (const part of [box, ...box.querySelectorAll("table")]) watch.observe(part);
    }
  };
  find();
  const article = document.querySelector("article");
  if (article) new MutationObserver(find).observe(article, { childList: true, subtree: true });
}

const BOX = ".md-typeset__scrollwrap";

function mark(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  box.classList.toggle("xs-scrolls", scrolls);
  if (scrolls) {
    box.tabIndex = 0;
    box.setAttribute("role", "group"); // no landmark: a page can have many
    box.setAttribute("aria-label", "表格，可以左右滚动");
  } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
}

lateTools();
copyButtons();
printButtons();
wholeAddresses();
searchBox();
scrollingTables();
addEventListener("hashchange", openTarget);
if (location.hash) openTarget();
