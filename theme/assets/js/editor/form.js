// The form of one file, made from its schema: objects as sections in the order of the model, lists with items that
// can be added, removed and moved. It holds no data: Python answers every change with the whole anew.

import { h, setText } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { Faults, Scalar } from "./fields.js";
import { Kinds, gist, word } from "./kinds.js";
import { T } from "./text.js";

const keyOf = (path) => JSON.stringify(path);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What lies in a list or object, by its kind. */
function make(form, kind, place) {
  if (kind.type === "object") return kind.words.length ? new Stated(form, kind, place) : new Part(form, kind, place);
  return kind.type === "list" ? new List(form, kind, place) : new Scalar(form, kind, place);
}

const isNested = (kind) => kind.type === "object" || kind.type === "list";

export class Form {
  #nodes = new Map();

  /** `edit`: one change for Python; `focused`: the place somebody works on; `typed`: what is under the hand there. */
  constructor({ schema, base, edit, focused, typed }) {
    Object.assign(this, { base, edit, focused, typed });
    this.kinds = new Kinds(schema);
    this.root = make(this, this.kinds.root(), { path: [], title: "", label: schema.title, required: true, depth: 0 });
    this.element = h("div", { class: "form" }, this.root.element);
  }

  own(path, node) {
    this.#nodes.set(keyOf(path), node);
  }

  update({ data, problems, remarks }) {
    this.root.update(data);
    const said = new Map(remarks.map(([path, words]) => [keyOf(path), words]));
    for (const [key, node] of this.#nodes) node.remark?.(said.get(key) ?? "");
    const told = new Map();
    for (const problem of problems) {
      const node = this.#nearest(problem.path);
      if (node) told.set(node, [...(told.get(node) ?? []), problem]);
    }
    for (const [key, node] of this.#nodes) {
      if (node.element.isConnected || node === this.root) node.problems(told.get(node) ?? []);
      else this.#nodes.delete(key);
    }
  }

  /** Opens the sections around a place and goes there. */
  reveal(path) {
    const node = this.#nearest(path);
    if (!node) return;
    for (let fold = node.element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    node.element.scrollIntoView({ block: "center" });
    node.focus();
  }

  #nearest(path) {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.#nodes.get(keyOf(path.slice(0, length)));
      if (node && (node.element.isConnected || node === this.root)) return node;
    }
    return null;
  }
}

/** An object: its fields one under the other; what may be added stands below. */
class Part {
  #slots = new Map();
  #more = h("div", { class: "more" });
  #fields = h("div", { class: "inner" });
  #begin;

  constructor(form, kind, place) {
    Object.assign(this, { form, kind, place });
    form.own(place.path, this);
    this.faults = new Faults();
    const isRoot = place.path.length === 0;
    const basics = h("div", { class: "fields" });
    const blank = () => form.edit({ kind: "set", path: place.path, value: form.kinds.blank(kind), order: place.order });
    this.#begin = h("button", { type: "button", class: "button", hidden: true, on: { click: blank } });
    this.element = h("div", { class: kind.name === "Source" ? "part sourcing" : "part" }, this.faults.element, this.#begin, this.#fields);
    if (!isRoot) this.#fields.append(basics);
    else this.#fields.append(h("details", { class: "section", open: true }, h("summary", {}, h("span", { class: "title" }, T.form.basics)), basics));
    for (const field of kind.fields) {
      const inner = form.kinds.of(field.schema);
      const holder = h("div", { class: isNested(inner) ? "nested" : "single", hidden: true });
      (isNested(inner) && isRoot ? this.#fields : basics).append(holder);
      this.#slots.set(field.name, { field, kind: inner, holder, node: null, chip: this.#chip(field, inner) });
    }
    this.#more.append(h("span", { class: "quiet" }, T.form.optional), ...[...this.#slots.values()].map((slot) => slot.chip));
    this.#fields.append(this.#more);
  }

  #chip(field, kind) {
    const value = () => (kind.type === "list" ? [this.form.kinds.blank(this.form.kinds.of(kind.item))] : this.form.kinds.blank(kind));
    const path = [...this.place.path, field.name];
    return h(
      "button",
      {
        type: "button",
        class: "chip",
        on: {
          click: async () => {
            await this.form.edit({ kind: "set", path, value: value(), order: this.kind.order });
            this.form.reveal(path);
          },
        },
      },
      icon("add", "icon small"),
      field.title,
    );
  }

  update(value) {
    const data = isObject(value) ? value : {};
    this.#stand(value);
    let missing = 0;
    for (const [name, slot] of this.#slots) {
      const there = name in data || slot.field.required;
      if (there && !slot.node) this.#put(slot);
      if (!there && slot.node) {
        slot.node = null;
        slot.holder.replaceChildren();
      }
      slot.holder.hidden = !there;
      slot.chip.hidden = there;
      missing += there ? 0 : 1;
      slot.node?.update(data[name]);
    }
    this.#more.hidden = missing === 0;
  }

  // A word stands where the object should be: nothing inside can be filled in before it is one.
  #stand(value) {
    const isWord = value !== undefined && !isObject(value);
    this.#fields.hidden = isWord;
    this.#begin.hidden = !isWord;
    this.#begin.textContent = isWord ? T.form.begin(value ?? "") : "";
  }

