// Quick mode: hours per subject as typed, and one question. Python reads the text.

import { fill, freshId, h } from "./dom.js";
import { hours } from "./format.js";
import { numberField } from "./number-field.js";
import { T } from "./text.js";

export class Quick {
  #fields = new Map();
  #box = h("div", { class: "quick-fields" });
  #asking = h("div", { class: "quick-question" });
  #question = "";
  #radios = [];

  /** @param {{onTotal: Function, onAnswer: Function}} tell */
  constructor(tell) {
    this.tell = tell;
    const legend = h("legend", {}, T.quickLegend);
    this.element = h(
      "form",
      { class: "quick", novalidate: true, on: { submit: (event) => event.preventDefault() } },
      h("fieldset", {}, legend, this.#box),
      this.#asking,
    );
  }

  /** Draws the fields and the question of a sheet. */
  open(sheet) {
    this.#fields = new Map(sheet.quick.map((item) => [item.id, this.#make(item, sheet.unit)]));
    fill(
      this.#box,
      [...this.#fields.values()].map((field) => field.element),
    );
    this.#ask(sheet.quick_question);
  }

  /** To the one question, from where the result says that it is open. */
  goToQuestion() {
    this.#asking.scrollIntoView({ block: "center" });
    this.#radios[0]?.focus({ preventScroll: true });
  }

  /** Puts in what was kept. */
  load(totals, answers) {
    for (const [id, field] of this.#fields) field.input.value = totals[id] ?? "";
    const answer = answers[this.#question] ?? "";
    for (const radio of this.#radios) radio.checked = radio.value === answer;
  }

  /** Row errors of a quick verdict: by the subject's id or name. */
  mark(errors) {
    for (const [id, field] of this.#fields) {
      field.mark(errors.find(({ column }) => column === id || column === field.name)?.message ?? "");
    }
  }

  #make({ id, name, hint, required }, unit) {
    const note = hint ?? (required === null ? T.noLeast : T.least(hours(required)));
    return { name, ...numberField({ name, unit, note, typed: (text) => this.tell.onTotal(id, text) }) };
  }

  #ask(question) {
    this.#question = question.id;
    const name = freshId("approved");
    this.#radios = question.options.map((option) =>
      h("input", {
        type: "radio",
        name,
        value: option,
        on: { change: () => this.tell.onAnswer(question, option) },
      }),
    );
    fill(
      this.#asking,
      h(
        "fieldset",
        {},
        h("legend", {}, question.text),
        h(
          "div",
          { class: "choices" },
          this.#radios.map((radio) => h("label", { class: "choice" }, radio, h("span", {}, radio.value))),
        ),
      ),
    );
  }
}
