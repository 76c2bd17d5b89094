// The first screen: a file from disk, a published year, or what was left unsaved.

import { acceptFiles } from "../calculator/drop.js";
import { fill, freshId, h } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { choose, read } from "./disk.js";
import { T } from "./text.js";

export class Start {
  #years = h("select", { id: freshId("years") });
  #list = h("div", { class: "starts" });
  #said = h("p", { class: "plain-note", role: "alert", hidden: true });

  /** `onFile({name, bytes, handle})`, `onYear(key)`, `onResume()`, `onDiscard()` */
  constructor({ years, onFile, onYear, onResume, onDiscard }) {
    Object.assign(this, { onFile, onYear, onResume, onDiscard });
    fill(this.#years, years.map(([key, name]) => h("option", { value: key }, name)));
    this.element = h("section", { class: "start", "aria-label": T.start.heading }, this.#said, this.#list);
    acceptFiles(this.element, async (file) => onFile(await read(file)));
  }

  show(left) {
    fill(
      this.#list,
      left ? this.#card(T.start.again, T.start.againHint(left.name, new Date(left.saved).toLocaleString("zh-CN")), "undo", [
        button(T.start.resume, () => this.onResume(), true),
        button(T.start.discard, () => this.onDiscard()),
      ]) : null,
      this.#card(T.start.disk, T.start.diskHint, "open", [
        button(T.start.choose, async () => {
          const file = await choose();
          if (file) this.onFile(file);
        }, !left),
      ]),
      this.#years.length ? this.#card(T.start.published, T.start.publishedHint, "calendar", [
        h("label", { class: "unseen", for: this.#years.id }, T.start.publishedLabel),
        this.#years,
        button(T.start.open, () => this.onYear(this.#years.value)),
      ]) : null,
    );
  }

  /** Says why something could not be opened; nothing when all is well. */
  say(text) {
    this.#said.hidden = !text;
    this.#said.textContent = text ?? "";
  }

  #card(title, hint, glyph, controls) {
    return h("div", { class: "card" }, h("h2", {}, icon(glyph), title), h("p", { class: "quiet" }, hint), h("div", { class: "ways" }, controls));
  }
}

function button(text, act, strong = false) {
  return h("button", { type: "button", class: `button${strong ? " strong" : ""}`, on: { click: act } }, text);
}
