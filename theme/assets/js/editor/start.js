// The first screen: a file from disk, a published year, or what was left unsaved.

import { acceptFiles } from "../calculator/drop.js";
import { fill, freshId, h } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { choose, chooseNotice, read, save, whole } from "./disk.js";
import { T } from "./text.js";

export class Start {
  #years = h("select", { id: freshId("years") });
  #list = h("div", { class: "starts" });
  #said = h("p", { class: "plain-note", role: "alert", hidden: true });

  /** `onFile({name, bytes, handle})`, `onYear(key)`, `onNotice({city, year, text, bytes})`, `onFresh({city, year})`, `onResume(work)`, `onDiscard(work)` */
  constructor({ years, cities, onFile, onYear, onNotice, onFresh, onResume, onDiscard }) {
    Object.assign(this, { onFile, onYear, onNotice, onFresh, onResume, onDiscard });
    this.cities = cities;
    this.notice = this.#noticeForm();
    fill(this.#years, years.map(([key, name]) => h("option", { value: key }, name)));
    this.element = h("section", { class: "start", "aria-label": T.start.heading }, this.#said, this.#list);
    acceptFiles(this.element, async (file) => onFile(await read(file)));
  }

  /** `left`: the works that were left unsaved. */
  show(left) {
    fill(
      this.#list,
      left.map((work) => this.#card(T.start.again, T.start.againHint(work.place, new Date(work.saved).toLocaleString("zh-CN")), "undo", [
        button(T.start.resume, () => this.onResume(work), true),
        button(T.start.download, () => this.#download(work)),
        button(T.start.discard, () => this.onDiscard(work)),
      ])),
      this.#card(T.start.disk, T.start.diskHint, "open", [
        button(T.start.choose, async () => {
          const file = await choose();
          if (file) this.onFile(file);
        }, !left.length),
      ]),
      this.#years.length ? this.#card(T.start.published, T.start.publishedHint, "calendar", [
        h("label", { class: "unseen", for: this.#years.id }, T.start.publishedLabel),
        this.#years,
        button(T.start.open, () => this.onYear(this.#years.value)),
      ]) : null,
      this.#card(T.start.notice, T.start.noticeHint, "paste", this.notice),
    );
  }

  // Needs no Python, so that what is kept can be had whatever has failed.
  async #download(work) {
    const name = work.place.split("/").at(-1);
    const lacking = work.ahead.length + (work.aside?.length ?? 0);
    await save(whole(work), name, null);
    this.say(lacking ? T.start.downloadedPart(name, lacking) : T.start.downloaded(name));
  }

  #noticeForm() {
    const labelled = (label, control) => h("div", { class: "entry" }, h("label", { class: "label", for: control.id }, label), control);
    const city = h("select", { id: freshId("city") }, [...this.cities].map(([id, name]) => h("option", { value: id }, name)));
    const year = h("input", { id: freshId("year"), type: "text", inputmode: "numeric", autocomplete: "off", placeholder: "2026" });
    const text = h("textarea", { id: freshId("notice"), rows: 4, spellcheck: "false" });
    const send = (bytes) => this.onNotice({ city: city.value, year: year.value, text: text.value, ...(bytes ? { bytes } : {}) });
    return [
      labelled(T.start.city, city),
      labelled(T.start.year, year),
      h("div", { class: "whole" }, labelled(T.start.words, text)),
      button(T.start.draft, () => send(null)),
      button(T.start.fresh, () => this.onFresh({ city: city.value, year: year.value })),
      button(T.start.file, async () => {
        const file = await chooseNotice();
        if (file) send(file.bytes);
      }),
    ];
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
