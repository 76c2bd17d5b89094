// What is typed beside the rows: mode, hours of quick mode, answers, the day. Numbers that somebody shared are shown
// in quick mode in place of one's own; they are kept only when the reader edits them, and so makes them his own.

export class Form {
  #emit;
  #own = { mode: "quick", totals: {}, answers: {}, asked: {}, today: "" };
  #guest = null;

  constructor(emit) {
    this.#emit = emit;
  }

  get mode() {
    return this.#own.mode;
  }

  get today() {
    return this.#own.today;
  }

  get isQuick() {
    return this.#own.mode === "quick";
  }

  /** Whether somebody else's numbers are here. */
  get hasGuest() {
    return this.#guest !== null;
  }

  /** Totals, answers and questions asked, as shown: one's own, or in quick mode what was shared. */
  get shown() {
    return (this.isQuick && this.#guest) || this.#own;
  }

  /** Whether no hours of quick mode are typed. */
  get blank() {
    return !Object.values(this.shown.totals).some((text) => text.trim());
  }

  /** One's own, without the day, as it is kept and as an undo restores it. */
  body() {
    const { mode, totals, answers, asked } = this.#own;
    return { mode, totals, answers, asked };
  }

  /** Takes up what was kept; a null body is an empty form. */
  lift(body) {
    const { mode = "quick", totals = {}, answers = {}, asked = {} } = body ?? {};
    this.set({ mode, totals, answers, asked });
  }

  set(parts) {
    Object.assign(this.#own, parts);
  }

  addTotals(totals) {
    this.adopt();
    this.#own.totals = { ...this.#own.totals, ...totals };
  }

  /** Shows what a link carried. */
  welcome({ totals, answers }) {
    this.#guest = { totals, answers, asked: {} };
    this.#own.mode = "quick";
  }

  /** Makes shared numbers one's own. */
  adopt() {
    if (this.shown !== this.#guest) return;
    Object.assign(this.#own, this.#guest);
    this.dismiss();
  }

  /** Gives shared numbers up, and says so. */
  dismiss() {
    this.#guest = null;
    this.#emit("own");
  }

  /** Gives shared numbers up where another city and year is opened. */
  leave() {
    this.#guest = null;
  }
}
