// The list of people: filters, search, order, a page of fifty, and what can be taken along.

import { fill, freshId, h, nextFrame, setText } from "../calculator/dom.js";
import { dayParts } from "../calculator/format.js";
import { icon } from "../calculator/icons.js";
import { count, T } from "./text.js";

const PAGE = 50;
const PRINTED = 1_000; // people on paper; more are for a spreadsheet
const TYPING = 250; // milliseconds of quiet after which a search is made

const ALL = { status: "", subject: "", unit: "", overdue: false, faulty: false, duty: "", question: "", text: "", sort: "file" };

export class People {
  filter = { ...ALL };
  #start = 0;
  #total = 0;
  #turn = 0;
  #typing = 0;

  /** @param {{fetch: Function, onOpen: Function, onExport: Function, onFilter: Function, onPrint: Function}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.#make();
  }

  /** Fills the choices with what this roster has, and draws the list anew. */
  open({ statuses, subjects, units, overdue, faulty, all }) {
    this.all = all;
    const offer = (select, first, items) => {
      const value = select.value;
      fill(
        select,
        h("option", { value: "" }, first),
        items.map(({ id, name, people }) => h("option", { value: id }, `${name}（${count(people)}）`)),
      );
      select.value = items.some(({ id }) => id === value) ? value : "";
    };
    offer(
      this.status,
      T.allStatuses,
      statuses.filter(({ count: people }) => people).map((one) => ({ ...one, people: one.count })),
    );
    offer(
      this.subject,
      T.allSubjects,
      subjects.filter(({ people }) => people),
    );
    offer(
      this.unit,
      T.allUnits,
      units.map(({ name, people }) => ({ id: name, name, people })),
    );
    this.unit.parentElement.hidden = units.length < 2;
    this.overdueBox.hidden = !overdue && !this.filter.overdue;
    this.faultyBox.hidden = !faulty && !this.filter.faulty;
    this.hasUnits = units.length > 1;
    return this.refresh();
  }

  /** Filters from outside; what is not named stays as it is. */
  async choose(filter) {
    this.filter = { ...this.filter, duty: "", question: "", ...filter };
    this.#show();
    await this.refresh(0);
  }

  /** Draws the page that begins at `start` anew. */
  async refresh(start = this.#start) {
    this.#show();
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
    const select = (label, key, first) => {
      const id = freshId(key);
      const control = h(
        "select",
        { id, on: { change: () => this.choose({ [key]: control.value }) } },
        h("option", { value: "" }, first),
      );
      return [control, h("div", { class: "field" }, h("label", { htmlFor: id }, label), control)];
    };
    const box = (label, key) => {
      const input = h("input", { type: "checkbox", on: { change: () => this.choose({ [key]: input.checked }) } });
      return [input, h("label", { class: "choice", hidden: true }, input, label)];
    };
    const searchId = freshId("search");
    this.text = h("input", { id: searchId, type: "text", inputmode: "search", autocomplete: "off", spellcheck: "false" });
    this.text.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.choose({ text: this.text.value.trim() }), TYPING);
    });
    let status;
    let subject;
    let unit;
    let overdue;
    let faulty;
    [this.status, status] = select(T.status, "status", T.allStatuses);
    [this.subject, subject] = select(T.short, "subject", T.allSubjects);
    [this.unit, unit] = select(T.unit, "unit", T.allUnits);
    [this.overdue, overdue] = box(T.overdue, "overdue");
    [this.faulty, faulty] = box(T.faulty, "faulty");
    [this.overdueBox, this.faultyBox] = [overdue, faulty];
    const sortId = freshId("sort");
    this.sort = h(
      "select",
      { id: sortId, on: { change: () => this.choose({ sort: this.sort.value }) } },
      Object.entries(T.sorts).map(([value, label]) => h("option", { value }, label)),
    );
    this.found = h("p", { class: "found", role: "status" });
    this.cleared = h(
      "button",
      { type: "button", class: "link", hidden: true, on: { click: () => this.choose({ ...ALL, sort: this.filter.sort }) } },
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
      h(
        "div",
        { class: "filters", role: "search", "aria-label": T.listTitle },
        h("div", { class: "field wide" }, h("label", { htmlFor: searchId }, T.search), this.text),
        status,
        subject,
        unit,
        h("div", { class: "field" }, h("label", { htmlFor: sortId }, T.sort), this.sort),
        h("div", { class: "boxes" }, overdue, faulty),
      ),
      h("div", { class: "found-line" }, this.found, this.cleared),
      this.table,
      this.none,
      this.cut,
      this.pager,
      h(
        "div",
        { class: "actions" },
        this.exportWhat,
        button("download", T.exportExcel, () => this.onExport("xlsx", this.filter)),
        button("download", T.exportCsv, () => this.onExport("csv", this.filter)),
        button("print", T.print, () => this.onPrint()),
      ),
    );
  }

  #show() {
    const { status, subject, unit, overdue, faulty, text, sort } = this.filter;
    this.status.value = status;
    this.subject.value = subject;
    this.unit.value = unit;
    this.overdue.checked = overdue;
    this.faulty.checked = faulty;
    this.sort.value = sort;
    if (this.text.value.trim() !== text) this.text.value = text;
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
