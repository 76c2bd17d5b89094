// What the check found, as a list that leads to the places: in the form, or to the line of the text.

import { fill, h } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { T } from "./text.js";

export class Problems {
  #status = h("p", { class: "closing", role: "status" }, T.problems.waiting);
  #note = h("p", { class: "quiet" });
  #list = h("ol", { class: "found", role: "list" });

  /** @param {(problem: object) => void} jump goes to the place of a problem */
  constructor(base, jump) {
    Object.assign(this, { base, jump });
    this.element = h("section", { class: "problems", "aria-label": T.problems.heading }, h("h2", {}, T.problems.heading), this.#status, this.#note, this.#list);
  }

  update({ problems, elsewhere, closing, withCases }) {
    const wrong = [...problems, ...elsewhere].some((problem) => problem.error);
    this.element.dataset.tone = wrong ? "bad" : problems.length ? "warn" : "good";
    this.#status.textContent = closing;
    this.#note.textContent = withCases ? T.problems.cases : T.problems.quick;
    fill(
      this.#list,
      problems.map((problem) => this.#entry(problem, true)),
      elsewhere.map((problem) => this.#entry(problem, false)),
    );
  }

  #entry(problem, here) {
    const jump = h("button", { type: "button", class: "link", on: { click: () => this.jump(problem) } }, T.problems.jump);
    return h(
      "li",
      { class: problem.error ? "bad" : "mild" },
      h("p", { class: "what" }, icon(problem.error ? "short" : "warning", "icon small"), h("strong", {}, problem.code), " ", problem.message),
      problem.excerpt.length ? h("pre", { tabindex: "0", "aria-label": T.problems.line(problem.line) }, problem.excerpt.join("\n")) : null,
      problem.allowed ? h("p", { class: "allowed" }, problem.allowed) : null,
      problem.suggestion ? h("p", { class: "allowed" }, problem.suggestion) : null,
      h(
        "p",
        { class: "ways" },
        here ? h("span", { class: "quiet" }, T.problems.line(problem.line)) : h("span", { class: "quiet" }, `${T.problems.elsewhere} ${problem.file}`),
        here ? jump : null,
        h("a", { href: `${this.base}errors/#${problem.code}`, target: "_blank", rel: "noopener" }, T.problems.open),
      ),
    );
  }
}