  #put(slot) {
    const { field, kind } = slot;
    const place = {
      path: [...this.place.path, field.name],
      title: field.title,
      label: field.title,
      help: field.help,
      required: field.required,
      order: this.kind.order,
      depth: this.place.depth + 1,
    };
    if (!isNested(kind) || kind.name === "Source") {
      slot.node = make(this.form, kind, place);
      const remove = kind.name === "Source" && !field.required ? removal(this.form, place) : null;
      const head = kind.name === "Source" ? h("p", { class: "label" }, field.title, remove) : null;
      slot.holder.replaceChildren(...[head, slot.node.element].filter(Boolean));
    } else {
      slot.node = new Section(this.form, kind, place);
      slot.holder.replaceChildren(slot.node.element);
    }
  }

  problems(list) {
    this.faults.update(list, this.form.base);
  }

  focus() {
    this.element.querySelector("input:not([hidden]), select, textarea, summary, button")?.focus();
  }
}

/** A field with parts, folded: a title, a few words of what is inside, and the way to take it out. */
class Section {
  constructor(form, kind, place) {
    this.inner = make(form, kind, place);
    this.gist = h("span", { class: "gist" });
    this.element = h(
      "details",
      { class: "section", open: place.depth <= 1 && place.path[0] === "rule" },
      h("summary", {}, h("span", { class: "title" }, place.title), this.gist),
      h("div", { class: "inside" }, place.help ? h("p", { class: "about" }, place.help) : null, this.inner.element, place.required ? null : h("div", { class: "out" }, removal(form, place, true))),
    );
  }

  update(value) {
    this.gist.textContent = gist(value);
    this.inner.update(value);
  }
}

/** An object in whose place a word may stand: 写明, or 未规定, 不适用. */
class Stated {
  #part = null;
  #holder = h("div", {});
  #remark = h("p", { class: "remark", hidden: true });

  constructor(form, kind, place) {
    Object.assign(this, { form, kind, place });
    form.own(place.path, this);
    this.faults = new Faults();
    this.way = h(
      "select",
      { class: "way", "aria-label": T.form.way(place.title), on: { change: () => this.#choose(), focus: () => form.focused(place) } },
      h("option", { value: "" }, T.form.stated),
      kind.words.map((one) => h("option", { value: one }, one)),
    );
    this.element = h("div", { class: "stated" }, this.way, this.#remark, this.faults.element, this.#holder);
  }

  #choose() {
    const { path, order } = this.place;
    const value = this.way.value ? word(this.way.value) : this.form.kinds.blank(this.kind);
    this.form.edit({ kind: "set", path, value, order });
  }

  update(value) {
    if (isObject(value)) {
      if (!this.#part) {
        this.#part = new Part(this.form, this.kind, this.place);
        this.form.own(this.place.path, this);
        this.#holder.replaceChildren(this.#part.element);
      }
      this.way.value = "";
      this.#part.update(value);
    } else {
      this.#part = null;
      this.#holder.replaceChildren();
      const text = String(value ?? "");
      if (text && !this.kind.words.includes(text) && ![...this.way.options].some((option) => option.value === text)) {
        this.way.append(h("option", { value: text }, text));
      }
      this.way.value = text;
    }
  }

  problems(list) {
    this.faults.update(list, this.form.base);
  }

  remark(words) {
    this.#remark.hidden = !words;
    setText(this.#remark, words);
  }

  focus() {
    this.way.focus();
  }
}

/** A list: items one under the other, each with the ways to move and remove it. */
class List {
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
    const node = make(this.form, this.inner, place);
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

function removal(form, place, worded = false) {
  const name = T.form.removeOf(place.title);
  return h(
    "button",
    { type: "button", class: worded ? "link" : "icon-button", "aria-label": name, title: name, on: { click: () => form.edit({ kind: "remove", path: place.path }) } },
    worded ? name : icon("remove", "icon small"),
  );
}
