// One city and year: the form, the ledger, the result, and the line between them and the desk.

import { resultActions } from "./actions.js";
import { Clauses } from "./clauses.js";
import { ask } from "./dialog.js";
import { freshId, h, setText } from "./dom.js";
import { saveFile } from "./download.js";
import { deviceDay } from "./format.js";
import { Guest } from "./guest.js";
import { icon } from "./icons.js";
import { Leaving } from "./leaving.js";
import { Ledger } from "./ledger.js";
import { Quick } from "./quick.js";
import { ReceiptDesk } from "./receipt-desk.js";
import { Sources } from "./source.js";
import { Storage } from "./storage-notice.js";
import { Strip } from "./strip.js";
import { Tabs } from "./tabs.js";
import { T } from "./text.js";
import { Today } from "./today.js";
import { VerdictPanel } from "./verdict.js";

export { Chooser } from "./chooser.js";
export { Trial } from "./trial.js";

const SPOKEN = 700; // milliseconds of quiet after which a changed result is read aloud

export class App {
  #desk;
  #engine = { state: "idle" };
  #head = null;
  #living = new AbortController();
  #mode = "quick";
  #verdict = null;
  #typed = { quick: {}, rows: 0 };
  #speaking = 0;

  /**
   * @param {{host: Element, desk: object, base: string, city: string, year: string, edition: string, level: number,
   *   shared: object|null, onOwn: Function}} parts `edition`: of the rules that the page shows, where it shows any;
   *   `shared`: what a link carried; `onOwn` hears that it is given up
   */
  constructor({ host, desk, base, city, year, edition, level, shared, onOwn }) {
    Object.assign(this, { host, base, city, year, edition, shared, onOwn });
    this.#desk = desk;
    this.heading = (text) => h(`h${level}`, { class: "part-title" }, text);
    this.spoken = h("p", { class: "unseen", role: "status" });
    this.place = h("div");
    this.element = h("div", { class: "app", "data-mode": "quick" });
  }

