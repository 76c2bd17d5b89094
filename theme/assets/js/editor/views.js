// The open file on the screen: the bar over it, form, text and preview as tabs, and beside them what a field means
// and what the check found.

import { fill, h } from "../calculator/dom.js";
import { Tabs } from "../calculator/tabs.js";
import { Bar } from "./bar.js";
import { drafted } from "./drafted.js";
import { Form } from "./form.js";
import { LeftOut } from "./left-out.js";
import { Preview } from "./preview.js";
import { Problems } from "./problems.js";
import { Source } from "./source.js";
import { T } from "./text.js";

export class Views {
  #work;
  #changes;
  #python;
  #state = null; // Python's last answer about the text
  #chosen = "form";
  #previewed = null;
  #help = h("section", { class: "help", "aria-label": T.help.heading, "aria-live": "polite" });
  #closed = h("p", { class: "plain-note", role: "status", hidden: true }, T.form.closed);

  /** `onTurn(place)` to another file of the draft, `onSaved(onDisk)`, `onClose()`; `place` is where dialogs are put. */
  constructor({ base, schema, work, changes, python, place, onTurn, onSaved, onClose }) {
    this.#work = work;
    this.#changes = changes;
    this.#python = python;
    this.bar = new Bar({
      undo: () => changes.step("undo"),
      redo: () => changes.step("redo"),
      check: () => this.#check(),
      close: onClose,
      work: () => work,
      changed: () => Boolean(changes.stuck || work.aside.length) || work.text !== work.original,
      unread: () => Boolean(this.#state.unread),
      taken: () => changes.taken(),
      lacking: () => changes.lacking,
      isStuck: () => Boolean(changes.stuck),
      again: () => changes.again(),
      layAllAside: () => changes.layAllAside(),
      saved: onSaved,
      look: () => this.problems.element.scrollIntoView({ block: "center" }),
      place,
    });
    this.problems = new Problems(base, (problem) => this.#jump(problem));
    this.leftOut = new LeftOut({
      work,
      reveal: (path) => this.#reveal(path),
      dropped: (entry) => changes.drop(entry),
      place,
    });
    this.form = new Form({
      schema,
      base,
      edit: (edit) => changes.edit(edit),
      focused: (field) => this.#explain(field),
      typed: (path, edit) => changes.typed(path, edit),
    });
    this.source = new Source({
      write: (text) => changes.edit({ kind: "text", path: [], text }),
      typed: (text) => changes.typed([], text === null ? null : { kind: "text", path: [], text }),
    });
    this.preview = new Preview((...call) => python.calculate(...call));
    this.tabs = new Tabs(
      T.views.label,
      [
        { id: "form", label: T.views.form, panel: h("div", {}, this.#closed, this.form.element) },
        { id: "text", label: T.views.text, panel: this.source.element },
        { id: "preview", label: T.views.preview, panel: this.preview.element },
      ],
      (id) => this.select(id),
    );
    this.#explain(null);
    const aside = h("aside", { class: "beside" }, this.#help, drafted(work.others, onTurn), this.problems.element);
    this.element = [this.bar.element, this.leftOut.element, h("div", { class: "desk" }, this.tabs.element, aside)];
  }

  show(state, withCases = false) {
    this.#state = state;
    this.#closed.hidden = state.editable;
    this.#closed.textContent = T.form.closed;
    this.form.element.hidden = !state.editable;
    if (state.editable) this.form.update(state);
    this.source.update(state.text, state.problems);
    this.problems.update({ ...state, withCases });
    this.refresh();
    this.#previewed = null;
    if (this.#chosen === "preview") this.#makePreview();
  }

  /** Shows the text as it stands where Python failed on it: nothing is known of it. */
  unread() {
    this.show({ ...this.#state, text: this.#work.text, editable: false, problems: [], elsewhere: [], closing: T.problems.unread, unread: true });
    this.#closed.textContent = T.form.unread;
  }

  /** Draws the bar anew, and what was laid aside: whether the file is changed, and what can be done. */
  refresh() {
    this.leftOut.update();
    const { problems, elsewhere } = this.#state;
    const all = [...problems, ...elsewhere];
    this.bar.update({
      undo: this.#changes.canUndo,
      redo: this.#changes.canRedo,
      found: all.length,
      wrong: all.some((problem) => problem.error),
    });
  }

  /** Where nothing may be typed, because it would mean something else after the changes that wait. */
  hold({ form, source }) {
    this.form.element.inert = form;
    this.source.element.inert = source;
  }

  select(id) {
    this.#chosen = id;
    this.tabs.select(id);
    this.#help.hidden = id !== "form";
    if (id === "text") this.source.shown();
    if (id === "preview") this.#makePreview();
  }

  async #check() {
    this.bar.busy(true);
    const isDone = await this.#changes.check();
    this.bar.busy(false);
    if (isDone) this.problems.element.scrollIntoView({ block: "nearest" });
  }

  #makePreview() {
    if (this.#previewed === this.#work.text) return;
    this.preview.wait();
    this.#changes.queue(async () => {
      this.#previewed = this.#work.text;
      await this.#python.want("preview");
      const { text, place } = this.#work;
      await this.preview.show(await this.#python.call("preview", { text, place }));
    });
  }

  #jump(problem) {
    if (this.#chosen !== "text" && this.#state.editable) {
      this.select("form");
      this.form.reveal(problem.path);
    } else {
      this.select("text");
      this.source.go(problem.line, problem.column);
    }
  }

  #reveal(path) {
    if (!this.#state.editable) return this.select("text");
    this.select("form");
    return this.form.reveal(path);
  }

  #explain(field) {
    fill(
      this.#help,
      h("h2", {}, field ? field.title || field.label : T.help.heading),
      h("p", {}, field?.help || T.help.idle),
    );
    this.#help.classList.toggle("idle", !field);
  }
}
