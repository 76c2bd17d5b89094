// What the person must know of keeping: that the browser refuses, that it is full, that another tab has written.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

export class Storage {
  #state = "kept";
  #elsewhere = false;

  /** @param {{onReload: Function, onOverrule: Function, isIdle: () => boolean}} parts */
  constructor(parts) {
    this.parts = parts;
    this.element = h("div", { class: "storage-notice", role: "status", hidden: true });
  }

  update({ state, elsewhere = false }) {
    this.#state = state;
    this.#elsewhere = elsewhere;
    // Nobody is at work here: take over what the other tab wrote, without a word.
    if (elsewhere && state === "kept" && this.parts.isIdle()) {
      this.#reload();
      return;
    }
    this.#draw();
  }

  #draw() {
    const conflict = this.#state === "conflict" || this.#elsewhere;
    const text = this.#elsewhere && this.#state === "kept" ? T.elsewhere : T.storage[this.#state];
    this.element.hidden = !text;
    if (!text) return;
    const act = (label, handler) => h("button", { type: "button", class: "button", on: { click: handler } }, label);
    fill(
      this.element,
      icon("warning", "icon small"),
      h("p", {}, text),
      conflict
        ? h(
            "div",
            { class: "notice-actions" },
            act(T.useOther, () => this.#reload()),
            act(T.useMine, () => this.#overrule()),
          )
        : null,
    );
  }

  #reload() {
    this.#settle();
    this.parts.onReload();
  }

  #overrule() {
    this.#settle();
    this.parts.onOverrule();
  }

  #settle() {
    this.#state = "kept";
    this.#elsewhere = false;
    this.#draw();
  }
}
