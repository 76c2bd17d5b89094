// The editor: the first screen, one open file, and the views of it. Everything is kept in this browser as it comes.

import { fill, h } from "../calculator/dom.js";
import { Changes } from "./changes.js";
import { forget, keep, kept, takeUp } from "./keep.js";
import { canOpen, Openings, turned } from "./openings.js";
import { Python } from "./python.js";
import { Start } from "./start.js";
import { isSure } from "./sure.js";
import { T } from "./text.js";
import { Views } from "./views.js";

export class App {
  #python;
  #openings;
  #changes;
  #views = null; // of the open file
  #work = null; // {name, place, text, original, crlf, bom, handle, aside}
  #page = h("div", { class: "work", hidden: true });
  #strip = h("div", { class: "strip", role: "status", hidden: true });

  constructor(base) {
    this.base = base;
    this.#python = new Python(base, (state) => this.#engine(state));
    this.#openings = new Openings(this.#python);
    this.#changes = new Changes(this.#python, {
      show: (state, withCases) => this.#show(state, withCases),
      unread: () => this.#views.unread(),
      refused: (words) => this.#tell(words),
      failed: (error) => this.#fault(error),
      held: (where) => this.#views.hold(where),
      stuck: () => this.#views.refresh(),
      done: () => this.#keep(),
      trail: (path) => this.#views.form.kinds.trail(path),
    });
    this.element = h("div", { class: "app" }, this.#strip, this.#page);
    this.#begin();
    addEventListener("beforeunload", (event) => {
      if (this.#work && !this.#changes.settled) event.preventDefault();
    });
    this.element.addEventListener("keydown", (event) => this.#shortcut(event));
  }

  async #begin() {
    let index;
    try {
      index = await this.#python.index();
      this.names = await cityNames(this.base);
    } catch {
      this.#tell(T.failed(T.start.failed), () => this.#begin());
      return;
    }
    this.#strip.hidden = true;
    this.schemas = index.schemas;
    const years = Object.keys(index.years).map((key) => [key, this.#called(key)]);
    this.start = new Start({
      years,
      cities: this.names,
      onNotice: (notice) => this.#open(T.start.drafting, () => this.#openings.draft("draft", notice)),
      onFresh: (about) => this.#open(T.start.drafting, () => this.#openings.fresh(about)),
      onFile: (file) => this.#open(T.start.reading, () => this.#openings.file(file)),
      onYear: (key) => this.#open(T.start.reading, () => this.#openings.year(key)),
      onResume: (work) => this.#resume(work),
      onDiscard: (work) => this.#discard(work),
    });
    this.element.append(this.start.element);
    this.start.show(kept());
  }

  #called(key) {
    const [city, year] = key.split("/");
    return `${this.names.get(city) ?? city} ${year}`;
  }

  // ---- opening ----

  // `find` gives the work for the desk with what was typed ahead of it, or `{refused}`; what fails can be tried again.
  async #open(told, find) {
    this.start.say("");
    this.#tell(told);
    try {
      const { refused, ahead = [], ...work } = await find();
      if (refused) {
        this.start.say(refused);
        this.#strip.hidden = true;
        return;
      }
      await this.#lay({ crlf: false, bom: false, handle: null, aside: [], ...work });
      for (const edit of ahead) this.#changes.edit(edit); // what was typed before the page was closed
      this.#keep();
    } catch (error) {
      this.#tell(T.failed(error.message), () => this.#open(told, find));
    }
  }

  // Nothing can be typed meanwhile: it would belong to the file that is being laid aside.
  async #turnTo(place) {
    this.#page.inert = true;
    try {
      if (!(await this.#changes.taken())) return;
      this.#tell(T.start.reading);
      await this.#lay(turned(this.#work, place));
      this.#keep();
    } catch (error) {
      this.#tell(T.failed(error.message), () => this.#turnTo(place));
    } finally {
      this.#page.inert = false;
    }
  }

  #resume(left) {
    const { kept: _, ...work } = left;
    return this.#open(T.start.reading, async () => {
      takeUp(left);
      return work;
    });
  }

  async #discard(work) {
    if (!(await isSure(this.element, { title: T.start.discard, text: T.start.sure }))) return;
    forget(work.kept);
    this.start.show(kept());
  }

  // Puts a file on the desk. Worked cases and other years of its city come from the site when they are there.
  async #lay(work) {
    const { [work.place]: _, ...texts } = await this.#python.city(work.place.replace(/^cities\/|\.yml$/g, ""));
    const drafted = Object.entries(work.others ?? {}).filter(([place]) => canOpen(place));
    await this.#python.beside({ ...texts, ...Object.fromEntries(drafted) });
    const state = await this.#python.call("state", { text: work.text, place: work.place });
    this.#work = work;
    this.#changes.begin(work);
    this.#views = new Views({
      base: this.base,
      schema: this.schemas[state.kind],
      work,
      changes: this.#changes,
      place: this.element,
      python: this.#python,
      onTurn: (place) => this.#turnTo(place),
      onSaved: (onDisk) => this.#saved(onDisk),
      onClose: () => this.#close(),
    });
    fill(this.#page, this.#views.element);
    this.#show(state);
    this.start.element.hidden = true;
    this.#page.hidden = false;
    this.#views.select(state.editable ? "form" : "text");
    this.element.scrollIntoView({ block: "start" });
  }

  #show(state, withCases) {
    this.#strip.hidden = true;
    this.#views.show(state, withCases);
  }

  #keep() {
    if (!this.#work) return;
    const { handle, onDisk, ...work } = this.#work;
    if (this.#changes.settled) forget();
    else this.#views.bar.kept(keep({ ...work, ahead: this.#changes.waiting }));
  }

  // ---- ending ----

  #saved(onDisk) {
    this.#work.original = this.#work.text;
    this.#work.onDisk = onDisk;
    this.#keep();
    this.#views.refresh();
  }

  async #close() {
    await this.#changes.turn;
    const asked = { title: T.bar.closeAsk, text: T.bar.closeSure, go: T.bar.leave };
    if (!this.#changes.settled && !(await isSure(this.element, asked))) return;
    forget();
    this.#work = null;
    this.#changes.begin(null);
    this.#page.hidden = true;
    this.#strip.hidden = true;
    this.start.element.hidden = false;
    this.start.show(kept());
  }

  #shortcut(event) {
    const key = event.key.toLowerCase();
    if (!this.#work || this.#page.inert || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const typing = event.target.matches("input, textarea");
    if (key === "s") this.#views.bar.save();
    else if (key === "z" && !typing) this.#changes.step(event.shiftKey ? "redo" : "undo");
    else return;
    event.preventDefault();
  }

  // ---- telling ----

  #engine({ state, phase, loaded, total, message }) {
    if (state === "failed") this.#tell(T.failed(message), () => (this.#work ? this.#changes.again() : this.#begin()));
    else if (state === "loading") {
      const percent = total ? Math.round((100 * loaded) / total) : 0;
      this.#tell(phase === "start" ? T.loading.start : percent ? T.loading.percent(percent) : T.loading.download);
    } else if (this.#changes.stuck) this.#fault(this.#changes.stuck);
    else if (this.#work) this.#strip.hidden = true;
  }

  #fault(error) {
    this.#tell(
      T.failed(error.message),
      () => this.#changes.again(),
      this.#changes.stuck && (() => this.#changes.layAside()),
    );
  }

  #tell(text, retry = null, layAside = null) {
    const button = (label, act) => act && h("button", { type: "button", class: "button", on: { click: act } }, label);
    this.#strip.hidden = false;
    fill(this.#strip, h("p", {}, text), button(T.retry, retry), button(T.layAside, layAside));
  }
}

async function cityNames(base) {
  const response = await fetch(new URL("api/v1/index.json", base));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Map((await response.json()).cities.map((city) => [city.id, city.name]));
}