  /** Fetches the form and kept rows and draws; resolves when the form can be used. */
  async open() {
    const { base, city, year, edition, shared } = this;
    const today = shared?.day ?? deviceDay();
    this.leaving = new Leaving({ desk: this.#desk, key: `${city}/${year}`, signal: this.#living.signal });
    const left = this.leaving.found();
    const asked = { base, city, year, edition, today, shared, left };
    const { sheet, isOutdated, engine, link, ...head } = await this.#desk.ask("open", asked);
    if (!sheet) return false;
    this.sheet = sheet;
    this.#engine = engine;
    this.#build(new Sources(base, sheet.documents), today);
    this.outdated.hidden = !isOutdated;
    this.guest.tell(link);
    this.#listen();
    this.quick.open(sheet);
    this.ledger.open(sheet);
    this.panel.open(sheet);
    this.today.compare(new URL("manifest.webmanifest", base));
    this.#head = head;
    return true;
  }

  /** Fills in what was kept, once the form stands on the page. */
  ready() {
    this.#load(this.#head);
  }

  /** Starts Python; told twice, it starts once. */
  start() {
    if (this.started) return;
    this.started = true;
    this.#desk.try("start");
  }

  close() {
    clearTimeout(this.#speaking);
    this.#living.abort();
    this.element.inert = true; // what is typed now would be written into the ledger that is about to open
  }

  #build(sources, today) {
    const desk = this.#desk;
    this.today = new Today(today, (day) => desk.ask("set", { today: day }), this.#living.signal);
    this.quick = new Quick({
      onTotal: (id, text) => this.#typeTotal(id, text),
      onAnswer: (question, value) => desk.ask("answer", { question, row: null, value }),
    });
    this.ledger = new Ledger({ desk, sources, place: this.place });
    this.panel = new VerdictPanel({
      sources,
      handSheet: new URL(`cities/${this.city}/${this.year}/#sheet`, this.base).href,
      heading: this.heading,
      actions: resultActions({
        place: this.place,
        verdict: () => this.#verdict,
        onShare: () => this.guest.share(this),
        onReceipt: () => this.#save("receipt"),
      }),
      onAnswer: (question, row, value) => desk.ask("answer", { question, row, value }),
      onRow: (id, column) => this.#goToRow(id, column),
      onRetry: () => desk.try("retry"),
      onAsk: () => this.quick.goToQuestion(),
      onCalendar: () => this.#save("calendar"),
    });
    this.outdated = notice(T.outdated, T.refresh, () => location.reload());
    this.clauses = new Clauses(this.heading);
    this.guest = new Guest({ desk, place: this.place, onOwn: this.onOwn });
    this.receipts = new ReceiptDesk({
      desk,
      heading: this.heading,
      place: this.place,
      root: this.element,
      onStart: () => this.start(),
    });
    this.strip = new Strip(this.panel.element);
    this.storage = new Storage({
      onReload: async () => this.#load(await desk.ask("reload")),
      onOverrule: () => desk.ask("overrule"),
      isIdle: () => document.visibilityState === "hidden" || !this.host.contains(document.activeElement),
    });
    this.tabs = new Tabs(
      T.tabs.label,
      [
        { id: "quick", label: T.tabs.quick, panel: this.quick.element },
        { id: "ledger", label: T.tabs.ledger, panel: this.ledger.element },
      ],
      (mode) => this.#choose(mode),
    );
    const rule = h(
      "p",
      { class: "rule-name" },
      h("b", {}, `${this.sheet.city_name} ${this.sheet.year} 年度`),
      h("span", { class: "quiet" }, this.sheet.document.ref),
    );
    this.element.append(
      h("div", { class: "head" }, rule, this.today.element),
      this.today.notice,
      this.outdated,
      this.storage.element,
      this.guest.element,
      this.receipts.element,
      this.strip.element,
      h(
        "div",
        { class: "columns" },
        h("div", { class: "input" }, this.tabs.element, this.#keeping()),
        this.panel.element,
      ),
      this.clauses.element,
      this.spoken,
      this.place,
    );
  }

  #listen() {
    const desk = this.#desk;
    desk.on("engine", (engine) => {
      this.#engine = engine;
      // A result that Python can no longer follow up must not go on standing there.
      if (engine.state === "failed") this.#verdict = null;
      if (engine.state === "failed" || (engine.state === "ready" && !this.#hasTyped)) calm();
      if (!this.#verdict) this.#idle();
    });
    desk.on("verdict", ({ verdict, asked }) => this.#show(verdict, asked));
    desk.on("rows", ({ total }) => {
      this.#typed.rows = total;
      this.ledger.refresh();
    });
    desk.on("own", () => this.guest.leave());
    desk.on("form", (head) => {
      this.#verdict = null;
      this.#load(head);
    });
    desk.on("storage", (detail) => this.storage.update(detail));
    desk.on("busy", ({ task }) => {
      this.ledger.busy(task, this.#engine.state === "ready");
      this.panel.wait(task === "judge");
    });
    const { signal } = this.#living;
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    window.addEventListener("beforeprint", () => this.#listClauses(), { signal });
    document.addEventListener("visibilitychange", () => desk.ask("flush"), { signal });
  }

  #paste(event) {
    const free = event.target === document.body || event.composedPath().includes(this.host);
    if (this.#mode === "ledger" && free && !this.place.querySelector("dialog")) this.ledger.paste(event);
  }

  #listClauses() {
    if (this.#verdict) this.clauses.update(this.#verdict, this.#mode === "ledger" ? this.ledger.rows : []);
  }

  #load({ mode, totals, answers, rows, storage }) {
    this.#typed = { quick: { ...totals }, rows };
    this.quick.load(totals, answers);
    this.storage.update({ state: storage });
    this.#setMode(mode);
    this.ledger.refresh();
    if (!this.#verdict) this.#idle();
  }

  #setMode(mode) {
    this.#mode = mode;
    this.element.dataset.mode = mode;
    this.tabs.select(mode);
  }

  #choose(mode) {
    this.#setMode(mode);
    this.start();
    this.#verdict = null;
    this.#idle();
    this.#desk.ask("set", { mode });
    this.ledger.refresh();
  }

  #typeTotal(id, text) {
    this.start();
    this.#typed.quick[id] = text;
    this.#desk.ask("set", { totals: { [id]: text } });
    if (!this.#verdict) this.#idle();
  }

  get #hasTyped() {
    return this.#mode === "quick" ? Object.values(this.#typed.quick).some((text) => text.trim()) : this.#typed.rows > 0;
  }

  #idle(typed = this.#hasTyped) {
    this.panel.idle({ mode: this.#mode, engine: this.#engine, typed });
    this.strip.update(null, this.#engine, typed);
  }

  #show(verdict, asked) {
    if (verdict && (verdict.city !== this.city || verdict.year !== Number(this.year))) return;
    this.#verdict = verdict;
    calm();
    if (!verdict) {
      this.quick.mark([]);
      this.ledger.problems(0);
      this.#idle(false);
      this.ledger.refresh();
      return;
    }
    this.panel.update(verdict, asked);
    this.strip.update(verdict, this.#engine, true);
    this.quick.mark(this.#mode === "quick" ? verdict.row_errors : []);
    this.ledger.problems(this.#mode === "ledger" ? verdict.problems + verdict.counts.errors : 0);
    if (this.#mode === "ledger") this.ledger.refresh();
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => setText(this.spoken, `${verdict.status_name}。${verdict.summary}`), SPOKEN);
  }

  async #goToRow(id, column) {
    this.#setMode("ledger");
    await this.ledger.show(id, column);
  }

  async #save(what) {
    const file = await this.#desk.try(what);
    if (file) await saveFile(file.blob, file.name, this.place);
  }

  #keeping() {
    return h(
      "p",
      { class: "keeping", id: freshId("keeping") },
      icon("private", "icon small"),
      h("span", {}, T.privacy),
      h("button", { type: "button", class: "link", on: { click: () => this.#forget() } }, T.forget),
      " ",
      this.receipts.opener,
    );
  }

  async #forget() {
    const answer = await ask(this.place, {
      title: T.forgetTitle,
      body: [h("p", {}, T.forgetMore)],
      actions: [
        { label: T.forget, value: "forget", grave: true },
        { label: T.abort, value: "" },
      ],
    });
    if (!answer) return;
    this.#verdict = null;
    this.#load({ ...(await this.#desk.ask("forget")), mode: this.#mode });
    this.leaving.forget();
    setText(this.spoken, T.forgot);
  }
}

function notice(text, label, act) {
  const button = h("button", { type: "button", class: "button", on: { click: act } }, label);
  return h("div", { class: "storage-notice", role: "status", hidden: true }, icon("warning", "icon small"), h("p", {}, text), button);
}

// What can wait for the first verdict waits for this; see offline.js.
function calm() {
  document.dispatchEvent(new Event("xueshi-calm"));
}
