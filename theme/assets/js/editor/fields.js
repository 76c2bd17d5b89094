// Single values: a label, a control, what is wrong with it. Typed text goes to Python as it was typed.

import { fill, freshId, h, setText } from "../calculator/dom.js";
import { T, TO_FILL } from "./text.js";
import { word, written } from "./kinds.js";

const PAUSE = 800; // milliseconds of rest after which what was typed is taken over
const LONG = 60; // characters a text may have to get a field of several lines

/** The line under a field that says what is wrong there. */
export class Faults {
  constructor() {
    this.element = h("div", { class: "faults", id: freshId("faults"), hidden: true });
  }

  update(problems, base) {
    this.element.hidden = problems.length === 0;
    fill(
      this.element,
      problems.map((problem) =>
        h(
          "p",
          { class: problem.error ? "fault" : "fault mild" },
          problem.message,
          problem.suggestion ? h("span", { class: "hint" }, problem.suggestion) : null,
          problem.code ? h("a", { href: `${base}errors/#${problem.code}`, target: "_blank", rel: "noopener" }, problem.code) : null,
        ),
      ),
    );
  }
}

/** One value without parts. */
export class Scalar {
  #typing = 0;
  #shown = "";
  #sent = null;
  #remark = h("p", { class: "remark", hidden: true });

  constructor(form, kind, place) {
    Object.assign(this, { form, kind, place });
    form.own(place.path, this);
    this.faults = new Faults();
    const id = freshId("field");
    this.input = this.#control(id);
    this.way = kind.words.length ? this.#wayOf() : null;
    const label = h("label", { class: "label", for: id }, place.title);
    this.element = h(
      "div",
      { class: `entry is-${kind.type}` },
      place.title ? label : null,
      h("div", { class: "control" }, this.way, this.input, place.actions ?? null),
      this.#remark,
      this.faults.element,
    );
    if (!place.title) this.input.setAttribute("aria-label", place.label);
    for (const control of [this.way, this.input]) {
      control?.setAttribute("aria-describedby", this.faults.element.id);
      control?.addEventListener("focus", () => form.focused(place));
    }
    // What is to be filled in gives way to what is typed.
    this.input.addEventListener("focus", () => this.input.value === TO_FILL && this.input.select?.());
  }

  #control(id) {
    const { kind } = this;
    if (kind.type === "choice" || kind.type === "yesno") {
      const options = kind.type === "yesno" ? [["true", T.form.yes], ["false", T.form.no]] : kind.options.map((one) => [one, one]);
      const select = h(
        "select",
        { id, on: { change: () => this.#take(select.value) } },
        [["", T.form.pick], ...options].map(([value, text]) => h("option", { value }, text)),
      );
      return select;
    }
    const long = kind.type === "text" && kind.longest >= LONG;
    const input = h(long ? "textarea" : "input", {
      id,
      autocomplete: "off",
      spellcheck: "false",
      ...(long ? { rows: 2 } : { type: "text" }),
      on: { input: () => this.#typed(), change: () => this.#take(input.value) },
    });
    if (kind.type === "number" || kind.type === "integer") input.setAttribute("inputmode", "decimal");
    if (kind.type === "date") input.setAttribute("placeholder", "2026-12-31");
    return input;
  }

  #wayOf() {
    const select = h(
      "select",
      { class: "way", "aria-label": T.form.way(this.place.title || this.place.label), on: { change: () => this.#choose(select.value) } },
      h("option", { value: "" }, T.form.fill),
      this.kind.words.map((one) => h("option", { value: one }, one)),
    );
    return select;
  }

  #choose(value) {
    this.input.hidden = value !== "";
    if (value) this.#send(value, word(value));
    else {
      this.#send("", word(""));
      this.input.value = "";
      this.input.focus();
    }
  }

  #typed() {
    clearTimeout(this.#typing);
    this.form.typed(this.place.path, this.#edit(this.input.value));
    this.#typing = setTimeout(() => this.#take(this.input.value), PAUSE);
  }

  #take(text) {
    clearTimeout(this.#typing);
    if (text === (this.#sent ?? this.#shown)) {
      this.form.typed(this.place.path, null);
      return;
    }
    this.#sent = text;
    this.form.edit(this.#edit(text));
  }

  #edit(text) {
    const { path, order, required, inList } = this.place;
    if (text === "" && !required && !inList) return { kind: "remove", path };
    return { kind: "set", path, value: written(this.kind, text), order };
  }

  #send(text, value) {
    this.#sent = text;
    this.form.edit({ kind: "set", path: this.place.path, value, order: this.place.order });
  }

  update(value) {
    const text = value === null || value === undefined ? "" : String(value);
    const isWord = this.kind.words.includes(text);
    this.#shown = text;
    this.#sent = null;
    if (this.way) {
      this.way.value = isWord ? text : "";
      this.input.hidden = isWord;
    }
    // Whoever is typing is not interrupted; what was typed is taken over in its turn.
    const busy = this.input.getRootNode().activeElement === this.input && this.input.tagName !== "SELECT";
    const shown = isWord ? "" : text;
    if (!busy && this.input.value !== shown) this.#show(shown);
  }

  #show(text) {
    if (this.input.tagName === "SELECT" && ![...this.input.options].some((option) => option.value === text)) {
      this.input.append(h("option", { value: text }, text));
    }
    this.input.value = text;
  }

  problems(list) {
    this.faults.update(list, this.form.base);
    const wrong = list.some((problem) => problem.error);
    for (const control of [this.way, this.input]) {
      if (wrong) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
  }

  /** What stands behind the value in the text: in a draft, the line it comes from and what is to be done. */
  remark(words) {
    this.#remark.hidden = !words;
    setText(this.#remark, words);
  }

  focus() {
    (this.input.hidden ? this.way : this.input).focus();
  }
}
