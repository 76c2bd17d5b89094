// Receipts: the verdict with all that it rests on, saved; one that was saved, read and put back.

import { bytesOf } from "./bytes.js";
import { brief } from "./findings.js";
import { placeAnswers } from "./recall.js";

export class Receipts {
  #desk;
  #opened = null; // what stood in the receipt that was opened last

  /** @param {object} desk what the clerks of desk.js share */
  constructor(desk) {
    this.#desk = desk;
  }

  /** The verdict with all that it rests on, as a file to save. */
  async receipt() {
    const { text, name } = await this.#desk.python.ask("receipt", this.#desk.judging.question());
    return { blob: new Blob([text], { type: "application/json" }), name };
  }

  /** Reads a receipt: what it says, or why it cannot be used. */
  async openReceipt({ file }) {
    const { python } = this.#desk;
    const bytes = await bytesOf(file);
    const receipt = await python.busy("read", 0, () => python.ask("open_receipt", { bytes }));
    if (receipt.error) return { error: receipt.error };
    this.#opened = receipt;
    const { rows, totals, answers, then, now, ...facts } = receipt;
    return { ...facts, rows: totals ? null : rows.length, then: brief(then, []), now: brief(now, []) };
  }

  /** Puts what stood in the opened receipt in place of what stands here; can be undone. */
  async putBack({ label }) {
    const { book, form, judging } = this.#desk;
    const { rows, totals, answers } = this.#opened;
    form.dismiss();
    const before = form.body();
    const also = () => this.#desk.fillIn(before);
    const fresh = { mode: totals ? "quick" : "ledger", totals: totals ?? before.totals, answers: {}, asked: {} };
    book.take(totals ? [] : rows, { replace: !totals, label, also });
    placeAnswers(answers, fresh, totals ? [] : book.rows);
    judging.recall();
    this.#desk.fillIn(fresh);
    this.#desk.touched({ rows: true });
  }
}
