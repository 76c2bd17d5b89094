// <xueshi-funding data-city data-year data-base>: the employer's training fund at the rates of a notice. Python reads
// the amounts and makes every sum; the rates are data of the city and year.

import { fill, freshId, h } from "../dom.js";
import { length } from "../format.js";
import { numberField } from "../number-field.js";
import { Sources } from "../source.js";
import { T } from "../text.js";
import { Companion, Kept } from "./companion.js";

const RATE_OF = { set_aside: null, limit: "deduction", deductible: "deduction", carried_on: "deduction" };

class XueshiFunding extends Companion {
  #fields = new Map();
  #turn = 0;

  draw({ rates }) {
    this.rates = new Map(rates.map((rate) => [rate.id, rate]));
    this.deduction = this.rates.get("deduction");
    this.choices = rates.filter((rate) => rate !== this.deduction);
    const documents = rates.map(({ source }) => ({ ref: source.document, title: source.title, page: source.page }));
    this.sources = new Sources(this.base, documents);
    this.kept = new Kept(`funding:${this.dataset.city}/${this.dataset.year}`, { rate: "", amounts: {} });
    this.state = this.kept.load();
    this.kept.follow((state) => this.#lift(state));
    this.result = h("div", { class: "fund-result", role: "group", "aria-live": "polite" });
    fill(
      this.body,
      h("form", { class: "fund", on: { submit: (event) => event.preventDefault() } }, this.#rate(), this.#amounts()),
      this.result,
      h(
        "p",
        { class: "keeping" },
        h("span", {}, T.funding.privacy),
        h("button", { type: "button", class: "link", on: { click: () => this.#clear() } }, T.funding.clear),
      ),
    );
    this.#lift(this.state);
  }

  #rate() {
    const name = freshId("rate");
    this.radios = this.choices.map((rate) =>
      h("input", { type: "radio", name, value: rate.id, on: { change: () => this.#change({ rate: rate.id }) } }),
    );
    const labels = this.choices.map((rate, at) =>
      h(
        "label",
        { class: "choice fund-rate" },
        this.radios[at],
        h("span", {}, h("b", {}, `${rate.percent}%`), " ", h("span", { class: "quiet" }, rate.who)),
      ),
    );
    return h("fieldset", {}, h("legend", {}, T.funding.rate), h("div", { class: "choices" }, labels));
  }

  #amounts() {
    const [first] = this.choices;
    const bases = { wages: first.base, taxed_wages: this.deduction.base };
    const fields = Object.entries(T.funding.fields).map(([id, name]) => this.#field(id, name(bases[id])));
    return h("div", { class: "fund-fields" }, fields);
  }

  #field(id, name) {
    const typed = (text) => this.#change({ amounts: { ...this.state.amounts, [id]: text } });
    const field = numberField({ name, unit: T.funding.unit, typed });
    this.#fields.set(id, field);
    return field.element;
  }

  #lift(state) {
    this.state = state;
    const chosen = this.choices.some((rate) => rate.id === state.rate) ? state.rate : this.choices[0].id;
    for (const radio of this.radios) radio.checked = radio.value === chosen;
    for (const [id, { input }] of this.#fields) input.value = state.amounts[id] ?? "";
    this.#sum();
  }

  #change(part) {
    this.state = { ...this.state, ...part };
    this.kept.save(this.state);
    this.#sum();
  }

  #clear() {
    this.kept.clear();
    this.#lift({ ...this.kept.empty });
  }

  // Only the newest answer is shown.
  async #sum() {
    const turn = (this.#turn += 1);
    const { amounts } = this.state;
    const rate = this.choices[this.radios.findIndex((radio) => radio.checked)];
    if (!Object.values(amounts).some((text) => text.trim())) {
      this.#mark([]);
      fill(this.result, h("p", { class: "quiet" }, T.funding.empty));
      return;
    }
    const answer = await this.desk.try("funding", {
      base: this.base,
      percent: String(rate.percent),
      deduction_percent: String(this.deduction.percent),
      amounts,
    });
    if (turn !== this.#turn) return;
    if (!answer) fill(this.result, h("p", { class: "plain-note", role: "alert" }, T.funding.failed));
    else this.#show(answer, rate);
  }

  #mark(errors) {
    for (const [id, field] of this.#fields) field.mark(errors.find((error) => error.field === id)?.message ?? "");
  }

  #show({ errors, fund, lines }, rate) {
    this.#mark(errors);
    if (!fund) {
      fill(this.result);
      return;
    }
    const rows = lines.map(({ id, name, sum, amount }) => {
      const source = (RATE_OF[id] ? this.rates.get(RATE_OF[id]) : rate).source;
      return h(
        "div",
        { class: `fund-line ${id}` },
        h("dt", {}, name),
        h("dd", {}, h("b", {}, amount), ` ${T.funding.unit}`),
        h("dd", { class: "quiet" }, sum, " ", this.sources.note(source)),
      );
    });
    const [, , deductible, carried] = lines;
    fill(this.result, h("dl", { class: "fund-lines" }, rows), this.#bar(fund, deductible.amount, carried.amount));
  }

  // What was spent and carried, as one bar: what can be deducted this year, and what goes on to later years.
  #bar({ deductible, carried_on: carried }, inWords, carriedInWords) {
    const whole = length(deductible) + length(carried);
    if (!whole) return null;
    const part = (name, value) => {
      const bar = h("span", { class: `fund-part ${name}` });
      bar.style.setProperty("inline-size", `${(100 * length(value)) / whole}%`);
      return bar;
    };
    const label = T.funding.drawn(inWords, carriedInWords);
    return h(
      "div",
      { class: "fund-bar", role: "img", "aria-label": label },
      part("deductible", deductible),
      part("carried_on", carried),
    );
  }
}

customElements.define("xueshi-funding", XueshiFunding);
