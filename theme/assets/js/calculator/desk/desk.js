// The desk keeps one ledger: its rows, its answers, its place in the browser's storage, and the running verdict.
// It lives in a worker, because a file of 50,000 rows must not hold up the page; the page sees only what it draws.
//
// Messages in: {n, act, …}, one per method of `Desk` below. Messages out: {n, value} or {n, error: {code, detail}},
// and at any time {event, …}: engine, verdict, rows, form, own, storage, busy.

import { RuntimeFailure } from "../../runtime/client.js";
import { answered, answersFor, keepAnswer, nameOf } from "./answers.js";
import { Book } from "./book.js";
import { Engine } from "./engine.js";
import { fetchJson } from "./fetch.js";
import { Keeper } from "./keeper.js";
import { brief, byRow } from "./findings.js";
import { placeAnswers, questionsOf } from "./recall.js";

const MANY = 2_000; // rows from which on a verdict waits for a pause in typing
const PAUSE = 400; // milliseconds of that pause
const NOTICED = 300; // milliseconds after which a person notices that a verdict is being waited for

/** Answers messages by the desk's methods; `post` sends one message to the page. */
export function serve(post, startRuntime) {
  const desk = new Desk((event, detail) => post({ event, ...detail }), startRuntime);
  return async ({ n, act, ...detail }) => {
    try {
      const value = await desk[act](detail);
      post({ n, value });
    } catch (error) {
      post({ n, error: { code: error.code ?? "crash", detail: error.message } });
    }
  };
}

class Refusal extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

class Desk {
  #emit;
  #base = "";
  #key = "";
  #engine;
  #engineState = { state: "idle" };
  #keeper = null;
  #book = new Book();
  #state = { mode: "quick", totals: {}, answers: {}, asked: {}, today: "" };
  #guest = null; // numbers that somebody shared, shown in quick mode in place of one's own and not kept
  #rules = null;
  #openKey = ""; // the rules that Python has open
  #dirty = false;
  #judging = false;
  #reading = null;
  #receipt = null; // what stood in the receipt that was opened last
  #recalling = false; // answers came without their questions
  #findings = new Map();

