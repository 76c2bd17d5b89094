// The questions of a verdict as fields. A question that has its answer is no longer asked by the verdict; its field
// stays, so that the answer can be seen and changed while it is being typed.

import { fill, freshId, h, setText } from "./dom.js";
import { T } from "./text.js";

export class Questions {
  #fields = new Map();
  #title = h("p", { class: "part-title" });
  #list = h("div", { class: "question-list" });
  #more = h("p", { class: "quiet", hidden: true });

  /** @param {(question: object, row: number|null, value: string) => void} onAnswer */
  constructor(onAnswer, heading) {
    this.onAnswer = onAnswer;
    this.#title = heading(T.questions);
    this.element = h("section", { class: "questions", hidden: true }, this.#title, this.#list, this.#more);
  }

  /**
   * @param {object[]} open questions of the verdict (`of`: row id)
   * @param {object[]} asked those with an answer: {question, row, value}
   * @param {object[]} errors answers that could not be used
   */
  update({ open, asked, errors, total }) {
    const wanted = new Map();
    for (const { question, row, value } of asked) wanted.set(keyOf(question, row), { question, row, value });
    for (const question of open) {
      const row = question.of ?? null;
      const value = wanted.get(keyOf(question, row))?.value ?? "";
      wanted.set(keyOf(question, row), { question, row, value, open: true });
    }
    const sorted = [...wanted].sort(([, a], [, b]) => (a.question.row ?? 0) - (b.question.row ?? 0));
    this.#fields = new Map(sorted.map(([key, item]) => [key, this.#fields.get(key) ?? this.#make(key, item)]));
    for (const [key, item] of sorted) {
      const error = errors.find((one) => one.question === item.question.id)?.message ?? "";
      this.#fields.get(key).show(item, error);
    }
    const elements = [...this.#fields.values()].map((field) => field.element);
    if (
      elements.some((element, at) => this.#list.children[at] !== element) ||
      elements.length !== this.#list.childElementCount
    ) {
      fill(this.#list, elements);
    }
    this.element.hidden = !elements.length;
    this.#more.hidden = total <= open.length;
    setText(this.#more, T.questionsMore(total - open.length));
  }

  #make(key, { question, row }) {
    const send = (now, value) => this.onAnswer(now, row, value);
    return question.kind === "hours" ? new HoursQuestion(send) : new ChoiceQuestion(send, question.options);
  }
}

const keyOf = (question, row) => (row === null ? question.id : `${row}:${question.id.split(":")[0]}`);

class Field {
  constructor(...control) {
    this.text = h("span");
    this.hangs = h("p", { class: "quiet", id: freshId("hangs") });
    this.error = h("p", { class: "error", id: freshId("error"), hidden: true });
    this.control = control;
  }

  show({ question, value, open }, error) {
    this.question = question;
    setText(this.text, question.moved ? T.answerMoved(question.row) : question.text);
    setText(this.hangs, question.hangs_on ?? "");
    setText(this.error, error);
    this.error.hidden = !error;
    this.element.classList.toggle("answered", !open);
    this.take(value, error);
  }
}

class HoursQuestion extends Field {
  constructor(send) {
    super();
    const id = freshId("question");
    this.limit = h("span", { class: "unit" });
    this.input = h("input", {
      id,
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      "aria-describedby": `${this.hangs.id} ${this.error.id}`,
      on: { input: () => send(this.question, this.input.value) },
    });
    this.unknown = h(
      "button",
      {
        type: "button",
        class: "choice-button",
        "aria-pressed": "false",
        on: { click: () => send(this.question, this.unknown.getAttribute("aria-pressed") === "true" ? "" : T.unknownValue) },
      },
      T.unknown,
    );
    this.element = h(
      "div",
      { class: "question" },
      h("label", { htmlFor: id }, this.text),
      h("div", { class: "answer" }, this.input, this.limit, this.unknown),
      this.hangs,
      this.error,
    );
  }

  take(value, error) {
    setText(this.limit, this.question.max === null ? "" : T.upTo(this.question.max));
    const unknown = value === T.unknownValue;
    this.unknown.setAttribute("aria-pressed", String(unknown));
    const text = unknown ? "" : (value ?? "");
    if (this.input.value !== text && !(isFocused(this.input) && !unknown)) this.input.value = text;
    this.input.setAttribute("aria-invalid", String(Boolean(error)));
  }
}

class ChoiceQuestion extends Field {
  constructor(send, options) {
    super();
    const name = freshId("choice");
    this.radios = options.map((option) =>
      h("input", { type: "radio", name, value: option, on: { change: () => send(this.question, option) } }),
    );
    this.element = h(
      "fieldset",
      { class: "question", "aria-describedby": `${this.hangs.id} ${this.error.id}` },
      h("legend", {}, this.text),
      h(
        "div",
        { class: "choices" },
        this.radios.map((radio) => h("label", { class: "choice" }, radio, h("span", {}, radio.value))),
      ),
      this.hangs,
      this.error,
    );
  }

  take(value) {
    for (const radio of this.radios) radio.checked = radio.value === value;
  }
}

const isFocused = (element) => element.getRootNode().activeElement === element;
