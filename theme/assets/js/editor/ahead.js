// What was typed and is not part of the text yet, in the order it came: under the hand, or waiting for Python.

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Ahead {
  #entries = []; // {edit, typing}

  get edits() {
    return this.#entries.map((entry) => entry.edit);
  }

  /** What was handed to Python, in the order it came. */
  get sent() {
    return this.#entries.filter((entry) => !entry.typing).map((entry) => entry.edit);
  }

  /** What is under the hand, not handed over yet. */
  get typing() {
    return this.#entries.filter((entry) => entry.typing).map((entry) => entry.edit);
  }

  get empty() {
    return this.#entries.length === 0;
  }

  /** What stands under the hand at a place; null when it is again what the text says. */
  type(path, edit) {
    this.#entries = this.#entries.filter((entry) => !(entry.typing && same(entry.edit.path, path)));
    if (edit) this.#entries.push({ edit, typing: true });
  }

  /** What is handed to Python, in place of what was under the hand there. */
  send(edit) {
    this.type(edit.path, null);
    this.#entries.push({ edit, typing: false });
  }

  done(edit) {
    this.#entries = this.#entries.filter((entry) => entry.edit !== edit);
  }
}
