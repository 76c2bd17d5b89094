// Quick mode: hours per subject as typed, and one question. Python reads the text.

import { fill, freshId, h, setText } from "./dom.js";
import { hours } from "./format.js";
import { T } from "./text.js";

export class Quick {
  #fields = new Map();
  #box = h("div", { class: "quick-fields" });
  #question = h("div", { class: "quick-question" });
  #asked = null;
  #radios = [];
  #answer = "";

  /** @param {{onTotal: Function, onAnswer: Function}} tell */
  constructor(tell) {
    this.tell = tell;
    const legend = h("legend", {}, T.quickLegend);
    this.element = h(
      "form",
      { class: "quick", novalidate: true, on: { submit: (event) => event.preventDefault() } },
      h("fieldset", {}, legend, this.#box),
      this.#question,
    );
  }

  /** Draws the fields of a sheet; a field that is there already keeps its text and its focus. */
  open(sheet) {
    const fields = new Map();
    for (const item of sheet.quick) {
      const field = this.#fields.get(item.id) ?? this.#make(item.id);
      field.show(item, sheet.unit);
      fields.set(item.id, field);
    }
    this.#fields = fields;
    const elements = [...fields.values()].map((field) => field.element);
    if (elements.some((element, at) => this.#box.children[at] !== element)) fill(this.#box, elements);
    if (sheet.quick_question && !this.#asked) this.#ask(sheet.quick_question);
  }

  /** Puts in what was kept. */
  load(totals, answers) {
    for (const [id, field] of this.#fields) field.input.value = totals[id] ?? "";
    this.#answer = answers.all_approved ?? "";
    for (const radio of this.#radios) radio.checked = radio.value === this.#answer;
  }

  /** Row errors of a quick verdict: by the subject's id or name. */
  mark(errors) {
    for (const [id, field] of this.#fields) {
      field.mark(errors.find(({ column }) => column === id || column === field.subject)?.message ?? "");
    }
  }

  focus() {
    this.#fields.values().next().value?.input.focus();
  }

  #make(id) {
    const own = freshId("total");
    const name = h("span");
    const least = h("span", { class: "quiet", id: `${own}-least` });
    const unit = h("span", { class: "unit" });
    const error = h("p", { class: "error", id: `${own}-error`, hidden: true });
    const input = h("input", {
      id: own,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      enterkeyhint: "next",
      "aria-describedby": `${least.id} ${error.id}`,
      on: { input: () => this.tell.onTotal(id, input.value) },
    });
    const element = h(
      "div",
      { class: "field" },
      h("label", { htmlFor: own }, name),
      h("div", { class: "number" }, input, unit),
      least,
      error,
    );
    const field = {
      element,
      input,
      subject: "",
      show(item, unitName) {
        field.subject = item.name;
        setText(name, item.name);
        setText(unit, unitName);
        setText(least, item.hint ?? (item.required === null ? T.noLeast : T.least(hours(item.required))));
      },
      mark(message) {
        setText(error, message);
        error.hidden = !message;
        input.setAttribute("aria-invalid", String(Boolean(message)));
      },
    };
    return field;
  }

  #ask(question) {
    this.#asked = question;
    const name = freshId("approved");
    this.#radios = question.options.map((option) =>
      h("input", {
        type: "radio",
        name,
        value: option,
        checked: option === this.#answer,
        on: { change: () => this.tell.onAnswer(question, option) },
      }),
    );
    fill(
      this.#question,
      h(
        "fieldset",
        {},
        h("legend", {}, question.text),
        h("div", { class: "choices" }, this.#radios.map((radio) => h("label", { class: "choice" }, radio, h("span", {}, radio.value)))),
      ),
    );
  }
}
