// An opened receipt: what it was judged by, what has changed since, and the result then and now, side by side.

import { fill, freshId, h, setText } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Receipt {
  #title;
  #said = h("p", { class: "message", role: "status" });

  /**
   * @param {{heading: Function, onPutBack: Function, onUndo: Function, onPrint: Function,
   *   onClose: Function}} parts
   */
  constructor({ heading, ...parts }) {
    this.parts = parts;
    this.#title = heading(T.receipt.title);
    this.#title.id = freshId("receipt");
    this.#title.tabIndex = -1;
    this.element = h("section", { class: "receipt", "aria-labelledby": this.#title.id, hidden: true });
  }

  /** Shows what the desk read from a receipt, and puts the focus there. */
  show(receipt) {
    const { then, now, changes } = receipt;
    setText(this.#said, "");
    this.putBack = button("undo", T.receipt.putBack, () => this.#putBack());
    this.undo = button("undo", T.receipt.undo, () => this.#undo());
    this.undo.hidden = true;
    fill(
      this.element,
      h("div", { class: "receipt-head" }, this.#title, closer(() => this.#close())),
      h("p", {}, `${now.city_name} ${now.year} 年度，${T.receipt.holds(receipt)}`),
      facts(receipt),
      changes.length
        ? h(
            "ul",
            { class: "receipt-changes" },
            changes.map((change) => h("li", {}, change)),
          )
        : null,
      h("div", { class: "receipt-sides" }, side(T.receipt.then, then), side(T.receipt.now, now)),
      receipt.same_verdict ? null : h("p", {}, T.receipt.recount),
      h(
        "div",
        { class: "receipt-actions" },
        this.putBack,
        this.undo,
        button("print", T.receipt.print, () => this.parts.onPrint()),
        this.#said,
      ),
    );
    this.element.hidden = false;
    this.#title.focus();
  }

  async #putBack() {
    await this.parts.onPutBack();
    this.#turn(true, T.receipt.putBackDone);
  }

  async #undo() {
    const undone = await this.parts.onUndo();
    this.#turn(false, undone ? T.receipt.undone : T.receipt.undoGone);
  }

  #turn(back, words) {
    this.putBack.hidden = back;
    this.undo.hidden = !back;
    (back ? this.undo : this.putBack).focus();
    setText(this.#said, words);
  }

  #close() {
    this.element.hidden = true;
    this.parts.onClose();
  }
}

function facts({ today, engine_version: version, same_engine: same, rules_hash: hash, changes }) {
  const lines = [
    [T.receipt.day, today],
    [T.receipt.engine, `${version}（${same ? T.receipt.sameEngine : T.receipt.otherEngine}）`],
    [T.receipt.hash, hash],
    [T.receipt.rule, changes.length ? T.receipt.changed : T.receipt.unchanged],
  ];
  return h(
    "dl",
    { class: "receipt-facts" },
    lines.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}

function side(title, { status, status_name: name, summary }) {
  return h(
    "div",
    { class: "verdict", "data-status": status },
    h("p", { class: "as-of" }, title),
    h("div", { class: "status-line" }, icon(status), h("p", { class: "status" }, name)),
    h("p", { class: "summary" }, summary),
  );
}

function button(name, label, handler) {
  return h("button", { type: "button", class: "button", on: { click: handler } }, icon(name, "icon small"), label);
}

function closer(handler) {
  const props = { type: "button", class: "icon-button", "aria-label": T.receipt.close, title: T.receipt.close };
  return h("button", { ...props, on: { click: handler } }, icon("no"));
}
