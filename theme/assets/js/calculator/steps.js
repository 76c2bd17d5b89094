// What to do next: a day, whose duty, a sentence, its source; the days as a calendar to save.

import { fill, h } from "./dom.js";
import { dayParts } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Steps {
  #shown = "";
  #list = h("ol", { class: "step-list", role: "list" });

  /** @param {Function} onSave saves the days as a calendar */
  constructor(sources, heading, onSave) {
    this.sources = sources;
    this.calendar = h(
      "button",
      { type: "button", class: "button calendar", hidden: true, on: { click: onSave } },
      icon("calendar", "icon small"),
      T.calendar,
    );
    this.element = h("section", { class: "steps", hidden: true }, heading(T.steps), this.#list, this.calendar);
  }

  update(steps) {
    const now = JSON.stringify(steps);
    this.element.hidden = !steps.length;
    if (now === this.#shown) return;
    this.#shown = now;
    this.calendar.hidden = !steps.some((step) => step.by);
    fill(
      this.#list,
      steps.map((step) => this.#step(step)),
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
