// The ledger as the person keeps it: rows of text cells, each with an id of its own that survives moves,
// and the answers given about it. Nothing is read into a cell here; Python does that.

import { runsOf } from "./since.js";

const WIDTH = 12; // the ten usual columns, and two that few ledgers have
const UNDO_DEPTH = 20;

/** Cells of a row as so many texts, whatever came in. */
function textCells(cells) {
  return Array.from({ length: WIDTH }, (_, at) => String(cells[at] ?? ""));
}

export class Book {
  #rows = [];
  #next = 1;
  #places = null;
  #runs = null;
  #undo = [];

  /** @param {{cells: string[], answers?: object, asked?: object}[]} rows as `dump` gave them */
  load(rows) {
    this.#change(rows.map((row) => this.#row(row.cells, row.answers, row.asked)));
    this.#undo = [];
  }

  /** Rows as plain data, for keeping. */
  dump() {
    return this.#rows.map((row) => this.plain(row));
  }

  /** A row as plain data. */
  plain({ cells, answers, asked }) {
    return Object.keys(answers).length ? { cells, answers, asked } : { cells };
  }

  /** The ids of the rows in their order, as runs. */
  get runs() {
    this.#runs ??= runsOf(this.#rows.map((row) => row.id));
    return this.#runs;
  }

  get rows() {
    return this.#rows;
  }

  get length() {
    return this.#rows.length;
  }

  /** How many columns have something in them. */
  get width() {
    return this.#rows.reduce((width, row) => Math.max(width, row.cells.findLastIndex((cell) => cell.trim()) + 1), 0);
  }

  /** Whether anything stands in any row. */
  get blank() {
    return this.#rows.every((row) => row.cells.every((cell) => !cell.trim()));
  }

  /** Label of what `undo` would take back, or null. */
  get undoable() {
    return this.#undo.at(-1)?.label ?? null;
  }

  /** Place of a row in the ledger, from 0; undefined for a row that is gone. */
  place(id) {
    if (!this.#places) this.#places = new Map(this.#rows.map((row, at) => [row.id, at]));
    return this.#places.get(id);
  }

  at(id) {
    return this.#rows[this.place(id)];
  }

  edit(id, column, value) {
    const row = this.at(id);
    if (!row || row.cells[column] === value) return false;
    row.cells = row.cells.map((cell, at) => (at === column ? value : cell)); // who holds the old cells keeps them
    // An answer is about the hours of this subject; under another subject it would answer something never asked.
    if (column === 1) Object.assign(row, { answers: {}, asked: {} });
    return true;
  }

  add(cells = []) {
    const row = this.#row(cells);
    this.#change([...this.#rows, row]);
    return row;
  }

  /** Adds rows at the end, or in place of all there are; can be undone, `also` being called then. */
  take(list, { replace = false, label, also }) {
    const fresh = list.map((cells) => this.#row(cells));
    const ids = new Set(fresh.map((row) => row.id));
    const before = this.#rows;
    this.#change(replace ? fresh : [...before, ...fresh]);
    const restore = () => {
      const kept = this.#rows.filter((row) => !ids.has(row.id));
      return replace ? [...before, ...kept] : kept;
    };
    this.#remember(label, restore, also);
    return fresh.length;
  }

  /** Takes rows out; can be undone, each returning to its place. */
  remove(ids, label) {
    const gone = new Set(ids);
    const taken = this.#rows.map((row, at) => [at, row]).filter(([, row]) => gone.has(row.id));
    if (!taken.length) return 0;
    this.#change(this.#rows.filter((row) => !gone.has(row.id)));
    this.#remember(label, () => {
      const rows = [...this.#rows];
      for (const [at, row] of taken) rows.splice(Math.min(at, rows.length), 0, row);
      return rows;
    });
    return taken.length;
  }

  /** Gives a row the cells that it had before; what was typed can be brought back, also when the row is gone then. */
  restore(id, cells, label) {
    const row = this.at(id);
    const typed = row?.cells;
    if (!row || typed.every((cell, at) => cell === (cells[at] ?? ""))) return false;
    const place = this.place(id);
    row.cells = textCells(cells);
    this.#remember(label, () => {
      row.cells = typed;
      const rows = this.#rows.filter((other) => other !== row);
      rows.splice(Math.min(place, rows.length), 0, row);
      return rows;
    });
    return true;
  }

  drop(id) {
    this.#change(this.#rows.filter((row) => row.id !== id));
  }

  clear(label) {
    const before = this.#rows;
    this.#change([]);
    this.#remember(label, () => [...before, ...this.#rows]);
  }

  undo() {
    const step = this.#undo.pop();
    if (step) this.#change(step.restore());
    step?.also?.();
    return step?.label ?? null;
  }

  #row(cells, answers = {}, asked = {}) {
    return { id: this.#next++, cells: textCells(cells), answers, asked };
  }

  #change(rows) {
    this.#rows = rows;
    this.#places = null;
    this.#runs = null;
  }

  #remember(label, restore, also) {
    this.#undo.push({ label, restore, also });
    if (this.#undo.length > UNDO_DEPTH) this.#undo.shift();
  }
}