  constructor(emit, startRuntime) {
    this.#emit = emit;
    this.#engine = new Engine(
      () => startRuntime({ base: this.#base }),
      (call) => this.#openRules(call),
      (state) => this.#heard(state),
    );
  }

  /** Starts Python before it is known for which rules. */
  async warm({ base }) {
    this.#base = base;
    await this.#engine.start();
  }

  /** Takes up a city and year: its sheet (what the form shows), what was kept. A null sheet: not on file. */
  async open({ base, city, year, today, shared = null }) {
    const key = `${city}/${year}`;
    const keeper = new Keeper(key, (detail) => this.#emit("storage", detail));
    this.#keeper?.close();
    this.#base = base;
    this.#key = key;
    this.#keeper = keeper;
    this.#rules = null;
    this.#guest = null;
    const [sheet] = await Promise.all([fetchJson(new URL(`assets/calculator/${key}.json`, base)), keeper.reopen()]);
    if (this.#key !== key) return { sheet: null }; // another was asked for meanwhile
    this.#lift(keeper.body);
    this.#state.today = today;
    const known = shared && Object.keys(shared.totals).every((id) => sheet.quick.some((field) => field.id === id));
    if (known) this.#welcome(shared);
    const link = shared && (known ? "guest" : "broken");
    return { sheet, engine: this.#engineState, link, ...this.#head() };
  }

  /** Takes up the rules of one city and year to try another city by them; nothing is kept. Gives the sheet. */
  async borrow({ base, key }) {
    this.#keeper?.close();
    this.#keeper = null;
    this.#guest = null;
    Object.assign(this.#state, { mode: "quick", totals: {}, answers: {}, asked: {} });
    this.#base = base;
    this.#key = key;
    this.#rules = null;
    return fetchJson(new URL(`assets/calculator/${key}.json`, base));
  }

  /** The answer for a city and year that are not on file, with the trial under the rules that were borrowed. */
  async trial(detail) {
    const verdict = await this.#askPython("trial", detail);
    return { ...verdict, trial: { ...verdict.trial, result: brief(verdict.trial.result, []) } };
  }

  /** Starts Python and judges what stands. */
  async start() {
    if (this.#engineState.state === "failed") return;
    await this.#engine.start();
    this.#judgeSoon();
  }

  /** Tries again after Python or its rules could not be had. */
  async retry() {
    await this.#engine.start();
    this.#heard({ state: "ready" });
    this.#judgeSoon();
  }

  /** Changes of the form: mode, today, totals of quick mode. */
  async set({ mode, today, totals }) {
    if (mode) this.#state.mode = mode;
    if (today) this.#state.today = today;
    if (totals) {
      this.#adopt();
      this.#state.totals = { ...this.#state.totals, ...totals };
    }
    this.#touched({ keep: Boolean((mode && !this.#guest) || totals) });
  }

  /** An answer; with a row it is kept with the row, so that it moves along. An empty value takes it back. */
  async answer({ question, row, value }) {
    if (!row) this.#adopt();
    const holder = row ? this.#book.at(row) : this.#state;
    if (!holder) return;
    keepAnswer(holder, question, value);
    this.#touched();
  }

  /** One page of rows with what the verdict says of them; `only: "problems"` leaves out rows without any. */
  async view({ start = 0, count = 100, only = "all" }) {
    const rows = this.#book.rows;
    const chosen = only === "problems" ? rows.filter((row) => this.#findings.get(row.id)?.serious) : rows;
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
        finding: this.#findings.get(row.id) ?? null,
      })),
    };
  }

  /** Place of a row in the whole ledger, from 0; -1 if it is gone. */
  async locate({ id }) {
    return this.#book.place(id) ?? -1;
  }

  async edit({ id, column, value }) {
    if (this.#book.edit(id, column, value)) this.#touched();
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
  async read({ file, text }) {
    const answer = await this.#busy("read", 0, async () =>
      file
        ? this.#engine.call("read_file", { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
        : this.#engine.call("read_paste", { text }),
    );
    const { encoding, problems, error } = answer;
    this.#reading = error ? null : answer.rows;
    return { count: this.#reading?.length ?? 0, encoding, problems, error };
  }

  /** Takes the rows that `read` found. */
  async take({ replace, label }) {
    if (!this.#reading) throw new Refusal("nothing-read", "");
    const count = this.#book.take(this.#reading, { replace, label });
    this.#reading = null;
    this.#touched({ rows: true });
    return count;
  }

  /** A file to save: the ledger, or the sample ledger of this rule. */
  async export({ sample = false }) {
    return this.#busy("write", 0, async () => {
      const rows = sample ? (await this.#askPython("sample")).rows : this.#book.rows.map((row) => row.cells);
      const { text, name } = await this.#askPython("write_csv", { rows });
      return { blob: new Blob([text], { type: "text/csv;charset=utf-8" }), name };
    });
  }

  /** The days of the next steps as a calendar to save. */
  async calendar() {
    const { text, name } = await this.#askPython("reminders", this.#question());
    return { blob: new Blob([text], { type: "text/calendar;charset=utf-8" }), name };
  }

  /** What a link may carry of quick mode. */
  async shareable() {
    const { totals, answers, asked } = this.#form;
    return { totals, answers, asked, today: this.#state.today };
  }

  /** Puts one's own numbers back in place of shared ones. */
  async dismiss() {
    this.#guest = null;
    this.#emit("own");
    this.#fillIn({});
    this.#touched({ keep: false });
  }

  /** The verdict with all that it rests on, as a file to save. */
  async receipt() {
    const { text, name } = await this.#askPython("receipt", this.#question());
    return { blob: new Blob([text], { type: "application/json" }), name };
  }

  /** Reads a receipt: what it says, or why it cannot be used. */
  async openReceipt({ file }) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const receipt = await this.#busy("read", 0, () => this.#askPython("open_receipt", { bytes }));
    if (receipt.error) return { error: receipt.error };
    this.#receipt = receipt;
    const { rows, totals, answers, then, now, ...facts } = receipt;
    return { ...facts, rows: totals ? null : rows.length, then: brief(then, []), now: brief(now, []) };
  }

  /** Puts what stood in the opened receipt in place of what stands here; can be undone. */
  async putBack({ label }) {
    const { rows, totals, answers } = this.#receipt;
    this.#guest = null;
    this.#emit("own");
    const { today, ...before } = this.#state;
    const also = () => this.#fillIn(before);
    const fresh = { mode: totals ? "quick" : "ledger", totals: totals ?? before.totals, answers: {}, asked: {} };
    this.#book.take(totals ? [] : rows, { replace: !totals, label, also });
    placeAnswers(answers, fresh, totals ? [] : this.#book.rows);
    this.#recalling = true;
    this.#fillIn(fresh);
    this.#touched({ rows: true });
  }

  /** Deletes what the browser keeps of this city and year, and what stands here. */
  async forget() {
    this.#guest = null;
    this.#emit("own");
    this.#lift(null);
    await this.#keeper.forget();
    this.#touched({ keep: false, rows: true });
    return this.#head();
  }

  /** Takes over what another tab kept. */
  async reload() {
    await this.#keeper.reopen();
    const { mode } = this.#state;
    this.#lift(this.#keeper.body);
    if (this.#guest) this.#state.mode = mode;
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
    this.#keeper.keep(() => this.#body());
  }

  #heard(state) {
    if (state.state !== "ready") this.#openKey = "";
    this.#engineState = state;
    this.#emit("engine", state);
  }

  /** An answer of Python about these rules, which are opened first. */
  async #askPython(operation, payload) {
    if (this.#openKey !== this.#key) await this.#openRules((...message) => this.#engine.call(...message));
    return this.#engine.call(operation, { key: this.#key, ...payload });
  }

  async #openRules(call) {
    const key = this.#key;
    this.#rules ??= await fetchJson(new URL(`api/v1/rules/${key}.json`, this.#base));
    await call("open_rules", { rules: this.#rules });
    this.#openKey = key;
  }

  /** What the form shows: one's own, or in quick mode what was shared. */
  get #form() {
    return (this.#state.mode === "quick" && this.#guest) || this.#state;
  }

  #welcome({ totals, answers }) {
    this.#guest = { totals, answers, asked: {} };
    this.#state.mode = "quick";
    this.#recalling = true;
  }

  // Who edits shared numbers makes them his own.
  #adopt() {
    if (this.#form !== this.#guest) return;
    Object.assign(this.#state, this.#guest);
    this.#guest = null;
    this.#emit("own");
  }

  #head() {
    const { mode } = this.#state;
    const { totals, answers } = this.#form;
    return { mode, totals, answers, rows: this.#book.length, storage: this.#keeper.state };
  }

  #body() {
    const { mode, totals, answers, asked } = this.#state;
    return { mode, totals, answers, asked, rows: this.#book.dump() };
  }

  #lift(body) {
    const { mode = "quick", totals = {}, answers = {}, asked = {}, rows = [] } = body ?? {};
    Object.assign(this.#state, { mode, totals, answers, asked });
    this.#book.load(rows);
    this.#findings = new Map();
  }

  #touched({ keep = true, rows = false } = {}) {
    if (keep) this.#keeper.keep(() => this.#body());
    if (rows) this.#emit("rows", { total: this.#book.length });
    this.#judgeSoon();
  }

  #judgeSoon() {
    this.#dirty = true;
    if (!this.#judging && this.#engineState.state === "ready") this.#judgeLoop();
  }

  // Only the newest state is judged: what changed while Python was at work is judged after it, once.
  async #judgeLoop() {
    this.#judging = true;
    try {
      while (this.#dirty) {
        const many = this.#state.mode === "ledger" && this.#book.length > MANY;
        await this.#busy("judge", many ? 0 : NOTICED, async () => {
          if (many) await sleep(PAUSE);
          this.#dirty = false;
          await this.#judgeOnce();
        });
      }
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      this.#heard({ state: "failed", code: error.code, message: error.message });
    } finally {
      this.#judging = false;
    }
  }

  async #judgeOnce() {
    const key = this.#key;
    const quick = this.#state.mode === "quick";
    const rows = quick ? [] : this.#book.rows;
    const empty = quick ? !Object.values(this.#form.totals).some((text) => text.trim()) : this.#book.blank;
    if (empty) {
      this.#findings = new Map();
      this.#emit("verdict", { verdict: null });
      return;
    }
    if (this.#recalling) await this.#recallQuestions();
    const ids = rows.map((row) => row.id);
    const verdict = await this.#askPython("judge", this.#question());
    if (key !== this.#key) return;
    if (!quick) this.#findings = byRow(verdict, ids);
    this.#emit("verdict", { verdict: brief(verdict, ids), asked: answered(this.#form, rows) });
  }

  #fillIn(form) {
    Object.assign(this.#state, form);
    this.#emit("form", this.#head());
  }

  /** Finds the questions of answers that came without them, so that they can be seen and changed. */
  async #recallQuestions() {
    const rows = this.#book.rows;
    const found = await questionsOf(this.#question(), (payload) => this.#askPython("judge", payload));
    this.#recalling = false;
    for (const question of found) {
      const holder = question.row === null ? this.#form : rows[question.row - 2];
      if (nameOf(question) in holder.answers) holder.asked = { ...holder.asked, [nameOf(question)]: question };
    }
    if (!this.#guest) this.#keeper.keep(() => this.#body());
  }

  /** What is judged: the rows or the totals, the day, the answers. */
  #question() {
    const quick = this.#state.mode === "quick";
    const rows = quick ? [] : this.#book.rows;
    return {
      rows: rows.map((row) => row.cells),
      totals: quick ? this.#form.totals : null,
      today: this.#state.today,
      answers: answersFor(this.#form, rows),
    };
  }

  // Says what takes long, once it has taken that many milliseconds, and that it is over.
  async #busy(task, after, work) {
    const soon = setTimeout(() => this.#emit("busy", { task }), after);
    try {
      return await work();
    } finally {
      clearTimeout(soon);
      this.#emit("busy", { task: null });
    }
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
