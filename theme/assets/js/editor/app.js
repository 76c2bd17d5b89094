// The editor: one text, its history, and the views of it. Changes are made one after the other by Python; what is
// typed meanwhile waits its turn, and everything is kept in this browser as it comes.

import { ask } from "../calculator/dialog.js";
import { fill, h } from "../calculator/dom.js";
import { Tabs } from "../calculator/tabs.js";
import { Ahead } from "./ahead.js";
import { Bar } from "./bar.js";
import { save } from "./disk.js";
import { Form } from "./form.js";
import { History } from "./history.js";
import { forget, keep, kept, takeUp } from "./keep.js";
import { Preview } from "./preview.js";
import { Problems } from "./problems.js";
import { Python } from "./python.js";
import { Source } from "./source.js";
import { Start } from "./start.js";
import { T } from "./text.js";

export class App {
  #python;
  #work = null; // {name, place, text, original, crlf, bom, handle}
  #ahead = new Ahead(); // what was typed and is not part of the text yet
  #state = null; // Python's last answer about the text
  #history = new History();
  #turn = Promise.resolve();
  #stuck = null; // why a change could not be made; all that comes after it waits until it is made
  #view = "form";
  #previewed = null;
  #page = h("div", { class: "work", hidden: true });
  #strip = h("div", { class: "strip", role: "status", hidden: true });
  #help = h("section", { class: "help", "aria-label": T.help.heading, "aria-live": "polite" });

  constructor(base) {
    this.base = base;
    this.#python = new Python(base, (state) => this.#engine(state));
    this.element = h("div", { class: "app" }, this.#strip, this.#page);
    this.#begin();
    addEventListener("beforeunload", (event) => {
      if (this.#work && !this.#settled()) event.preventDefault();
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
      onNotice: (notice) => this.#draft("draft", notice),
      onFresh: (about) => this.#fresh(about),
      onFile: (file) => this.#openFile(file),
      onYear: (key) => this.#openYear(key),
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
      await this.#lay({ crlf: false, bom: false, handle: null, ...work });
      this.#follow(ahead);
      this.#keep();
    } catch (error) {
      this.#tell(T.failed(error.message), () => this.#open(told, find));
    }
  }

  #openFile({ name, bytes, handle = null }) {
    return this.#open(T.start.reading, async () => {
      const opened = await this.#python.call("open", { name, bytes });
      return { name, handle, onDisk: handle && bytes, ...opened, original: opened.text };
    });
  }

