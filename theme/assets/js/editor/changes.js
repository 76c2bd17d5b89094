// The changes of the open file: Python makes them one after the other, each in the text that the one before it left;
// what is typed meanwhile waits its turn. What cannot be made is laid aside, so that the rest can go on.

import { Ahead } from "./ahead.js";
import { History } from "./history.js";
import { leftOut } from "./left-out.js";

export class Changes {
  #python;
  #heard;
  #work = null;
  #ahead = new Ahead(); // what was typed and is not part of the text yet
  #history = new History();
  #turn = Promise.resolve();
  #stuck = null; // why a change could not be made; all that comes after it waits until it is made

  /**
   * `heard`: `show(state, withCases)` of an answer, `unread()` of a text that Python failed on, `refused(words)`,
   * `failed(error)`, `held({form, source})` where nothing may be typed, `stuck()` when changes wait or are laid aside,
   * or no longer, `done()` when something is to be kept; `trail(path)` gives the titles on the way to a place.
   */
  constructor(python, heard) {
    this.#python = python;
    this.#heard = heard;
  }

  /** From now on the changes of this file, whose `text` and `aside` they change; null when none is open. */
  begin(work) {
    this.#work = work;
    this.#ahead = new Ahead();
    this.#history = new History();
    this.#stuck = null;
  }

  get stuck() {
    return this.#stuck;
  }

  get canUndo() {
    return this.#history.canUndo;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  /** What was typed and is not part of the text yet, in the order it came. */
  get waiting() {
    return this.#ahead.edits;
  }

  /** Resolves when nothing is being made any more. */
  get turn() {
    return this.#turn;
  }

  /** What Python says of the text as it stands. */
  state(more = {}) {
    const { text, place } = this.#work;
    return this.#python.call("state", { text, place, ...more });
  }

  // One change after the other: each starts from the text that the one before it made. After a change that could not
  // be made nothing is done: it would be done to another text than it was meant for.
  queue(job) {
    return this.#next(() => (this.#stuck ? null : job()));
  }

  #next(job) {
    this.#turn = this.#turn
      .then(job)
      .catch((error) => this.#heard.failed(error))
      .finally(() => this.#heard.done());
    return this.#turn;
  }

  edit(edit) {
    this.#ahead.send(edit);
    this.#heard.done();
    this.#hold();
    return this.queue(() => this.#make(edit));
  }

  async #make(edit) {
    const waits = () => this.#ahead.sent.includes(edit);
    if (!waits()) return; // it was sent anew, and made, before its own turn came
    try {
      const state = await this.#made(edit);
      if (!waits()) return; // it was laid aside: nobody wanted to wait for it any longer
      this.#ahead.done(edit);
      this.#hold();
      if (!state.refused) return this.#changed(state, edit);
      this.#put(edit);
      this.#heard.refused(state.refused);
    } catch (error) {
      if (waits()) {
        if (edit.kind === "text") this.#adopt(edit);
        else this.#stick(error);
      }
      throw error;
    }
  }

  // A text is what the file is to hold, whether or not Python can say anything of it.
  #adopt(edit) {
    this.#ahead.done(edit);
    this.#replace(edit.text, edit);
    this.#heard.unread();
  }

  #put(edit) {
    const entry = this.#inWords(edit);
    const { aside } = this.#work;
    const typesOn = entry.what === "set" && isOf(entry, aside.at(-1)); // then only the last words count
    this.#work.aside = [...(typesOn ? aside.slice(0, -1) : aside), entry];
    this.#ahead.done(edit);
    this.#heard.stuck();
  }

  #inWords(edit) {
    return leftOut(edit, this.#work.place, this.#heard.trail(edit.path));
  }

