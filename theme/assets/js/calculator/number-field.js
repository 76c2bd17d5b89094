// A field for a number, with its name before it, its unit behind it, and below what is said of it. Python reads the text.

import { freshId, h, setText } from "./dom.js";

/**
 * `typed` is told each text. `mark` of what is returned says what is wrong with the text, "" where nothing is.
 * @param {{name: string, unit: string, note?: string, typed: Function}} field
 */
export function numberField({ name, unit, note = "", typed }) {
  const own = freshId("number");
  const below = note ? h("span", { class: "quiet", id: `${own}-note` }, note) : null;
  const error = h("p", { class: "error", id: `${own}-error`, hidden: true });
  const input = h("input", {
    id: own,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    enterkeyhint: "next",
    "aria-describedby": below ? `${below.id} ${error.id}` : error.id,
    on: { input: () => typed(input.value) },
  });
  const element = h(
    "div",
    { class: "field" },
    h("label", { htmlFor: own }, name),
    h("div", { class: "number" }, input, h("span", { class: "unit" }, unit)),
    below,
    error,
  );
  const mark = (message) => {
    setText(error, message);
    error.hidden = !message;
    input.setAttribute("aria-invalid", String(Boolean(message)));
  };
  return { element, input, mark };
}
