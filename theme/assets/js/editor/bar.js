// The bar over the open file: what it is, whether it is saved, and what can be done with it.

import { ask } from "../calculator/dialog.js";
import { copyText } from "../calculator/download.js";
import { h } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { save } from "./disk.js";
import { T } from "./text.js";

export class Bar {
  #state = h("span", { class: "saved", role: "status" });
  #kept = h("span", { class: "quiet kept" }, T.bar.kept);

  #found = h("button", { type: "button", class: "link to-problems", hidden: true, on: { click: () => this.acts.look() } });

  constructor(acts) {
    this.acts = acts;
    const { name, place } = acts.work();
    this.undo = button("undo", T.bar.undo, acts.undo);
    this.redo = button("redo", T.bar.redo, acts.redo);
    this.checking = button("yes", T.bar.check, acts.check, "button");
    this.element = h(
      "header",
      { class: "topbar", "aria-label": T.bar.label },
      h("div", { class: "what" }, h("p", { class: "file" }, h("bdi", {}, name), h("span", { class: "quiet belongs" }, T.bar.belongs(place))), h("p", {}, this.#state, this.#found, this.#kept)),
      h(
        "div",
        { class: "acts" },
        this.undo,
        this.redo,
        this.checking,
        button("download", T.bar.save, () => this.save(), "button strong"),
        button("copy", T.bar.copy, () => this.#copy(), "button"),
        button("no", T.bar.close, acts.close),
      ),
    );
  }

  update({ undo, redo, found, wrong }) {
    this.#found.hidden = !found;
    this.#found.textContent = T.problems.count(found);
    this.#found.classList.toggle("bad", wrong);
    this.undo.disabled = !undo;
    this.redo.disabled = !redo;
    const changed = this.acts.changed();
    this.#say(changed ? T.bar.changed : T.bar.clean, changed);
  }

  busy(on) {
    this.checking.disabled = on;
  }

  kept(ok) {
    this.#kept.textContent = ok === "apart" ? T.bar.apart : ok ? T.bar.kept : T.bar.off;
    this.#kept.classList.toggle("error", !ok);
  }

  async save() {
    if (!(await this.acts.taken())) return this.#say(T.bar.waiting, true);
    const { place, handle, onDisk } = this.acts.work();
    const name = place.split("/").at(-1);
    const text = this.#whole();
    let result = await save(text, name, handle, onDisk);
    if (result === "changed") {
      const way = await ask(this.acts.place, {
        title: T.bar.changedOnDisk(name),
        body: [h("p", {}, T.bar.changedMore)],
        actions: [
          { label: T.bar.asDownload, value: "download", strong: true },
          { label: T.bar.overwrite, value: "overwrite", grave: true },
          { label: T.bar.keep, value: "" },
        ],
      });
      if (!way) return;
      result = await save(text, name, way === "overwrite" ? handle : null, null);
    }
    this.acts.saved(result === "written" ? new TextEncoder().encode(text) : onDisk);
    this.#say(result === "written" ? T.bar.written(name) : result === "refused" ? T.bar.refusedWrite : T.bar.download(name), false);
  }

  async #copy() {
    const all = await this.acts.taken();
    if (await copyText(this.#whole(), this.acts.place)) this.#say(all ? T.bar.copied : T.bar.copiedPart, this.acts.changed());
  }

  // With the line ends and the mark at the beginning that the file came with.
  #whole() {
    const { text, crlf, bom } = this.acts.work();
    return (bom ? "\ufeff" : "") + (crlf ? text.replaceAll("\n", "\r\n") : text);
  }

  #say(text, isOpen) {
    this.#state.textContent = text;
    this.#state.classList.toggle("open", isOpen);
  }
}

function button(glyph, text, act, className = "icon-button") {
  const bare = className === "icon-button";
  return h(
    "button",
    { type: "button", class: className, "aria-label": bare ? text : null, title: bare ? text : null, on: { click: act } },
    icon(glyph, "icon small"),
    bare ? null : text,
  );
}