  #stick(error) {
    this.#stuck = error;
    this.#hold();
    this.#heard.stuck();
  }

  // What stands on the page is older than the changes that wait. A further one can be made where it means the same
  // after them: not in the form while items are to be put in, moved or taken out; and while nothing goes on, neither
  // in the form after other changes than of single values, nor in the text as a whole.
  #hold() {
    const waiting = this.#ahead.sent;
    const isStuck = this.#stuck !== null;
    const form = waiting.some((edit) => shifts(edit) || (isStuck && edit.kind !== "set"));
    this.#heard.held({ form, source: isStuck && waiting.some((edit) => edit.kind !== "text") });
  }

  #made(edit) {
    const { text, place } = this.#work;
    if (edit.kind === "text") return this.state({ text: edit.text });
    return this.#python.call("edit", { ...edit, text, place });
  }

  #changed(state, edit) {
    if (state.text !== this.#work.text) this.#replace(state.text, edit);
    const now = this.#inWords(edit); // what is in the file now is no longer to be listed
    this.#work.aside = this.#work.aside.filter((entry) => !(isOf(entry, now) && entry.text === now.text));
    this.#heard.show(state);
  }

  #replace(text, { kind, path }) {
    const typing = kind === "set" || kind === "text";
    this.#history.leave(this.#work.text, typing ? `${kind} ${JSON.stringify(path)}` : "");
    this.#work.text = text;
  }

  /** A check together with the worked cases; says whether it was made. */
  check() {
    return this.queue(async () => {
      this.#heard.show(await this.state({ cases: true }), true);
      return true;
    });
  }

  /** One step in the history: "undo" or "redo". */
  step(way) {
    return this.queue(async () => {
      if (!(way === "undo" ? this.canUndo : this.canRedo)) return;
      const text = this.#history[way](this.#work.text);
      try {
        const state = await this.state({ text });
        this.#work.text = text;
        this.#heard.show(state);
      } catch (error) {
        this.#history[way === "undo" ? "redo" : "undo"](text); // the page shows the text from before, and so it stays
        throw error;
      }
    });
  }

  /** Makes what waits, in its order; what is only under the hand stays there. */
  again() {
    return this.#next(() => this.#goOn());
  }

  async #goOn() {
    this.#stick(null);
    const waiting = this.#ahead.sent;
    for (const edit of waiting) await this.#make(edit);
    if (!waiting.length) this.#heard.show(await this.state());
  }

  /** Lays the change aside that could not be made, and makes those behind it. */
  layAside() {
    return this.#next(() => {
      const [failed] = this.#ahead.sent;
      if (failed && this.#stuck) this.#put(failed);
      return this.#goOn();
    });
  }

  /** Lays all aside that is not part of the text; what was typed as a text takes the place of the text. */
  layAllAside() {
    for (const edit of this.#ahead.edits) {
      if (edit.kind === "text") this.#adopt(edit);
      else this.#put(edit);
    }
    this.#heard.done();
    this.again();
  }

  /** What was not part of the text yet, in words to be. */
  get lacking() {
    const edits = this.#ahead.edits.filter((edit) => edit.kind !== "text");
    return edits.map((edit) => this.#inWords(edit));
  }

  /** A change that was laid aside has been dealt with. */
  drop(entry) {
    this.#work.aside = this.#work.aside.filter((other) => other !== entry);
    this.#heard.stuck();
    this.#heard.done();
  }

  /** What is under the hand at a place, not handed over yet; null when it is again what the text says. */
  typed(path, edit) {
    this.#ahead.type(path, edit);
    this.#heard.done();
  }

  /** Makes all that was typed part of the text; says whether it is, or waits because Python failed. */
  async taken() {
    while (!this.#ahead.empty && !this.#stuck) {
      for (const edit of this.#ahead.typing) this.edit(edit);
      await this.#turn;
    }
    await this.#turn;
    return this.#ahead.empty;
  }

  get settled() {
    const { text, original, aside } = this.#work;
    return text === original && this.#ahead.empty && !aside.length;
  }
}

// Whether items of a list stand elsewhere afterwards.
const shifts = ({ kind, path }) => ["insert", "move", "remove"].includes(kind) && typeof path.at(-1) === "number";

// Whether two changes in words are of the same kind at the same place.
const isOf = (one, other) => ["what", "place", "path"].every((part) => JSON.stringify(one[part]) === JSON.stringify(other?.[part]));
