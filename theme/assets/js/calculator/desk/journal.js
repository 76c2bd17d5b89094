// Writes down at once what changes in a large ledger, because to keep the whole takes a while (keeper.js). It lies in
// a database of its own, where it need not wait for the whole; each page writes over its own last note only.

import { SCHEMA } from "./lifts.js";
import { Line } from "./line.js";
import { changesSince, goneOn, shotOf, SMALL } from "./since.js";

export class Journal {
  #key;
  #by;
  #kept = null; // the last whole copy that is kept, to which notes refer
  #made = null; // the one that is being kept
  #turn = 0; // counts changes
  #live = null; // what changed and is not written down yet
  #writing = null;
  #hasNotes = false;
  #line = new Line("xueshi-journal", "notes", "key");

  /** @param {string} key city and year; @param {string} by the page that writes */
  constructor(key, by) {
    this.#key = key;
    this.#by = by;
  }

  /** How the ledger stands now; to be given to `refer` when a copy of it is kept. */
  shot(book) {
    const isNoted = this.#hasNotes || book.length > SMALL;
    this.#made = { ...shotOf(book), turn: this.#turn, isNoted };
    return this.#made;
  }

  /** A whole copy is kept under a revision: from now on notes refer to it, and those before are done with. */
  refer(shot, revision) {
    this.#kept = shot && { ...shot, revision };
    this.#made = null;
    if (!this.#hasNotes || shot?.turn !== this.#turn) return;
    this.#hasNotes = false;
    this.#clear().catch(() => {});
  }

  /** Something changed in the ledger: `live` has its `book` and `form()`. */
  note(live) {
    this.#turn += 1;
    this.#live = live;
    this.#writing ??= this.#write().finally(() => (this.#writing = null));
  }

  /** Writes nothing more down until another copy is kept. */
  end() {
    this.#live = null;
    this.#kept = null;
  }

  /** Resolves when what changed is written down, or cannot be. */
  async settled() {
    await this.#writing;
  }

  async #write() {
    while (this.#live) {
      const { book, form } = this.#live;
      this.#live = null;
      const since = this.#kept && changesSince(this.#kept, this.#made, book);
      if (!since) continue;
      const { revision } = this.#kept;
      const about = { key: `${this.#key} ${this.#by}`, by: this.#by, schema: SCHEMA, turn: this.#turn, revision };
      const note = { ...about, saved: Date.now(), form: form(), ...since };
      this.#hasNotes = true;
      await this.#line.run("readwrite", (store) => store.put(note)).catch(() => {}); // the whole is tried all the same
    }
  }

  /** A kept record with what was written down since, or null; see `goneOn`. */
  async goneOn(record) {
    if (!record.ids && !(record.body?.rows.length > SMALL)) return null;
    try {
      const notes = await this.#line.run("readonly", (store) => store.getAll(this.#all));
      this.#hasNotes = notes.length > 0;
      return goneOn(notes, record);
    } catch {
      return null; // a browser that keeps nothing has noted nothing
    }
  }

  /** Takes away what any page wrote down about this ledger. */
  async forget() {
    this.end();
    await this.#writing;
    await this.#clear();
  }

  get #all() {
    return IDBKeyRange.bound(`${this.#key} `, `${this.#key} \uffff`);
  }

  // Of all pages: their notes refer to copies that are no longer kept.
  #clear() {
    return this.#line.run("readwrite", (store) => store.delete(this.#all));
  }
}
