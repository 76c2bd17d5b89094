// The form of one file, made from its schema: objects as sections in the order of the model, lists with items that
// can be added, removed and moved. It holds no data: Python answers every change with the whole anew.

import { h } from "../calculator/dom.js";
import { Scalar } from "./fields.js";
import { Kinds } from "./kinds.js";
import { List } from "./list.js";
import { Part, Stated } from "./parts.js";

const keyOf = (path) => JSON.stringify(path);

export class Form {
  #nodes = new Map();

  /** `edit`: one change for Python; `focused`: the place somebody works on; `typed`: what is under the hand there. */
  constructor({ schema, base, edit, focused, typed }) {
    Object.assign(this, { base, edit, focused, typed });
    this.kinds = new Kinds(schema);
    this.root = this.make(this.kinds.root(), { path: [], title: "", label: schema.title, required: true, depth: 0 });
    this.element = h("div", { class: "form" }, this.root.element);
  }

  /** What lies in a list or object, by its kind. */
  make(kind, place) {
    if (kind.type === "object") return kind.words.length ? new Stated(this, kind, place) : new Part(this, kind, place);
    return kind.type === "list" ? new List(this, kind, place) : new Scalar(this, kind, place);
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
