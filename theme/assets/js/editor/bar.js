// The bar over the open file: what it is, whether it is saved, and what can be done with it.

import { ask } from "../calculator/dialog.js";
import { copyText } from "../calculator/download.js";
import { h, quoted } from "../calculator/dom.js";
import { icon } from "../calculator/icons.js";
import { save, whole } from "./disk.js";
import { inWords } from "./left-out.js";
import { T } from "./text.js";

const SLOW = 2_000; // milliseconds after which nobody has to wait for Python to save what is there

export class Bar {
  #state = h("span", { class: "saved", role: "status" });
  #kept = h("span", { class: "quiet kept" }, T.bar.kept);

  #saved = null; // what stood here when it was saved last
  #impatient = h("button", { type: "button", class: "link", hidden: true }, T.bar.impatient);

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
      h("div", { class: "what" }, h("p", { class: "file" }, h("bdi", {}, name), h("span", { class: "quiet belongs" }, T.bar.belongs(place))), h("p", {}, this.#state, this.#impatient, this.#found, this.#kept)),
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
    if (!this.#isAsSaved(changed)) this.#say(changed ? T.bar.changed : T.bar.clean, changed);
  }

  // What was said of the last saving stands until something else is to be saved.
  #isAsSaved(changed) {
    const { text, aside } = this.acts.work();
    return this.#saved?.changed === changed && this.#saved.text === text && this.#saved.aside === aside;
  }

  busy(on) {
    this.checking.disabled = on;
  }

  kept(ok) {
    this.#kept.textContent = ok === "apart" ? T.bar.apart : ok ? T.bar.kept : T.bar.off;
    this.#kept.classList.toggle("error", !ok);
  }

  async save() {
    if (!(await this.#isReady())) return this.#say(T.bar.waiting, true);
    const work = this.acts.work();
    const { place, handle, onDisk, aside } = work;
    const name = place.split("/").at(-1);
    const text = whole(work);
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
    const said = result === "written" ? T.bar.written(name) : result === "refused" ? T.bar.refusedWrite : T.bar.download(name);
    const lacking = aside.length ? T.bar.lacking(aside.length) : "";
    this.#saved = { text: work.text, aside, changed: this.acts.changed() };
    this.#say(said + (this.acts.unread() ? T.bar.unread : "") + lacking, Boolean(lacking));
  }

  // Whether all that was typed is in the text, or what is not may be left out.
  async #isReady() {
    while (!(await this.#taken())) {
      const way = await this.#askWithout();
      if (way === "without") {
        this.acts.layAllAside();
        return true;
      }
      if (way !== "again") return false;
      if (this.acts.isStuck()) await this.acts.again();
    }
    return true;
  }

  // Whether all that was typed is in the text by now; who does not want to wait for it need not.
  async #taken() {
    this.#say(T.bar.making, true);
    const slow = setTimeout(() => (this.#impatient.hidden = false), SLOW);
    const pressed = new Promise((resolve) => (this.#impatient.onclick = () => resolve(false)));
    const all = await Promise.race([this.acts.taken(), pressed]);
    clearTimeout(slow);
    this.#impatient.hidden = true;
    return all;
  }

  #askWithout() {
    const lacking = this.acts.lacking();
    return ask(this.acts.place, {
      title: T.bar.without(lacking.length),
      body: [h("ul", { class: "lacking" }, lacking.map((entry) => h("li", {}, quoted(inWords(entry))))), h("p", {}, T.bar.withoutMore)],
      actions: [
        { label: this.acts.isStuck() ? T.retry : T.bar.wait, value: "again", strong: true },
        { label: T.bar.saveWithout, value: "without" },
        { label: T.bar.keep, value: "" },
      ],
    });
  }

  async #copy() {
    const all = await this.#taken();
    const isPut = await copyText(whole(this.acts.work()), this.acts.place);
    const changed = this.acts.changed();
    const stands = changed ? T.bar.changed : T.bar.clean;
    this.#say(!isPut ? stands : all ? T.bar.copied : T.bar.copiedPart, changed);
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
