// Which rows of a long ledger are on the page: one page of them, or only those with something to look at.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Pager {
  element = h("div", { class: "pager", hidden: true });

  constructor(onTurn) {
    this.onTurn = onTurn;
  }

  /** @param {{start: number, count: number, shown: number, page: number}} view rows on the page, rows in all */
  update({ start, count, shown, page }) {
    this.element.hidden = shown <= page;
    if (this.element.hidden) return;
    const turn = (name, label, to) =>
      h(
        "button",
        { type: "button", class: "button", disabled: to < 0 || to >= shown, on: { click: () => this.onTurn(to) } },
        icon(name, "icon small"),
        label,
      );
    fill(
      this.element,
      turn("back", T.ledger.previous, start - page),
      h("span", {}, T.ledger.page(start + 1, start + count, shown)),
      turn("forward", T.ledger.next, start + page),
    );
  }
}

export class Filter {
  element = h("div", { class: "filter", hidden: true });
  #count = 0;

  constructor(onChoose) {
    this.onChoose = onChoose;
  }

  update(count, only) {
    this.#count = count;
    this.element.hidden = !count && only === "all";
    const choice = (value, label) =>
      h(
        "button",
        {
          type: "button",
          class: "choice-button",
          "aria-pressed": String(only === value),
          on: { click: () => this.#choose(value) },
        },
        label,
      );
    if (!this.element.hidden)
      fill(this.element, choice("all", T.ledger.allRows), choice("problems", T.ledger.problemRows(count)));
  }

  #choose(only) {
    this.update(this.#count, only);
    this.element.querySelector('[aria-pressed="true"]')?.focus();
    this.onChoose(only);
  }
}
