// What was typed and could not be written into the file: kept beside it, in words, until the person has dealt with it.

import { copyText } from "../calculator/download.js";
import { fill, h, quoted } from "../calculator/dom.js";
import { isSure } from "./sure.js";
import { T } from "./text.js";

/** What is kept of a change that could not be made; `where` are the titles on the way to its place. */
export function leftOut({ kind, path, value }, place, where) {
  const text = typeof value === "object" && value !== null ? (value.$plain ?? null) : (value ?? null);
  return { place, path, where, what: kind, text: typeof text === "string" ? text : null, to: kind === "move" ? value + 1 : null };
}

/** Such a change in one line. */
export const inWords = (entry) => T.left.line(entry.where.join(" › "), T.left.what(entry));

export class LeftOut {
  #list = h("ul", { role: "list" });
  #drawn = null;

  /** `entries()` of the open file, `reveal(path)` goes to a place, `dropped(entry)`; `place` is where dialogs are put. */
  constructor({ work, reveal, dropped, place }) {
    Object.assign(this, { work, reveal, dropped, place });
    this.element = h(
      "section",
      { class: "left-out", "aria-label": T.left.heading, hidden: true },
      h("h2", { tabindex: "-1" }, T.left.heading),
      h("p", {}, T.left.hint),
      this.#list,
    );
    this.update();
  }

  update() {
    const { aside } = this.work;
    if (aside === this.#drawn) return;
    this.#drawn = aside;
    this.element.hidden = !aside.length;
    fill(this.#list, aside.map((entry) => this.#entry(entry)));
  }

  #entry(entry) {
    const press = (text, act) => h("button", { type: "button", class: "link", on: { click: act } }, text);
    const isHere = entry.place === this.work.place;
    return h(
      "li",
      {},
      h("p", {}, h("strong", {}, quoted(entry.where.join(" › "))), isHere ? null : h("code", {}, entry.place)),
      entry.text ? h("pre", { tabindex: "0", "aria-label": T.left.typed }, quoted(entry.text)) : h("p", {}, T.left.what(entry)),
      h(
        "p",
        { class: "ways" },
        entry.text ? press(T.left.copy, () => copyText(entry.text, this.place)) : null,
        isHere ? press(T.problems.jump, () => this.reveal(entry.path)) : null,
        press(T.left.drop, () => this.#drop(entry)),
      ),
    );
  }

  async #drop(entry) {
    if (await isSure(this.place, { title: T.left.drop, text: T.left.sure })) this.dropped(entry);
  }
}
