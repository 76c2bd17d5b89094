// What to do next: a day, whose duty, a sentence, its source; what is the duty of others apart from one's own; the
// days as a calendar to save.

import { fill, h } from "./dom.js";
import { dayParts } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Steps {
  #shown = "";
  #own = h("ol", { class: "step-list", role: "list" });
  #others = h("ol", { class: "step-list", role: "list" });
  #apart = h("div", { class: "others" }, h("p", { class: "others-title" }, T.stepsOfOthers), this.#others);

  /** @param {Function} onSave saves the days as a calendar */
  constructor(sources, heading, onSave) {
    this.sources = sources;
    this.calendar = h(
      "button",
      { type: "button", class: "button calendar", hidden: true, on: { click: onSave } },
      icon("calendar", "icon small"),
      T.calendar,
    );
    const inside = [heading(T.steps), this.#own, this.#apart, this.calendar];
    this.element = h("section", { class: "steps", hidden: true }, inside);
  }

  update(steps) {
    const now = JSON.stringify(steps);
    this.element.hidden = !steps.length;
    if (now === this.#shown) return;
    this.#shown = now;
    this.calendar.hidden = !steps.some((step) => step.by);
    const [own, others] = [true, false].map((kind) => steps.filter(({ duty }) => (duty === T.ownDuty) === kind));
    this.#apart.hidden = !others.length;
    for (const [list, found] of [
      [this.#own, own],
      [this.#others, others],
    ])
      fill(
        list,
        found.map((step) => this.#step(step)),
      );
  }

  #step({ message, by, duty, source }) {
    return h(
      "li",
      { class: "step" },
      by ? when(by) : h("span", { class: "when none" }, T.anyDay),
      h("div", {}, h("span", { class: "duty" }, duty), ` ${message} `, this.sources.note(source)),
    );
  }
}

function when(by) {
  const { year, day } = dayParts(by);
  return h("time", { class: "when", datetime: by }, h("b", {}, day), h("span", {}, `${year}年`));
}
