// The texts that were left: the way back, and forward again.

const MOST = 200; // steps that can be undone

export class History {
  #back = []; // {text, mark}
  #forward = [];

  get canUndo() {
    return this.#back.length > 0;
  }

  get canRedo() {
    return this.#forward.length > 0;
  }

  /** Another text takes the place of this one. With the same `mark` as the last time it is the same step. */
  leave(text, mark) {
    if (!mark || this.#back.at(-1)?.mark !== mark || this.canRedo) this.#back.push({ text, mark });
    this.#back = this.#back.slice(-MOST);
    this.#forward = [];
  }

  /** The text before this one; this one where there is none. */
  undo(text) {
    return this.#step(text, this.#back, this.#forward);
  }

  redo(text) {
    return this.#step(text, this.#forward, this.#back);
  }

  #step(text, from, to) {
    const last = from.pop();
    if (!last) return text;
    to.push({ text, mark: "" });
    return last.text;
  }
}