  #openYear(key) {
    return this.#open(T.start.reading, async () => {
      const place = `cities/${key}.yml`;
      const { [place]: text } = await this.#python.city(key);
      return { name: lastOf(place), place, text, original: text };
    });
  }

  // A notice becomes several files: the year is opened, the others lie beside it.
  #draft(operation, payload) {
    return this.#open(T.start.drafting, async () => {
      await this.#python.want("draft");
      const { refused, files } = await this.#python.call(operation, payload);
      if (refused) return { refused };
      const [place] = Object.keys(files);
      const { [place]: text, ...others } = files;
      return { name: lastOf(place), place, text, original: "", others };
    });
  }

  // A year without a notice at hand: after the city's latest year, or out of nothing.
  async #fresh({ city, year }) {
    const { years, blank } = await this.#python.index();
    const before = Object.keys(years).filter((key) => key.startsWith(`${city}/`) && key < `${city}/${year}`).sort().at(-1);
    const earlier = before ? (await this.#python.city(before))[`cities/${before}.yml`] : null;
    return this.#draft("fresh", { city, year, blank, earlier, before: before?.split("/")[1] ?? null });
  }

  // Nothing can be typed meanwhile: it would belong to the file that is being laid aside.
  async #turnTo(place) {
    this.#page.inert = true;
    try {
      if (!(await this.#taken())) return;
      this.#tell(T.start.reading);
      const { place: was, text: left, others } = this.#work;
      const { [place]: text, ...rest } = { ...others, [was]: left };
      await this.#lay({ ...this.#work, name: lastOf(place), place, text, original: "", handle: null, others: rest });
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
    const sure = await ask(this.element, {
      title: T.start.discard,
      body: [h("p", {}, T.start.sure)],
      actions: [
        { label: T.bar.keep, value: "no", strong: true },
        { label: T.start.discard, value: "yes", grave: true },
      ],
    });
    if (sure !== "yes") return;
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
    this.#ahead = new Ahead();
    this.#stuck = null;
    this.#history = new History();
    this.#build(state.kind);
    this.#show(state);
    this.#strip.hidden = true;
    this.start.element.hidden = true;
    this.#page.hidden = false;
    this.#select(state.editable ? "form" : "text");
    this.element.scrollIntoView({ block: "start" });
  }

  #build(kind) {
    this.bar = new Bar({
      undo: () => this.#step("undo"),
      redo: () => this.#step("redo"),
      check: () => this.#check(),
      close: () => this.#close(),
      work: () => this.#work,
      changed: () => Boolean(this.#stuck) || this.#work.text !== this.#work.original,
      taken: () => this.#taken(),
      saved: (onDisk) => this.#saved(onDisk),
      look: () => this.problems.element.scrollIntoView({ block: "center" }),
      place: this.element,
    });
    this.problems = new Problems(this.base, (problem) => this.#jump(problem));
    this.form = new Form({
      schema: this.schemas[kind],
      base: this.base,
      edit: (edit) => this.#edit(edit),
      focused: (place) => this.#explain(place),
      typed: (path, edit) => this.#typed(path, edit),
    });
    this.source = new Source({
      write: (text) => this.#edit({ kind: "text", path: [], text }),
      typed: (text) => this.#typed([], text === null ? null : { kind: "text", path: [], text }),
    });
    this.preview = new Preview((...call) => this.#python.calculate(...call));
    this.closed = h("p", { class: "plain-note", role: "status", hidden: true }, T.form.closed);
    this.tabs = new Tabs(
      T.views.label,
      [
        { id: "form", label: T.views.form, panel: h("div", {}, this.closed, this.form.element) },
        { id: "text", label: T.views.text, panel: this.source.element },
        { id: "preview", label: T.views.preview, panel: this.preview.element },
      ],
      (id) => this.#select(id),
    );
    this.#explain(null);
    const aside = h("aside", { class: "beside" }, this.#help, this.#drafted(), this.problems.element);
    fill(this.#page, this.bar.element, h("div", { class: "desk" }, this.tabs.element, aside));
  }

  // The other files of a draft: those that can stand alone are edited here, all can be saved.
  #drafted() {
    const others = Object.entries(this.#work.others ?? {});
    if (!others.length) return null;
    const press = (text, act) => h("button", { type: "button", class: "link", on: { click: act } }, text);
    return h(
      "section",
      { class: "others", "aria-label": T.others.heading },
      h("h2", {}, T.others.heading),
      h("p", { class: "quiet" }, T.others.hint),
      h(
        "ul",
        { role: "list" },
        others.map(([place, text]) =>
          h("li", {}, h("code", {}, place), canOpen(place) ? press(T.others.edit, () => this.#turnTo(place)) : null, press(T.others.save, () => save(text, lastOf(place), null))),
        ),
      ),
    );
  }

  // ---- changing ----

  // One change after the other: each starts from the text that the one before it made. After a change that could not
  // be made nothing is done: it would be done to another text than it was meant for.
  #queue(job) {
    return this.#next(() => (this.#stuck ? null : job()));
  }

  #next(job) {
    this.#turn = this.#turn
      .then(job)
      .catch((error) => this.#fault(error))
      .finally(() => this.#keep());
    return this.#turn;
  }

  #fault(error) {
    this.#tell(T.failed(error.message), () => this.#again());
  }

  #edit(edit) {
    this.#ahead.send(edit);
    this.#keep();
    this.#hold();
    return this.#queue(() => this.#make(edit));
  }

  async #make(edit) {
    if (!this.#ahead.sent.includes(edit)) return; // it was sent anew, and made, before its own turn came
    try {
      const state = await this.#made(edit);
      this.#ahead.done(edit);
      if (state.refused) this.#tell(state.refused);
      else this.#changed(state, edit);
    } catch (error) {
      this.#stick(error);
      throw error;
    }
  }

  #stick(error) {
    this.#stuck = error;
    this.#hold();
    this.#refreshBar();
  }

  // What stands on the page is older than the changes that wait. A further one can be made where it means the same
  // after them: not in the text as a whole, nor in the form when items are to be put in, moved or taken out.
  #hold() {
    const kinds = this.#stuck ? this.#ahead.sent.map((edit) => edit.kind) : [];
    this.form.element.inert = kinds.some((kind) => kind !== "set");
    this.source.element.inert = kinds.some((kind) => kind !== "text");
  }

  #made(edit) {
    const { text, place } = this.#work;
    if (edit.kind === "text") return this.#python.call("state", { text: edit.text, place });
    return this.#python.call("edit", { ...edit, text, place });
  }

  // What was typed before the page was closed.
  #follow(edits) {
    for (const edit of edits) this.#edit(edit);
  }

  #changed(state, { kind, path }) {
    if (state.text === this.#work.text) return this.#show(state);
    const typing = kind === "set" || kind === "text";
    this.#history.leave(this.#work.text, typing ? `${kind} ${JSON.stringify(path)}` : "");
    this.#work.text = state.text;
    this.#show(state);
  }

  #step(way) {
    return this.#queue(async () => {
      this.#work.text = this.#history[way](this.#work.text);
      this.#show(await this.#python.call("state", { text: this.#work.text, place: this.#work.place }));
    });
  }

  #check() {
    return this.#queue(async () => {
      this.bar.busy(true);
      try {
        this.#show(await this.#python.call("state", { text: this.#work.text, place: this.#work.place, cases: true }), true);
      } finally {
        this.bar.busy(false);
      }
      this.problems.element.scrollIntoView({ block: "nearest" });
    });
  }

  // Makes what waits, in its order; what is only under the hand stays there.
  #again() {
    return this.#next(async () => {
      this.#stick(null);
      const waiting = this.#ahead.sent;
      for (const edit of waiting) await this.#make(edit);
      if (!waiting.length) this.#show(await this.#python.call("state", { text: this.#work.text, place: this.#work.place }));
    });
  }

  #show(state, withCases = false) {
    this.#state = state;
    this.#strip.hidden = true;
    this.closed.hidden = state.editable;
    this.form.element.hidden = !state.editable;
    if (state.editable) this.form.update(state);
    this.source.update(state.text, state.problems);
    this.problems.update({ ...state, withCases });
    this.#refreshBar();
    this.#previewed = null;
    if (this.#view === "preview") this.#makePreview();
  }

  #refreshBar() {
    const { problems, elsewhere } = this.#state;
    const all = [...problems, ...elsewhere];
    this.bar.update({
      undo: this.#history.canUndo,
      redo: this.#history.canRedo,
      found: all.length,
      wrong: all.some((problem) => problem.error),
    });
  }

  #typed(path, edit) {
    this.#ahead.type(path, edit);
    this.#keep();
  }

  // Makes all that was typed part of the text; says whether it is, or waits because Python failed.
  async #taken() {
    while (!this.#ahead.empty && !this.#stuck) {
      for (const edit of this.#ahead.typing) this.#edit(edit);
      await this.#turn;
    }
    await this.#turn;
    return this.#ahead.empty;
  }

  #settled() {
    return this.#work.text === this.#work.original && this.#ahead.empty;
  }

  #keep() {
    if (!this.#work) return;
    const { handle, onDisk, ...work } = this.#work;
    if (this.#settled()) forget();
    else this.bar.kept(keep({ ...work, ahead: this.#ahead.edits }));
  }

  // ---- looking ----

  #select(id) {
    this.#view = id;
    this.tabs.select(id);
    this.#help.hidden = id !== "form";
    if (id === "text") this.source.shown();
    if (id === "preview") this.#makePreview();
  }

  #makePreview() {
    if (this.#previewed === this.#work.text) return;
    this.preview.wait();
    this.#queue(async () => {
      this.#previewed = this.#work.text;
      await this.#python.want("preview");
      const { text, place } = this.#work;
      await this.preview.show(await this.#python.call("preview", { text, place }));
    });
  }

  #jump(problem) {
    if (this.#view !== "text" && this.#state.editable) {
      this.#select("form");
      this.form.reveal(problem.path);
    } else {
      this.#select("text");
      this.source.go(problem.line, problem.column);
    }
  }

  #explain(place) {
    fill(
      this.#help,
      h("h2", {}, place ? place.title || place.label : T.help.heading),
      h("p", {}, place?.help || T.help.idle),
    );
    this.#help.classList.toggle("idle", !place);
  }

  // ---- ending ----

  #saved(onDisk) {
    this.#work.original = this.#work.text;
    this.#work.onDisk = onDisk;
    this.#keep();
    this.#refreshBar();
  }

  async #close() {
    await this.#turn;
    if (!this.#settled()) {
      const sure = await ask(this.element, {
        title: T.bar.closeAsk,
        body: [h("p", {}, T.bar.closeSure)],
        actions: [
          { label: T.bar.keep, value: "no", strong: true },
          { label: T.bar.leave, value: "yes", grave: true },
        ],
      });
      if (sure !== "yes") return;
    }
    forget();
    this.#work = null;
    this.#ahead = new Ahead();
    this.#stuck = null;
    this.#page.hidden = true;
    this.#strip.hidden = true;
    this.start.element.hidden = false;
    this.start.show(kept());
  }

  #shortcut(event) {
    const key = event.key.toLowerCase();
    if (!this.#work || this.#page.inert || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const typing = event.target.matches("input, textarea");
    if (key === "s") this.bar.save();
    else if (key === "z" && !typing) this.#step(event.shiftKey ? "redo" : "undo");
    else return;
    event.preventDefault();
  }

  // ---- telling ----

  #engine({ state, phase, loaded, total, message }) {
    if (state === "failed") this.#tell(T.failed(message), () => (this.#work ? this.#again() : this.#begin()));
    else if (state === "loading") {
      const percent = total ? Math.round((100 * loaded) / total) : 0;
      this.#tell(phase === "start" ? T.loading.start : percent ? T.loading.percent(percent) : T.loading.download);
    } else if (this.#stuck) this.#fault(this.#stuck);
    else if (this.#work) this.#strip.hidden = true;
  }

  #tell(text, retry = null) {
    this.#strip.hidden = false;
    fill(this.#strip, h("p", {}, text), retry ? h("button", { type: "button", class: "button", on: { click: retry } }, T.retry) : null);
  }
}

const lastOf = (place) => place.split("/").at(-1);

const canOpen = (place) => /^(documents\/|cities\/|(platforms|bases)\.yml$)/.test(place) && !place.endsWith(".cases.yml");

async function cityNames(base) {
  const response = await fetch(new URL("api/v1/index.json", base));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Map((await response.json()).cities.map((city) => [city.id, city.name]));
}
