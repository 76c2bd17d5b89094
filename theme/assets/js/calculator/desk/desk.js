// The desk keeps one ledger: its rows, its answers, its place in the browser's storage, and the running verdict.
// It lives in a worker, because a file of 50,000 rows must not hold up the page; the page sees only what it draws.
//
// Messages in: {n, act, …}, one per method of `Desk` below. Messages out: {n, value} or {n, error: {code, detail}},
// and at any time {event, …}: engine, opened, verdict, rows, storage, busy.

import { RuntimeFailure } from "../../runtime/client.js";
import { Book } from "./book.js";
import { Engine } from "./engine.js";
import { documentsOf, outlineOf } from "./outline.js";
import { Keeper } from "./keeper.js";
import { brief, byRow } from "./findings.js";

const MANY = 2_000; // rows from which on a verdict waits for a pause in typing
const PAUSE = 400; // milliseconds of that pause

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
  #keeper;
  #book = new Book();
  #state = { mode: "quick", totals: {}, answers: {}, asked: {}, today: "" };
  #rules = null;
  #sheet = null; // what Python said of the rules
  #failed = false;
  #dirty = false;
  #judging = false;
  #reading = null;
  #findings = new Map();

  constructor(emit, startRuntime) {
    this.#emit = emit;
    this.#engine = new Engine(
      () => startRuntime({ base: this.#base }),
      (call) => this.#openRules(call),
      (state) => {
        this.#failed = state.state === "failed";
        emit("engine", state);
      },
    );
    this.#keeper = new Keeper((detail) => emit("storage", detail));
  }

  /** Fetches the rules and what was kept; needs no Python. */
  async open({ base, city, year, today }) {
    this.#base = base;
    this.#key = `${city}/${year}`;
    this.#state.today = today;
    const [rules] = await Promise.all([fetchRules(base, city, year), this.#keeper.open(this.#key)]);
    this.#lift(this.#keeper.body);
    this.#rules = rules;
    const documents = rules ? documentsOf(rules) : {};
    return { sheet: rules && outlineOf(rules), documents, ...this.#head() };
  }

  /** Starts Python and judges what stands. */
  async start() {
    if (this.#failed) return;
    await this.#engine.start();
    this.#judgeSoon();
  }

  async retry() {
    this.#failed = false;
    await this.start();
  }

  /** Changes of the form: mode, today, totals of quick mode. */
  async set({ mode, today, totals }) {
    if (mode) this.#state.mode = mode;
    if (today) this.#state.today = today;
    if (totals) this.#state.totals = { ...this.#state.totals, ...totals };
    this.#touched({ keep: Boolean(mode || totals) });
  }

  /** An answer; with a row it is kept with the row, so that it moves along. An empty value takes it back. */
  async answer({ question, row, value }) {
    const holder = row ? this.#book.at(row) : this.#state;
    if (!holder) return;
    const name = row ? question.id.replace(`:${question.row}`, "") : question.id;
    holder.answers = { ...holder.answers };
    holder.asked = { ...holder.asked };
    if (value === "") {
      delete holder.answers[name];
      delete holder.asked[name];
    } else {
      holder.answers[name] = value;
      holder.asked[name] = question;
    }
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

  async undo() {
    const label = this.#book.undo();
    this.#touched({ rows: true });
    return label;
  }

  /** Reads a file or pasted text into rows, without taking them yet. */
  async read({ file, text }) {
    const answer = await this.#busy("read", async () =>
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
    return this.#busy("write", async () => {
      const rows = sample
        ? (await this.#engine.call("sample", { key: this.#key })).rows
        : this.#book.rows.map((row) => row.cells);
      const { text, name } = await this.#engine.call("write_csv", { key: this.#key, rows });
      return { blob: new Blob([text], { type: "text/csv;charset=utf-8" }), name };
    });
  }

  /** Deletes what the browser keeps of this city and year, and what stands here. */
  async forget() {
    this.#lift(null);
    await this.#keeper.forget();
    this.#touched({ keep: false, rows: true });
    return this.#head();
  }

  /** Takes over what another tab kept. */
  async reload() {
    await this.#keeper.reopen();
    this.#lift(this.#keeper.body);
    this.#touched({ keep: false, rows: true });
    return this.#head();
  }

  /** Keeps what stands here, over what another tab kept. */
  async overrule() {
    this.#keeper.force();
    this.#keeper.keep(() => this.#body());
  }

  async #openRules(call) {
    const sheet = await call("open_rules", { rules: this.#rules });
    if (!this.#sheet) this.#emit("opened", { sheet });
    this.#sheet = sheet;
  }

  #head() {
    const { mode, totals, answers } = this.#state;
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
    if (!this.#judging && this.#sheet && !this.#failed) this.#judgeLoop();
  }

  // Only the newest state is judged: what changed while Python was at work is judged after it, once.
  async #judgeLoop() {
    this.#judging = true;
    try {
      while (this.#dirty) {
        if (this.#state.mode === "ledger" && this.#book.length > MANY) await sleep(PAUSE);
        this.#dirty = false;
        await this.#judgeOnce();
      }
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
    } finally {
      this.#judging = false;
    }
  }

  async #judgeOnce() {
    const quick = this.#state.mode === "quick";
    const rows = quick ? [] : this.#book.rows;
    const empty = quick ? !Object.values(this.#state.totals).some((text) => text.trim()) : this.#book.blank;
    if (empty) {
      this.#findings = new Map();
      this.#emit("verdict", { verdict: null });
      return;
    }
    const ids = rows.map((row) => row.id);
    const verdict = await this.#busy(rows.length > MANY ? "judge" : null, () =>
      this.#engine.call("judge", {
        key: this.#key,
        rows: rows.map((row) => row.cells),
        totals: quick ? this.#state.totals : null,
        today: this.#state.today,
        answers: this.#answers(rows),
      }),
    );
    if (!quick) this.#findings = byRow(verdict, ids);
    this.#emit("verdict", { verdict: brief(verdict, ids), asked: this.#asked(rows) });
  }

  // Says what takes long while it takes long.
  async #busy(task, work) {
    if (task) this.#emit("busy", { task });
    try {
      return await work();
    } finally {
      if (task) this.#emit("busy", { task: null });
    }
  }

  #answers(rows) {
    const answers = { ...this.#state.answers };
    rows.forEach((row, at) => {
      for (const [name, value] of Object.entries(row.answers)) answers[`${name}:${at + 2}`] = value;
    });
    return answers;
  }

  // Questions that have an answer, with it: the verdict asks them no longer, but the answer can be changed.
  #asked(rows) {
    const list = Object.entries(this.#state.asked).map(([name, question]) => ({
      question,
      row: null,
      value: this.#state.answers[name],
    }));
    rows.forEach((row, at) => {
      for (const [name, question] of Object.entries(row.asked)) {
        const moved = question.row !== at + 2;
        const now = { ...question, id: `${name}:${at + 2}`, row: at + 2, moved };
        list.push({ question: now, row: row.id, value: row.answers[name] });
      }
    });
    return list;
  }
}

async function fetchRules(base, city, year) {
  let response;
  try {
    response = await fetch(new URL(`api/v1/rules/${city}/${year}.json`, base));
  } catch (error) {
    throw new Refusal("network", String(error));
  }
  if (response.status === 404) return null;
  if (!response.ok) throw new Refusal("network", `HTTP ${response.status}`);
  return response.json();
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
