// The changes of the open file: Python makes them one after the other, each in the text that the one before it left;
// what is typed meanwhile waits its turn.

import { Ahead } from "./ahead.js";
import { History } from "./history.js";

export class Changes {
  #python;
  #heard;
  #work = null;
  #ahead = new Ahead(); // what was typed and is not part of the text yet
  #history = new History();
  #turn = Promise.resolve();
  #stuck = null; // why a change could not be made; all that comes after it waits until it is made

  /**
   * `heard`: `show(state, withCases)` of an answer, `refused(words)`, `failed(error)`, `held({form, source})` where
   * nothing may be typed, `stuck()` when changes wait, or no longer, and `done()` when something is to be kept.
   */
  constructor(python, heard) {
    this.#python = python;
    this.#heard = heard;
  }

  /** From now on the changes of this file, whose `text` they change; null when none is open. */
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
    if (!this.#ahead.sent.includes(edit)) return; // it was sent anew, and made, before its own turn came
    try {
      const state = await this.#made(edit);
      this.#ahead.done(edit);
      if (state.refused) this.#heard.refused(state.refused);
      else this.#changed(state, edit);
    } catch (error) {
      this.#stick(error);
      throw error;
    }
  }

  #stick(error) {
    this.#stuck = error;
    this.#hold();
    this.#heard.stuck();
  }

  // What stands on the page is older than the changes that wait. A further one can be made where it means the same
  // after them: not in the text as a whole, nor in the form when items are to be put in, moved or taken out.
  #hold() {
    const kinds = this.#stuck ? this.#ahead.sent.map((edit) => edit.kind) : [];
    this.#heard.held({ form: kinds.some((kind) => kind !== "set"), source: kinds.some((kind) => kind !== "text") });
  }

  #made(edit) {
    const { text, place } = this.#work;
    if (edit.kind === "text") return this.state({ text: edit.text });
    return this.#python.call("edit", { ...edit, text, place });
  }

  #changed(state, { kind, path }) {
    if (state.text === this.#work.text) return this.#heard.show(state);
    const typing = kind === "set" || kind === "text";
    this.#history.leave(this.#work.text, typing ? `${kind} ${JSON.stringify(path)}` : "");
    this.#work.text = state.text;
    this.#heard.show(state);
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
      this.#work.text = this.#history[way](this.#work.text);
      this.#heard.show(await this.state());
    });
  }

  /** Makes what waits, in its order; what is only under the hand stays there. */
  again() {
    return this.#next(async () => {
      this.#stick(null);
      const waiting = this.#ahead.sent;
      for (const edit of waiting) await this.#make(edit);
      if (!waiting.length) this.#heard.show(await this.state());
    });
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
    return this.#work.text === this.#work.original && this.#ahead.empty;
  }
}
