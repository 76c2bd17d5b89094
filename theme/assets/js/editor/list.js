// A list in the form of a file.

import { h } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { Faults, Scalar } from "./fields.js";
import { gist, isNested } from "./kinds.js";
import { T } from "./text.js";

/** A list: items one under the other, each with the ways to move and remove it. */
export class List {
  #items = [];
  #open = [];

  constructor(form, kind, place) {
    Object.assign(this, { form, kind, place });
    form.own(place.path, this);
    this.inner = form.kinds.of(kind.item);
    this.faults = new Faults();
    this.holder = h("ol", { class: isNested(this.inner) ? "items" : "items plain", role: "list" });
    const add = h(
      "button",
      { type: "button", class: "chip", on: { click: () => this.#insert() } },
      icon("add", "icon small"),
      this.inner.title ? T.form.add(this.inner.title) : T.form.addItem,
    );
    this.element = h("div", { class: "list" }, this.faults.element, this.holder, add);
  }

  async #insert() {
    const at = this.#items.length;
    this.#open[at] = true;
    const { path, order } = this.place;
    const blank = this.form.kinds.blank(this.inner);
    if (this.missing) await this.form.edit({ kind: "set", path, value: [blank], order });
    else await this.form.edit({ kind: "insert", path: [...path, at], value: blank });
    this.#items[at]?.focus();
  }

  #remove(at) {
    this.#open.splice(at, 1);
    this.form.edit({ kind: "remove", path: [...this.place.path, at] });
  }

  async #move(at, to) {
    const open = this.#open;
    [open[at], open[to]] = [open[to], open[at]];
    await this.form.edit({ kind: "move", path: [...this.place.path, at], value: to });
    this.#items[to]?.focus();
  }

  update(value) {
    const data = Array.isArray(value) ? value : [];
    this.missing = !Array.isArray(value);
    if (data.length !== this.#items.length) {
      this.#items = data.map((_, at) => this.#item(at, data.length));
      this.holder.replaceChildren(...this.#items.map((item) => item.element));
    }
    for (const [at, item] of this.#items.entries()) item.update(data[at]);
  }

  #item(at, count) {
    const label = T.form.item(at + 1);
    const place = { path: [...this.place.path, at], title: "", label: `${this.place.label} ${label}`, required: true, inList: true, depth: this.place.depth + 1, help: this.place.help };
    const press = (name, glyph, act, off = false) =>
      h("button", { type: "button", class: "icon-button", "aria-label": name, title: name, disabled: off, on: { click: act } }, icon(glyph, "icon small"));
    const actions = h(
      "span",
      { class: "handles" },
      press(T.form.up(place.label), "up", () => this.#move(at, at - 1), at === 0),
      press(T.form.down(place.label), "down", () => this.#move(at, at + 1), at === count - 1),
      press(T.form.removeOf(place.label), "remove", () => this.#remove(at)),
    );
    if (!isNested(this.inner)) {
      const node = new Scalar(this.form, this.inner, { ...place, actions });
      return { element: h("li", {}, node.element), update: (value) => node.update(value), focus: () => node.focus() };
    }
    const node = this.form.make(this.inner, place);
    const title = h("span", { class: "title" });
    const fold = h("details", { class: "item", open: Boolean(this.#open[at]) }, h("summary", {}, title), h("div", { class: "inside" }, node.element));
    fold.addEventListener("toggle", () => (this.#open[at] = fold.open));
    return {
      element: h("li", {}, fold, actions),
      update: (value) => {
        title.textContent = gist(value) || label;
        node.update(value);
      },
      focus: () => {
        if (fold.open) node.focus();
        else fold.querySelector("summary").focus();
      },
    };
  }

  problems(list) {
    this.faults.update(list, this.form.base);
  }

  focus() {
    this.element.querySelector("input, select, textarea, summary, button")?.focus();
  }
}
