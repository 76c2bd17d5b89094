// Objects in the form of a file: as they stand, folded, or with a word in their place.

import { h, setText } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { Faults } from "./fields.js";
import { gist, isNested, word } from "./kinds.js";
import { T } from "./text.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** An object: its fields one under the other; what may be added stands below. */
export class Part {
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
      slot.node = this.form.make(kind, place);
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
    this.inner = form.make(kind, place);
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
export class Stated {
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

function removal(form, place, worded = false) {
  const name = T.form.removeOf(place.title);
  return h(
    "button",
    { type: "button", class: worded ? "link" : "icon-button", "aria-label": name, title: name, on: { click: () => form.edit({ kind: "remove", path: place.path }) } },
    worded ? name : icon("remove", "icon small"),
  );
}
