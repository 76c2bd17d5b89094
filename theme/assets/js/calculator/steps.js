// What to do next: a day, whose duty, a sentence, its source.

import { fill, h } from "./dom.js";
import { dayParts } from "./format.js";
import { T } from "./text.js";

export class Steps {
  #shown = "";
  #list = h("ol", { class: "step-list", role: "list" });

  constructor(sources, heading) {
    this.sources = sources;
    this.element = h("section", { class: "steps", hidden: true }, heading(T.steps), this.#list);
  }

  update(steps) {
    const now = JSON.stringify(steps);
    this.element.hidden = !steps.length;
    if (now === this.#shown) return;
    this.#shown = now;
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
