// Columns that nobody could name from their header: asked for, never guessed.

import { fill, freshId, h } from "../calculator/dom.js";
import { T } from "./text.js";

export class Columns {
  /** @param {{onSettle: (answers: object) => void, onAbort: Function}} parts */
  constructor({ onSettle, onAbort }) {
    this.onSettle = onSettle;
    this.fields = h("div", { class: "column-list" });
    this.known = h("p", { class: "quiet" });
    this.note = h("p", { class: "error", role: "alert", hidden: true });
    this.title = h("h2", { class: "part-title", tabindex: "-1" }, T.columnsTitle);
    this.element = h(
      "form",
      { class: "columns-form", hidden: true, novalidate: true, on: { submit: (event) => this.#submit(event) } },
      this.title,
      h("p", {}, T.columnsMore),
      this.known,
      this.fields,
      this.note,
      h(
        "div",
        { class: "toolbar" },
        h("button", { type: "submit", class: "button strong" }, T.columnsGo),
        h("button", { type: "button", class: "button", on: { click: onAbort } }, T.abort),
      ),
    );
  }

  /** Asks: each question has its id, a text, samples, options; `known` are the columns that need no question. */
  ask({ questions, known, error = null }) {
    this.note.hidden = !error;
    fill(this.note, error);
    this.known.hidden = !known.length;
    fill(this.known, T.columnsKnown(known.join("、")));
    this.selects = new Map();
    fill(
      this.fields,
      questions.map((question) => this.#field(question)),
    );
    this.element.hidden = false;
    this.title.focus();
  }

  #field({ id, text, samples, options, value }) {
    const name = freshId("column");
    const select = h(
      "select",
      { id: name, required: true },
      h("option", { value: "" }, T.pick),
      options.map((option) => h("option", { value: option.id }, option.name)),
    );
    select.value = value ?? "";
    this.selects.set(id, select);
    return h(
      "div",
      { class: "field" },
      h("label", { htmlFor: name }, h("bdi", {}, text)),
      samples.map(({ of, texts }) =>
        h(
          "p",
          { class: "quiet samples" },
          of ? h("bdi", {}, of) : T.columnSamples,
          texts.map((sample, at) => [at ? "、" : "", h("q", {}, h("bdi", {}, sample))]),
        ),
      ),
      select,
    );
  }

  #submit(event) {
    event.preventDefault();
    const open = [...this.selects.values()].find((select) => !select.value);
    if (open) open.focus();
    else this.onSettle(Object.fromEntries([...this.selects].map(([id, select]) => [id, select.value])));
  }
}
