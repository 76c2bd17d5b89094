// The text itself, with numbered lines: for who wants it, and for what the form cannot open.

import { fill, freshId, h } from "../calculator/dom.js";
import { T } from "./text.js";

const PAUSE = 600; // milliseconds of rest after which what was typed is read

export class Source {
  #resting = 0;
  #marks = new Set();

  /** `write` takes over what was typed; `typed` hears it at once, and null when it is again what the text says. */
  constructor({ write, typed }) {
    Object.assign(this, { write, typed });
    const id = freshId("source");
    this.numbers = h("div", { class: "numbers", "aria-hidden": "true" });
    this.area = h("textarea", {
      id,
      class: "yaml",
      wrap: "off",
      spellcheck: "false",
      autocomplete: "off",
      "aria-label": T.source,
      on: {
        input: () => {
          this.#number();
          this.typed(this.area.value);
          clearTimeout(this.#resting);
          this.#resting = setTimeout(() => this.#take(), PAUSE);
        },
        change: () => this.#take(),
        scroll: () => (this.numbers.scrollTop = this.area.scrollTop),
      },
    });
    this.element = h("div", { class: "source-view" }, this.numbers, this.area);
  }

  #take() {
    clearTimeout(this.#resting);
    if (this.area.value !== this.text) this.write(this.area.value);
    else this.typed(null);
  }

  update(text, problems) {
    const typing = this.area.value !== this.text && this.area.getRootNode().activeElement === this.area;
    this.text = text;
    if (!typing && this.area.value !== text) this.area.value = text;
    this.#marks = new Set(problems.filter((problem) => problem.error).map((problem) => problem.line));
    this.#number();
  }

  #number() {
    const count = this.area.value.split("\n").length;
    fill(
      this.numbers,
      Array.from({ length: count }, (_, at) => h("span", { class: this.#marks.has(at + 1) ? "bad" : null }, String(at + 1))),
    );
    this.shown();
  }

  /** The lines keep beside their numbers, also after the view was hidden. */
  shown() {
    this.numbers.scrollTop = this.area.scrollTop;
  }

  go(line, column) {
    const lines = this.area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = start + (lines[line - 1]?.length ?? 0);
    this.area.focus();
    this.area.setSelectionRange(Math.min(start + column - 1, end), end);
    const height = parseFloat(getComputedStyle(this.area).lineHeight);
    this.area.scrollTop = Math.max(0, (line - 6) * height);
    this.area.scrollLeft = 0;
    this.shown();
  }
}
