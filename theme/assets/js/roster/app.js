// The roster on the page: from the file to what came out. Python reads, judges, sorts and words; here the steps are
// taken one after the other, so that the page stays free and every one of them can be stopped.

import { ask, tell } from "../calculator/dialog.js";
import { fill, h, setText } from "../calculator/dom.js";
import { printOnly, saveFile } from "../calculator/download.js";
import { icon } from "../calculator/icons.js";
import { RuntimeFailure } from "../runtime/client.js";
import { XLSX } from "../calculator/desk/kinds.js";
import { Columns } from "./columns.js";
import { Head } from "./head.js";
import { Opening } from "./opening.js";
import { People } from "./people.js";
import { PersonView } from "./person.js";
import { Progress } from "./progress.js";
import { Python } from "./python.js";
import { Result } from "./result.js";
import { Session } from "./session.js";
import { Start } from "./start.js";
import { T } from "./text.js";

const KINDS = { xlsx: XLSX, csv: "text/csv;charset=utf-8" };

export class App {
  #python;
  #session;
  #opening;
  #has = false; // results that would be lost
  #left = null; // where on the page the list was left

  /** @param {{host: Element, base: string, cities: object[]}} parts */
  constructor({ host, base, cities }) {
    Object.assign(this, { host, base, cities });
    this.#python = new Python(base, (state) => this.#opening.heard(state));
    this.#session = new Session({ python: this.#python, cities, onFail: (failure) => this.#fail(failure) });
    this.place = h("div");
    this.spoken = h("p", { class: "unseen", role: "status" });
    this.start = new Start({
      cities,
      place: this.place,
      onSource: (source) => this.#opening.open(source),
      onTemplate: (kind, format) => this.#template(kind, format),
      onHere: () => this.#warm(),
    });
    this.columns = new Columns({ onSettle: (answers) => this.#opening.settle(answers), onAbort: () => this.#reset() });
    this.progress = new Progress(() => this.#stop());
    this.#opening = new Opening({
      session: this.#session,
      cities,
      start: this.start,
      columns: this.columns,
      progress: this.progress,
      onState: (state) => this.#state(state),
      onRefused: (message) => this.#refuse(message),
      onRows: () => this.#judge(),
    });
    this.failure = h("div", { class: "plain-note failure", role: "alert", hidden: true });
    this.result = new Result({
      onFilter: (filter) => this.#filter(filter),
      onAnswer: (id, value) => this.#answerAll(id, value),
      onErrors: (format) => this.#export({ what: "faults", format }),
      onMend: (file) => this.#mend(file),
    });
    this.people = new People({
      fetch: (filter) => this.#session.call("list", filter),
      onOpen: (at) => this.#show(at, 0),
      onExport: (format, filter) => this.#export({ what: "results", format, ...filter }),
      onFilter: (filter) => this.result.mark(filter),
      onPrint: () => this.#print(),
    });
    this.person = new PersonView({
      base,
      place: this.place,
      sheet: (key) => this.#session.sheet(key),
      onTurn: (turn) => this.#show(this.person.at, turn),
      onBack: () => this.#back(),
      onAnswer: (at, answers) => this.#answerOne(at, answers),
    });
    this.head = new Head({ onDay: (day) => this.#setDay(day), onOther: () => this.#other() });
    this.note = h("p", { class: "plain-note", hidden: true });
    this.listed = h("div", { class: "listed", hidden: true });
    this.listed.append(this.head.element, this.note, this.result.element, this.people.element);
    this.element = h(
      "div",
      { class: "app", "data-state": "start" },
      this.start.element,
      this.failure,
      this.columns.element,
      this.progress.element,
      this.listed,
      this.person.element,
      this.progress.spoken,
      this.spoken,
      this.place,
    );
  }

  /** Begins, once the form stands on the page. */
  ready() {
    const [city, year] = location.hash.slice(1).split("/");
    this.start.select(city, year);
    if (navigator.connection?.saveData !== true) this.#warm();
    window.addEventListener("beforeunload", (event) => {
      if (this.#has) event.preventDefault();
    });
  }

  #state(state) {
    this.element.dataset.state = state;
    this.start.element.hidden = state !== "start";
    this.columns.element.hidden = state !== "columns";
    this.failure.hidden = state !== "failed";
    this.listed.hidden = state !== "result";
    if (state === "working") this.person.forget();
    else if (state !== "result") this.person.close();
    if (!["working", "result"].includes(state)) this.progress.hide();
  }

  #warm() {
    this.#python.start().catch(() => {});
  }

  #fail({ message }) {
    this.#session.stop();
    this.#has = false;
    const again = h(
      "button",
      { type: "button", class: "button strong", on: { click: () => this.#opening.again() } },
      T.again,
    );
    const other = h("button", { type: "button", class: "button", on: { click: () => this.#reset() } }, T.other);
    fill(
      this.failure,
      icon("warning", "icon small"),
      h("div", {}, h("p", {}, h("b", {}, T.failedTitle)), h("p", {}, message, T.failedMore)),
      h("div", { class: "notice-actions" }, this.#session.source ? again : null, other),
    );
    this.#state("failed");
    this.#hold(this.failure.querySelector("button"));
  }

  #refuse(message) {
    this.#reset();
    this.start.say(message);
    setText(this.spoken, message);
  }

  // What had the focus may be gone with what was shown: it goes where the work goes on, and is taken from nothing else.
  #hold(target) {
    const active = this.element.getRootNode().activeElement;
    const elsewhere = document.activeElement !== document.body && document.activeElement !== this.host;
    if (!elsewhere && !active?.getClientRects().length) target.focus({ preventScroll: true });
  }

  // ---- judging

  async #judge() {
    this.#session.stop();
    const first = !this.#has;
    this.#state("result");
    this.listed.classList.toggle("fresh", first);
    this.#has = true;
    this.#busy(true);
    const { source } = this.#session;
    this.head.day.value = source.today;
    const step = (count) => this.#python.call("judge", { count, today: source.today });
    const answer = await this.#session.run(step, (told) => {
      this.progress.show(T.judging(told.judged), told.share);
      this.result.live(told);
    });
    // Another day or answer began it anew: that one draws what comes out.
    if (this.#session.busy) return;
    this.#busy(false);
    if (!answer || this.#session.source !== source) return;
    await this.#draw();
    if (first) this.result.title.focus({ preventScroll: true });
  }

  #busy(busy) {
    this.listed.setAttribute("aria-busy", String(busy));
    this.people.element.inert = busy;
  }

  #stop() {
    this.progress.hide();
    if (!this.#session.stop()) this.#reset();
  }

  // ---- what came out

  async #draw() {
    const result = await this.#session.call("result");
    if (!result) return;
    this.progress.hide();
    this.listed.classList.remove("fresh");
    this.head.update(result);
    this.#tellLeft(result);
    this.result.update(result, this.people.filter);
    await this.people.open(result);
    setText(this.spoken, result.finished ? T.finished(result.drawn) : T.stoppedJudging(result.all));
    this.#hold(this.result.title);
  }

  #tellLeft({ finished, all }) {
    this.note.hidden = finished && all > 0;
    if (finished) {
      fill(this.note, T.nobodyJudged);
      return;
    }
    const go = h("button", { type: "button", class: "button strong", on: { click: () => this.#judge() } }, T.goOn);
    fill(this.note, T.stoppedJudging(all), " ", go);
  }

  async #filter(filter) {
    await this.people.choose(filter);
    this.people.title.focus({ preventScroll: true });
    this.people.title.scrollIntoView({ block: "start" });
  }

  async #setDay(today) {
    this.#session.stop();
    this.#session.source.today = today;
    await this.#judge();
  }

  async #answerAll(id, value) {
    if (await this.#session.call("answer_all", { id, value })) await this.#judge();
  }

  async #answerOne(at, answers) {
    if (await this.#session.call("answer", { at, answers, today: this.#session.source.today })) await this.#show(at, 0, { focus: false });
  }

  async #show(at, turn, { focus = true } = {}) {
    if (!this.person.at && focus) this.#left = at;
    const told = await this.#session.call("person", { at, turn, today: this.#session.source.today, ...this.people.filter });
    if (!told || told.error) return;
    this.listed.hidden = true;
    await this.person.show(told, told.turn, { focus });
    this.#left = told.at;
  }

  async #back() {
    this.person.close();
    this.listed.hidden = false;
    await this.#draw();
    this.people.focus(this.#left);
  }

  async #mend(file) {
    const { source } = this.#session;
    const bytes = await file.arrayBuffer();
    if (this.#session.source !== source) return;
    const answer = await this.#session.call("mend", { name: file.name, bytes });
    if (!answer || this.#session.source !== source) return;
    if (answer.error) {
      await tell(this.place, T.unreadable, h("p", {}, answer.error));
      return;
    }
    if (!(await this.#session.bringRules(answer.keys))) return;
    await this.#judge();
    if (this.#session.source !== source) return;
    this.note.hidden = false;
    fill(this.note, answer.told);
    setText(this.spoken, answer.told);
  }

  async #export(payload) {
    if (this.#session.busy) return;
    const from = this.element.getRootNode().activeElement ?? this.people.title;
    this.progress.show(T.writing, 0);
    const file = await this.#session.file(payload, (share) => this.progress.show(T.writing, share));
    if (!file) return;
    if (!file.stopped) this.#hand(file, payload.format);
    if (this.#session.busy) return;
    this.progress.hide();
    this.#hold(from);
  }

  #hand({ parts, name }, format) {
    saveFile(new Blob(parts, { type: KINDS[format] }), name);
  }

  async #template(kind, format) {
    this.start.busy(true);
    try {
      const rules = await this.#python.rules(this.start.key);
      const { bytes, name } = await this.#python.call("template", { rules, kind, format });
      this.#hand({ parts: [bytes], name }, format);
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      this.start.say(error.message);
    } finally {
      this.start.busy(false);
    }
  }

  async #print() {
    await this.people.drawAll();
    window.addEventListener("afterprint", () => this.people.refresh(), { once: true });
    printOnly();
  }

  async #other() {
    const answer = await ask(this.place, {
      title: T.otherTitle,
      body: [h("p", {}, T.otherMore)],
      actions: [
        { label: T.otherGo, value: "go", strong: true },
        { label: T.abort, value: "" },
      ],
    });
    if (answer) this.#reset();
  }

  #reset() {
    this.#session.stop();
    this.#has = false;
    this.#session.source = null;
    this.person.forget();
    this.#state("start");
    this.#hold(this.start.opener);
    if (this.#opening.isReady) this.#session.call("close");
  }
}
