// The tree of reasons, folded: what decides is open, the rest one click away.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Explanation {
  #shown = "";
  #open = new Set();
  #tree = h("div", { class: "tree" });

  constructor(sources, heading) {
    this.sources = sources;
    this.element = h("section", { class: "why", hidden: true }, heading(T.why), this.#tree);
  }

  update(root) {
    const now = JSON.stringify(root ?? null);
    this.element.hidden = !root;
    if (now === this.#shown) return;
    this.#shown = now;
    if (root) fill(this.#tree, h("p", { class: "reason" }, root.text), this.#children(root, true));
  }

  #children(node, first) {
    if (!node.children.length) return null;
    const items = node.children.map((child, at) => h("li", {}, this.#node(child, first && at === 0)));
    if (node.more > 0) items.push(h("li", { class: "quiet" }, T.more(node.more)));
    return h("ul", { role: "list" }, items);
  }

  #node(node, first) {
    const line = [mark(node.met), h("span", {}, node.text)];
    const proof = this.sources.note(node.source);
    if (!node.children.length) return h("div", { class: "reason" }, line, " ", proof);
    const fold = h(
      "details",
      { open: first || this.#open.has(node.id) },
      h("summary", { class: "reason" }, icon("forward", "icon small turn"), line),
    );
    fold.append(...[proof, this.#children(node, false)].filter(Boolean));
    fold.addEventListener("toggle", () => this.#open[fold.open ? "add" : "delete"](node.id));
    return fold;
  }
}

function mark(met) {
  if (met === null || met === undefined) return null;
  return h(
    "span",
    { class: met ? "met" : "unmet", role: "img", "aria-label": met ? T.yes : T.no },
    icon(met ? "yes" : "no", "icon small"),
  );
}
