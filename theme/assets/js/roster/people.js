// The list of people: a page of fifty of those who are looked for, and what can be taken along.

import { fill, freshId, h, nextFrame, setText } from "../calculator/dom.js";
import { dayParts } from "../calculator/format.js";
import { icon } from "../calculator/icons.js";
import { ALL, Filters } from "./filters.js";
import { T } from "./text.js";

const PAGE = 50;
const PRINTED = 1_000; // people on paper; more are for a spreadsheet

export class People {
  filter = { ...ALL };
  #start = 0;
  #total = 0;
  #turn = 0;
  #filters = new Filters((part) => this.choose(part));

  /** @param {{fetch: Function, onOpen: Function, onExport: Function, onFilter: Function, onPrint: Function}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.#make();
  }

  /** Offers what this roster has to choose from, and draws the list anew. */
  open(offers) {
    this.all = offers.all;
    this.element.hidden = !offers.all;
    this.#filters.open(offers, this.filter);
    return this.refresh();
  }

  /** Filters from outside; what is not named stays as it is. */
  async choose(filter) {
    this.filter = { ...this.filter, duty: "", question: "", ...filter };
    await this.refresh(0);
  }

  /** Draws the page that begins at `start` anew. */
  async refresh(start = this.#start) {
    this.#filters.show(this.filter);
    const turn = (this.#turn += 1);
    const page = await this.fetch({ ...this.filter, start, count: PAGE });
    if (!page || turn !== this.#turn) return;
    if (!page.people.length && start > 0) {
      await this.refresh(0);
      return;
    }
    this.#start = page.start;
    this.#total = page.total;
    this.#draw(page.people);
    setText(this.found, T.found(page.total, this.all));
    setText(this.exportWhat, T.exportWhat(page.total, this.all));
    this.#drawPager();
    this.none.hidden = page.total > 0;
    this.table.hidden = page.total === 0;
    this.cleared.hidden = page.total === this.all && !this.filter.text;
    this.onFilter(this.filter);
  }

  /** Places the focus where a person was opened from. */
  focus(at) {
    const row = [...this.body.children].find((one) => one.dataset.at === at);
    const button = row?.querySelector("button");
    (button ?? this.title).focus();
    button?.scrollIntoView({ block: "center" });
  }

  /** Draws up to a thousand of the people found, a few at a time, for paper. */
  async drawAll() {
    const wanted = Math.min(PRINTED, this.#total);
    const drawn = [];
    while (drawn.length < wanted) {
      const page = await this.fetch({ ...this.filter, start: drawn.length, count: PAGE });
      if (!page?.people.length) break;
      drawn.push(...page.people.map((person) => this.#row(person)));
      await nextFrame();
    }
    fill(this.body);
    for (let at = 0; at < drawn.length; at += PAGE) {
      this.body.append(...drawn.slice(at, at + PAGE));
      await nextFrame();
    }
    setText(this.cut, this.#total > wanted ? T.printCut(wanted, this.#total) : "");
  }

  #make() {
    this.found = h("p", { class: "found", role: "status" });
    this.cleared = h(
      "button",
      { type: "button", class: "link", hidden: true, on: { click: () => this.#clear() } },
      T.clear,
    );
    this.none = h("p", { class: "plain-note", hidden: true }, T.nobody);
    this.body = h("tbody", { role: "rowgroup" });
    this.table = h(
      "table",
      { class: "people", role: "table", "aria-label": T.listTitle },
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          Object.values(T.columns).map((name) => h("th", { scope: "col", role: "columnheader" }, name)),
        ),
      ),
      this.body,
    );
    this.pager = h("div", { class: "pager", hidden: true });
    this.cut = h("p", { class: "print-cut" });
    this.title = h("h2", { class: "part-title", id: freshId("people"), tabindex: "-1" }, T.listTitle);
    this.exportWhat = h("span", { class: "quiet" });
    const button = (name, label, click) =>
      h("button", { type: "button", class: "button", on: { click } }, icon(name, "icon small"), label);
    this.element = h(
      "section",
      { class: "list", "aria-labelledby": this.title.id },
      this.title,
      this.#filters.element,
      h("div", { class: "found-line" }, this.found, this.cleared),
      h(
        "div",
        { class: "actions" },
        this.exportWhat,
        button("download", T.exportExcel, () => this.onExport("xlsx", this.filter)),
        button("download", T.exportCsv, () => this.onExport("csv", this.filter)),
        button("print", T.print, () => this.onPrint()),
      ),
      this.table,
      this.none,
      this.cut,
      this.pager,
    );
  }

  async #clear() {
    await this.choose({ ...ALL, sort: this.filter.sort });
    this.title.focus({ preventScroll: true });
  }

  #draw(people) {
    fill(
      this.body,
      people.map((person) => this.#row(person)),
    );
  }

  #row({ at, id, name, unit, status, status_name: words, short, next, by, errors, overdue }) {
    const cell = (label, className, ...inside) => h("td", { role: "cell", class: className, "data-name": label }, inside);
    return h(
      "tr",
      { role: "row", "data-at": String(at), "data-status": status },
      h(
        "th",
        { scope: "row", role: "rowheader", class: "who" },
        h(
          "button",
          { type: "button", class: "link who-name", on: { click: () => this.onOpen(at) } },
          h("bdi", {}, name || id),
        ),
        name && id ? h("bdi", { class: "quiet who-id" }, id) : null,
      ),
      cell(T.columns.unit, `of-unit${unit ? "" : " empty"}`, h("bdi", {}, unit)),
      cell(
        T.columns.status,
        "how",
        h("span", { class: "tag", "data-status": status }, icon(status, "icon small"), words),
        errors ? h("span", { class: "remark wrong" }, icon("warning", "icon small"), T.rowErrors(errors)) : null,
        overdue ? h("span", { class: "remark late" }, icon("pending", "icon small"), T.reviewsOverdue(overdue)) : null,
      ),
      cell(T.columns.short, `lack${short ? "" : " empty"}`, short),
      cell(T.columns.next, `then${next ? "" : " empty"}`, by ? h("time", { datetime: by }, dayParts(by).day) : null, next),
    );
  }

  #drawPager() {
    this.pager.hidden = this.#total <= PAGE;
    if (this.pager.hidden) return;
    const turn = (name, label, to) =>
      h(
        "button",
        {
          type: "button",
          class: "button",
          disabled: to < 0 || to >= this.#total,
          on: {
            click: async () => {
              await this.refresh(to);
              this.title.focus({ preventScroll: true });
              this.title.scrollIntoView({ block: "start" });
            },
          },
        },
        icon(name, "icon small"),
        label,
      );
    const last = Math.min(this.#start + PAGE, this.#total);
    fill(
      this.pager,
      turn("back", T.previous, this.#start - PAGE),
      h("span", {}, T.page(this.#start + 1, last, this.#total)),
      turn("forward", T.next, this.#start + PAGE),
    );
  }
}
