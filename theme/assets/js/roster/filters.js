// What the list of people is narrowed and ordered by: choices, boxes, a search.

import { fill, freshId, h } from "../calculator/dom.js";
import { count, T } from "./text.js";

const TYPING = 250; // milliseconds of quiet after which a search is made

/** Everybody, in the order of the file. `duty` and `question` are chosen elsewhere. */
export const ALL = { status: "", subject: "", unit: "", overdue: false, faulty: false, duty: "", question: "", text: "", sort: "file" };

export class Filters {
  #typing = 0;

  /** @param {Function} choose is told the part of a filter that is chosen */
  constructor(choose) {
    this.choose = choose;
    this.status = this.#select("status", T.status, [["", T.allStatuses]]);
    this.subject = this.#select("subject", T.short, [["", T.allSubjects]]);
    this.unit = this.#select("unit", T.unit, [["", T.allUnits]]);
    this.sort = this.#select("sort", T.sort, Object.entries(T.sorts));
    this.overdue = this.#box("overdue", T.overdue);
    this.faulty = this.#box("faulty", T.faulty);
    const search = freshId("search");
    const typed = () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => choose({ text: this.text.value.trim() }), TYPING);
    };
    this.text = h("input", { id: search, type: "text", inputmode: "search", autocomplete: "off", spellcheck: "false", on: { input: typed } });
    this.element = h(
      "div",
      { class: "filters", role: "search", "aria-label": T.listTitle },
      h("div", { class: "field wide" }, h("label", { htmlFor: search }, T.search), this.text),
      [this.status, this.subject, this.unit, this.sort].map((control) => control.parentElement),
      h("div", { class: "boxes" }, this.overdue.parentElement, this.faulty.parentElement),
    );
  }

  #select(key, label, options) {
    const id = freshId(key);
    const control = h(
      "select",
      { id, on: { change: () => this.choose({ [key]: control.value }) } },
      options.map(([value, name]) => h("option", { value }, name)),
    );
    h("div", { class: "field" }, h("label", { htmlFor: id }, label), control);
    return control;
  }

  #box(key, label) {
    const input = h("input", { type: "checkbox", on: { change: () => this.choose({ [key]: input.checked }) } });
    h("label", { class: "choice", hidden: true }, input, label);
    return input;
  }

  /** Offers what this roster has; what is chosen in `filter` stays on offer. */
  open({ statuses, subjects, units, overdue, faulty }, filter) {
    const offer = (select, items) => {
      const { value } = select;
      const choices = items.filter(({ people }) => people);
      fill(
        select,
        select.options[0],
        choices.map(({ id, name, people }) => h("option", { value: id }, `${name}（${count(people)}）`)),
      );
      select.value = choices.some(({ id }) => id === value) ? value : "";
    };
    offer(
      this.status,
      statuses.map((one) => ({ ...one, people: one.count })),
    );
    offer(this.subject, subjects);
    offer(
      this.unit,
      units.map(({ name, people }) => ({ id: name, name, people })),
    );
    this.unit.parentElement.hidden = units.length < 2;
    this.overdue.parentElement.hidden = !overdue && !filter.overdue;
    this.faulty.parentElement.hidden = !faulty && !filter.faulty;
  }

  /** Shows what is chosen. */
  show({ status, subject, unit, overdue, faulty, text, sort }) {
    this.status.value = status;
    this.subject.value = subject;
    this.unit.value = unit;
    this.overdue.checked = overdue;
    this.faulty.checked = faulty;
    this.sort.value = sort;
    if (this.text.value.trim() !== text) this.text.value = text;
  }
}
