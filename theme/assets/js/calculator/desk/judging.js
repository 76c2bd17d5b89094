// The running verdict: judged anew after each change, only ever the newest state, and sorted by row.

import { RuntimeFailure } from "../../runtime/client.js";
import { answered, answersFor, nameOf } from "./answers.js";
import { brief, byRow } from "./findings.js";
import { questionsOf } from "./recall.js";

const MANY = 2_000; // rows from which on a verdict waits for a pause in typing
const PAUSE = 400; // milliseconds of that pause
const NOTICED = 300; // milliseconds after which a person notices that a verdict is being waited for

export class Judging {
  #emit;
  #python;
  #form;
  #book;
  #keep;
  #dirty = false;
  #judging = false;
  #practised = ""; // the city and year for which a first verdict was tried
  #recalling = false; // answers came without their questions

  /** Row id -> what the verdict says of it; see findings.js. */
  findings = new Map();

  /** @param {() => void} keep keeps the ledger, because something came to stand in it */
  constructor({ emit, python, form, book, keep }) {
    this.#emit = emit;
    this.#python = python;
    this.#form = form;
    this.#book = book;
    this.#keep = keep;
  }

  soon() {
    this.#dirty = true;
    if (!this.#judging && this.#python.state.state === "ready") this.#loop();
  }

  /** Answers stand here whose questions are not known: they are found with the next verdict. */
  recall() {
    this.#recalling = true;
  }

  /** What is judged: the rows or the totals, the day, the answers. */
  question() {
    const rows = this.#rows;
    return {
      rows: rows.map((row) => row.cells),
      totals: this.#form.isQuick ? this.#form.shown.totals : null,
      today: this.#form.today,
      answers: answersFor(this.#form.shown, rows),
    };
  }

  get #rows() {
    return this.#form.isQuick ? [] : this.#book.rows;
  }

  // What changed while Python was at work is judged after it, once.
  async #loop() {
    this.#judging = true;
    try {
      while (this.#dirty) {
        const many = !this.#form.isQuick && this.#book.length > MANY;
        await this.#python.busy("judge", many ? 0 : NOTICED, async () => {
          if (many) await sleep(PAUSE);
          this.#dirty = false;
          await this.#once();
        });
      }
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      this.#python.heard({ state: "failed", code: error.code, message: error.message });
    } finally {
      this.#judging = false;
    }
  }

  async #once() {
    const { key } = this.#python;
    const { isQuick } = this.#form;
    const rows = this.#rows;
    if (isQuick ? this.#form.blank : this.#book.blank) {
      this.findings = new Map();
      this.#emit("verdict", { verdict: null });
      await this.#practise(key);
      return;
    }
    if (this.#recalling) await this.#recallQuestions();
    const ids = rows.map((row) => row.id);
    const verdict = await this.#python.ask("judge", this.question());
    if (key !== this.#python.key) return;
    if (!isQuick) this.findings = byRow(verdict, ids);
    this.#emit("verdict", { verdict: brief(verdict, ids), asked: answered(this.#form.shown, rows) });
  }

  // Nothing is typed yet: a verdict that nobody sees makes the first real one as quick as any later one.
  async #practise(key) {
    const { today } = this.#form;
    if (this.#practised === key || !today) return;
    this.#practised = key;
    await this.#python.ask("judge", { rows: [], totals: {}, today, answers: {} }).catch(() => {});
  }

  // So that answers that came without their questions can be seen and changed.
  async #recallQuestions() {
    const { rows } = this.#book;
    const found = await questionsOf(this.question(), (payload) => this.#python.ask("judge", payload));
    this.#recalling = false;
    for (const question of found) {
      const holder = question.row === null ? this.#form.shown : rows[question.row - 2];
      if (nameOf(question) in holder.answers) holder.asked = { ...holder.asked, [nameOf(question)]: question };
    }
    if (!this.#form.hasGuest) this.#keep();
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
