// The clauses behind a printed result, each once: on paper nothing can be opened.

import { fill, h } from "./dom.js";
import { T } from "./text.js";

export class Clauses {
  #list = h("ul", {});

  constructor(heading) {
    this.element = h(
      "section",
      { class: "clauses" },
      heading(T.clauses),
      this.#list,
      h("p", {}, T.printed(location.href.split("#")[0])),
    );
  }

  /** @param {object[]} rows those on the page, with what is said of them */
  update(verdict, rows) {
    const issues = rows.flatMap((row) => row.finding?.outcome?.issues ?? []);
    const found = [...verdict.requirements, ...verdict.axis_requirements, ...verdict.next_steps, ...issues]
      .map((item) => item.source)
      .filter(Boolean);
    const distinct = new Map(found.map((source) => [JSON.stringify(source), source]));
    fill(
      this.#list,
      [...distinct.values()].map(({ document: name, clause, evidence, derivation }) =>
        h("li", {}, `${name} ${clause}：`, h("q", {}, evidence), derivation ? `（${derivation}）` : null),
      ),
    );
  }
}
