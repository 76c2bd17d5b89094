// The desk keeps one ledger: its rows, its answers, its place in the browser's storage, and the running verdict.
// It lives in a worker, because a file of 50,000 rows must not hold up the page; the page sees only what it draws.
//
// Messages in: {n, act, …}, one per method of `Desk` below or of its clerks for receipts, trials and shared links.
// Messages out: {n, value} or {n, error: {code, detail}}, and at any time {event, …}: engine, verdict, rows, form,
// own, storage, left, outdated, busy.

import { keepAnswer } from "./answers.js";
import { Book } from "./book.js";
import { bytesOf } from "./bytes.js";
import { Companions } from "./companions.js";
import { fetchCityYear } from "./fetch.js";
import { Form } from "./form.js";
import { Judging } from "./judging.js";
import { Keeper } from "./keeper.js";
import { XLSX } from "./kinds.js";
import { leftOf, typedAgain } from "./left.js";
import { Python } from "./python.js";
import { Receipts } from "./receipts.js";
import { Sharing } from "./sharing.js";
import { Trials } from "./trials.js";

/** Answers messages by the desk's methods; `post` sends one message to the page. */
export function serve(post, startRuntime) {
  const desk = new Desk((event, detail) => post({ event, ...detail }), startRuntime);
  return async ({ n, act, ...detail }) => {
    try {
      const value = await desk.handle(act, detail);
      post({ n, value });
    } catch (error) {
      post({ n, error: { code: error.code ?? "crash", detail: error.message } });
    }
  };
}

class Desk {
  #emit;
  #python;
  #form;
  #book = new Book();
  #judging;
  #keeper = null;
  #closed = Promise.resolve(); // what was left is kept
  #reading = null;
  #turns = 0; // counts what was turned to, so that what comes too late changes nothing
  #clerks;

