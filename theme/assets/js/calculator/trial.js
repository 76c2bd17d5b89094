// A city, or a year of a city, without a notice on file, tried under a notice that is. What comes out is no verdict: every part says
// so at its top, its colours are others, and nothing of it is kept, copied, saved or given a receipt.

import { AxisBars } from "./axis-bars.js";
import { Bars } from "./bars.js";
import { fill, h, setText } from "./dom.js";
import { Explanation } from "./explanation.js";
import { deviceDay, hours } from "./format.js";
import { Questions } from "./questions.js";
import { Quick } from "./quick.js";
import { Sources } from "./source.js";
import { T } from "./text.js";
import { Today } from "./today.js";
import { progress } from "./verdict.js";

const YEARS_BACK = 5; // how many past years can be named

export class Trial {
  #living = new AbortController();
  #form = h("div", { class: "trial-form" });
  #turn = 0;
  #working = false;
  #dirty = false;

  /**
   * @param {{desk: object, base: string, city: object, year: string, cities: object[], level: number}} parts of the
   *   index; the year is the one asked for, or empty
   */
  constructor({ desk, base, city, year, cities, level }) {
    Object.assign(this, { desk, base, city, cities });
    this.wanted = year;
    this.level = level;
    this.open = h(
      "button",
      { type: "button", class: "button strong", "aria-expanded": "false", on: { click: () => this.#open() } },
      T.trial.offer,
    );
    this.#form.hidden = true;
    this.element = h(
      "section",
      { class: "trial", "aria-label": T.trial.offer },
      h("p", {}, city.years.length ? T.trial.otherYear(city.name, city.years) : T.trial.none(city.name)),
      this.open,
      this.#form,
      h("p", {}, T.trial.invite, h("a", { href: new URL("about/#contribute", base).href }, T.trial.inviteHow)),
    );
  }

  close() {
    this.#turn += 1;
    this.#living.abort();
  }

  #open() {
    const opened = this.#form.hidden;
    this.#form.hidden = !opened;
    this.open.setAttribute("aria-expanded", String(opened));
    if (!opened || this.notice) return;
    const named = this.cities.flatMap((city) => city.years.map((year) => [`${city.id}/${year}`, city.name, year]));
    const options = named.map(([key, name, year]) => h("option", { value: key }, `${name} ${year} 年度`));
    const pick = h("option", { value: "" }, T.chooser.pick);
    this.notice = h("select", { on: { change: () => this.#choose() } }, pick, options);
    const now = Number(deviceDay().slice(0, 4));
    const recent = Array.from({ length: YEARS_BACK + 1 }, (_, back) => String(now - back));
    const filed = new Set(this.city.years.map(String));
    const years = [...new Set([...recent, ...(this.wanted ? [this.wanted] : [])])].filter((year) => !filed.has(year));
    this.year = h(
      "select",
      { on: { change: () => this.#judge() } },
      years.map((year) => h("option", { value: year }, year)),
    );
    if (this.wanted) this.year.value = this.wanted;
    this.place = h("div");
    fill(
      this.#form,
      h(
        "div",
        { class: "chooser" },
        h("label", { class: "field" }, h("span", {}, T.trial.year(this.city.name)), this.year),
        h("label", { class: "field" }, h("span", {}, T.trial.notice), this.notice),
      ),
      this.place,
    );
    this.desk.on("engine", (engine) => this.#heard(engine));
    this.year.focus();
  }

  async #choose() {
    const turn = (this.#turn += 1);
    const key = this.notice.value;
    fill(this.place);
    this.sheet = null;
    if (!key) return;
    const sheet = await this.desk.try("borrow", { base: this.base, key });
    if (turn !== this.#turn) return;
    if (sheet) this.#draw(sheet);
    else fill(this.place, h("p", { class: "plain-note", role: "alert" }, T.rulesFailed));
  }

  #draw(sheet) {
    this.sheet = sheet;
    this.totals = {};
    this.answers = {};
    this.asked = new Map();
    const { start, end } = sheet.period;
    const day = deviceDay();
    this.today = new Today(day >= start && day <= end ? day : start, () => this.#judge(), this.#living.signal);
    this.quick = new Quick({
      onTotal: (id, text) => {
        this.totals[id] = text;
        this.#judge();
      },
      onAnswer: (question, value) => this.#answer(question, value),
    });
    this.quick.open(sheet);
    this.#prepare(new Sources(this.base, sheet.documents));
    fill(
      this.place,
      h("div", { class: "head" }, this.today.element),
      h("div", { class: "trial-columns" }, this.quick.element, this.result),
    );
    this.desk.try("start");
  }

  // Each part has its label above its heading; Python words it.
  #prepare(sources) {
    this.labels = [];
    const label = () => {
      const line = h("p", { class: "trial-label" });
      this.labels.push(line);
      return line;
    };
    const heading = (text) => h(`h${this.level}`, { class: "part-title" }, text);
    const part = (...inside) => h("section", { class: "trial-part", hidden: true }, label(), inside);
    this.questions = new Questions((question, _, value) => this.#answer(question, value), heading);
    this.bars = new Bars(sources);
    this.axes = new AxisBars(sources, heading);
    this.why = new Explanation(sources, () => heading(T.trial.why));
    this.box = h("div", { class: "trial-box" });
    this.waiting = h("div");
    this.parts = [
      part(this.box),
      part(this.questions.element),
      part(heading(T.bars), this.bars.element, this.axes.element),
      part(this.why.element),
    ];
    this.spoken = h("p", { class: "unseen", role: "status" });
    this.result = h("div", { class: "trial-result" }, this.waiting, this.parts, this.spoken);
  }

  #answer(question, value) {
    if (value === "") {
      delete this.answers[question.id];
      this.asked.delete(question.id);
    } else {
      this.answers[question.id] = value;
      this.asked.set(question.id, question);
    }
    this.#judge();
  }

  // Only what stands at last is judged: what is typed meanwhile, after it.
  async #judge() {
    this.#dirty = true;
    if (this.#working) return;
    this.#working = true;
    while (this.#dirty && this.sheet) {
      this.#dirty = false;
      await this.#judgeOnce(this.#turn);
    }
    this.#working = false;
  }

  async #judgeOnce(turn) {
    const empty = !Object.values(this.totals).some((text) => text.trim());
    const { id, name } = this.city;
    const about = { city: id, city_name: name, year: this.year.value, today: this.today.day };
    const { totals, answers } = this;
    const answer = empty ? null : await this.desk.try("trial", { ...about, rows: [], totals, answers });
    if (turn !== this.#turn || this.#dirty) return;
    if (answer) this.#show(answer);
    else for (const part of this.parts) part.hidden = true;
  }

  #show({ summary, trial: { label, result } }) {
    fill(this.waiting);
    for (const line of this.labels) setText(line, label);
    fill(
      this.box,
      h("p", {}, summary),
      h("p", { class: "as-of" }, T.trial.asOf(result.today)),
      h("p", { class: "trial-status" }, T.trial.status(result.status_name)),
      h(
        "ul",
        { class: "missing-list", role: "list" },
        result.plan.map((item) =>
          h(
            "li",
            {},
            h("span", {}, `${T.missing} ${item.name}`),
            h("b", {}, hours(item.hours)),
            h("span", {}, result.unit),
          ),
        ),
      ),
      h("p", {}, result.summary),
    );
    const inForm = this.sheet.quick_question.id;
    this.questions.update({
      open: result.questions.filter((question) => question.id !== inForm),
      asked: [...this.asked.values()]
        .filter((question) => question.id !== inForm)
        .map((question) => ({ question, row: null, value: this.answers[question.id] })),
      errors: result.answer_errors,
      total: result.questions_total,
    });
    this.bars.update(result.requirements, result.unit);
    this.axes.update(this.sheet.axes, result.axis_requirements, result.unit);
    this.why.update(result.explanation);
    this.quick.mark(result.row_errors);
    const [main, asking, drawn, why] = this.parts;
    main.hidden = false;
    asking.hidden = this.questions.element.hidden;
    drawn.hidden = !result.requirements.length;
    why.hidden = this.why.element.hidden;
    setText(this.spoken, `${label}。${T.trial.status(result.status_name)}。${result.summary}`);
  }

  #heard(engine) {
    if (!this.sheet) return;
    if (engine.state === "ready") {
      fill(this.waiting);
      this.#judge();
    } else if (engine.state === "failed") {
      const again = { type: "button", class: "button strong", on: { click: () => this.desk.try("retry") } };
      fill(
        this.waiting,
        h("div", { class: "plain-note", role: "alert" }, h("p", {}, engine.message), h("button", again, T.retry)),
      );
      for (const part of this.parts) part.hidden = true;
    } else fill(this.waiting, progress(engine));
  }
}