  constructor(emit, startRuntime) {
    this.#emit = emit;
    this.#python = new Python((event, detail) => this.#heard(event, detail), startRuntime);
    this.#form = new Form(emit);
    const parts = { python: this.#python, form: this.#form, book: this.#book };
    this.#judging = new Judging({ emit, ...parts, keep: () => this.#keep() });
    const shared = {
      ...parts,
      judging: this.#judging,
      fillIn: (form) => this.#fillIn(form),
      touched: (what) => this.#touched(what),
      leave: () => this.#leave(),
      turn: () => (this.#turns += 1),
      isNow: (turn) => turn === this.#turns,
    };
    this.#clerks = [this, new Receipts(shared), new Trials(shared), new Sharing(shared), new Companions(shared)];
  }

  // A Python that took the place of one that failed judges what stands here.
  #heard(event, detail) {
    this.#emit(event, detail);
    if (event === "engine" && detail.state === "ready" && this.#keeper) this.#judging.soon();
  }

  /** Does what a message asks for, itself or by the clerk who knows how. */
  handle(act, detail) {
    return this.#clerks.find((clerk) => act in clerk)[act](detail);
  }

  /** Starts Python before it is known for which rules. */
  async warm({ base }) {
    await this.#python.warm(base);
  }

  /**
   * Takes up a city and year: its sheet (what the form shows), what was kept, and what the page before `left` behind.
   * A null sheet: not on file. `edition` is what the page shows already; `isOutdated` tells that the rules here are
   * others.
   */
  async open({ base, city, year, edition, today, shared = null, left = null }) {
    const key = `${city}/${year}`;
    const turn = (this.#turns += 1);
    const keeper = new Keeper(
      key,
      (detail) => this.#emit("storage", detail),
      () => this.#tellLeft(null),
    );
    // Until all is here, what stands here goes on as it is: it is kept under its own name and judged by its rules.
    // Who turns away and back again finds what he typed, also where it is still being written.
    const settled = Promise.all([this.#closed, this.#keeper?.settled()]);
    const kept = settled.then(() => keeper.reopen(left));
    const [found] = await Promise.all([fetchCityYear(base, key, edition), kept]);
    const sheet = found?.sheet ?? null;
    if (turn !== this.#turns) {
      keeper.close();
      return { sheet: null }; // another was asked for meanwhile
    }
    this.#leave();
    this.#keeper = keeper;
    this.#python.turn(base, key, found?.rules);
    this.#lift(keeper.body);
    keeper.begin(this.#live);
    this.#form.set({ today });
    if (keeper.isTakenUp) await this.#takeUp(left);
    else this.#tellLeft(null);
    const known = shared && sheet && Object.keys(shared.totals).every((id) => sheet.quick.some((field) => field.id === id));
    if (known) {
      this.#form.welcome(shared);
      this.#judging.recall();
    }
    const link = shared && (known ? "guest" : "broken");
    const isOutdated = Boolean(edition && sheet && found.edition !== edition);
    return { sheet, isOutdated, engine: this.#python.state, link, ...this.#head() };
  }

  /** Starts Python and judges what stands. */
  async start() {
    if (this.#python.state.state === "failed") return;
    await this.#python.start();
    this.#judging.soon();
  }

  /** Tries again after Python or its rules could not be had. */
  async retry() {
    await this.#python.start();
    this.#python.heard({ state: "ready" });
    this.#judging.soon();
  }

  /** Changes of the form: mode, today, totals of quick mode. */
  async set({ mode, today, totals }) {
    if (mode) this.#form.set({ mode });
    if (today) this.#form.set({ today });
    if (totals) this.#form.addTotals(totals);
    this.#touched({ keep: Boolean((mode && !this.#form.hasGuest) || totals) });
    await this.#keeper?.noted();
  }

  /** An answer; with a row it is kept with the row, so that it moves along. An empty value takes it back. */
  async answer({ question, row, value }) {
    if (!row) this.#form.adopt();
    const holder = row ? this.#book.at(row) : this.#form.shown;
    if (!holder) return;
    keepAnswer(holder, question, value);
    this.#touched();
    await this.#keeper?.noted();
  }

  /** One page of rows with what the verdict says of them; `only: "problems"` leaves out rows without any. */
  async view({ start = 0, count = 100, only = "all" }) {
    const rows = this.#book.rows;
    const chosen = only === "problems" ? rows.filter((row) => this.#judging.findings.get(row.id)?.serious) : rows;
    const from = Math.max(0, Math.min(start, Math.floor((chosen.length - 1) / count) * count));
    return {
      start: from,
      total: rows.length,
      shown: chosen.length,
      undo: this.#book.undoable,
      width: this.#book.width,
      rows: chosen.slice(from, from + count).map((row) => ({
        id: row.id,
        line: this.#book.place(row.id) + 2,
        cells: row.cells,
        finding: this.#judging.findings.get(row.id) ?? null,
      })),
    };
  }

  /** Place of a row in the whole ledger, from 0; -1 if it is gone. */
  async locate({ id }) {
    return this.#book.place(id) ?? -1;
  }

  async edit({ id, column, value }) {
    if (this.#book.edit(id, column, value)) this.#touched();
    await this.#keeper?.noted();
  }

  /** Gives a row back the cells that it had before it was edited; can be undone. */
  async restore({ id, cells, label }) {
    if (this.#book.restore(id, cells, label)) this.#touched({ rows: true });
  }

  async add({ cells = [] }) {
    const { id } = this.#book.add(cells);
    this.#touched({ rows: true });
    return { id, place: this.#book.length - 1 };
  }

  /** Takes back a row that was added and never written in; not worth an undo. */
  async drop({ id }) {
    this.#book.drop(id);
    this.#touched({ rows: true });
  }

  async remove({ ids, label }) {
    const count = this.#book.remove(ids, label);
    this.#touched({ rows: true });
    return count;
  }

  async clear({ label }) {
    this.#book.clear(label);
    this.#touched({ rows: true });
  }

  /** Takes back the last step, with `only` if it is that one; gives its label. */
  async undo({ only = null }) {
    if (only !== null && only !== this.#book.undoable) return null;
    const label = this.#book.undo();
    this.#touched({ rows: true });
    return label;
  }

  /** Reads a file or pasted text into rows, without taking them yet. */
  async read({ file, sheet, text }) {
    const turn = this.#turns;
    const answer = await this.#python.busy("read", 0, async () =>
      file
        ? this.#python.call("read_file", { name: file.name, sheet, bytes: await bytesOf(file) })
        : this.#python.call("read_paste", { text }),
    );
    const { encoding, problems, error, people, sheets = [] } = answer;
    const rows = error ? null : answer.rows;
    this.#reading = turn === this.#turns ? rows : null;
    return { count: rows?.length ?? 0, encoding, problems, error, people, sheets };
  }

  /** Takes the rows that `read` found; null where they were read for another city and year. */
  async take({ replace, label }) {
    if (!this.#reading) return null;
    const count = this.#book.take(this.#reading, { replace, label });
    this.#reading = null;
    this.#touched({ rows: true });
    return count;
  }

  /** A file to save: the ledger as CSV or Excel file, or the sample ledger of this rule. Or `{error}`. */
  async export({ sample = false, excel = false }) {
    return this.#python.busy("write", 0, async () => {
      const rows = sample ? (await this.#python.ask("sample")).rows : this.#book.rows.map((row) => row.cells);
      if (excel) {
        const { bytes, name, error } = await this.#python.ask("write_xlsx", { rows });
        return error ? { error } : { blob: new Blob([bytes], { type: XLSX }), name };
      }
      const { text, name } = await this.#python.ask("write_csv", { rows });
      return { blob: new Blob([text], { type: "text/csv;charset=utf-8" }), name };
    });
  }

  /** The days of the next steps as a calendar to save. */
  async calendar() {
    const { text, name } = await this.#python.ask("reminders", this.#judging.question());
    return { blob: new Blob([text], { type: "text/calendar;charset=utf-8" }), name };
  }

  /** Deletes what the browser keeps of this city and year, and what stands here. */
  async forget() {
    this.#form.dismiss();
    this.#lift(null);
    await this.#keeper.forget();
    this.#tellLeft(null);
    this.#touched({ keep: false, rows: true });
    return this.#head();
  }

  /** Takes over what another tab kept. */
  async reload() {
    await this.#keeper.reopen();
    const { mode } = this.#form;
    this.#lift(this.#keeper.body);
    this.#keeper.begin(this.#live);
    this.#tellLeft(null);
    if (this.#form.hasGuest) this.#form.set({ mode });
    this.#touched({ keep: false, rows: true });
    return this.#head();
  }

  /** Keeps at once what still waits to be kept: the page may be left any moment. */
  async flush() {
    this.#keeper?.flush();
  }

  /** Keeps what stands here, over what another tab kept. */
  async overrule() {
    this.#keeper.force();
    this.#keep();
  }

  #head() {
    const { totals, answers } = this.#form.shown;
    return { mode: this.#form.mode, totals, answers, rows: this.#book.length, storage: this.#keeper.state };
  }

  #keep() {
    const make = () => ({ ...this.#form.body(), rows: this.#book.dump() });
    this.#tellLeft(make);
    this.#keeper.keep(make);
  }

  // The page is told what it has to take along if it is left now; `make` gives what is not kept yet.
  #tellLeft(make) {
    const keeper = this.#keeper;
    this.#emit("left", { key: keeper.key, left: leftOf({ keeper, book: this.#book, make }) });
  }

  async #takeUp(left) {
    const typed = left ? typedAgain(left, this.#book, this.#keeper.names) : [];
    for (const { act, detail } of typed) await this[act](detail);
    this.#touched();
  }

  get #live() {
    return { book: this.#book, form: () => this.#form.body() };
  }

  #lift(body) {
    this.#form.lift(body);
    this.#book.load(body?.rows ?? []);
    this.#judging.findings = new Map();
  }

  // Another city and year is turned to: what was shared for this one goes, what is kept stays where it is.
  #leave() {
    this.#keeper?.close();
    this.#closed = this.#keeper?.settled() ?? this.#closed;
    this.#keeper = null;
    this.#reading = null;
    this.#form.leave();
  }

  #fillIn(form) {
    this.#form.set(form);
    this.#emit("form", this.#head());
  }

  #touched({ keep = true, rows = false } = {}) {
    if (keep) this.#keep();
    if (rows) this.#emit("rows", { total: this.#book.length });
    this.#judging.soon();
  }
}
