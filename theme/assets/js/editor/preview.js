// The page as it would be published, in a frame where nothing runs; and a trial of the edited rule.

import { fill, freshId, h } from "../calculator/dom.js";
import { T } from "./text.js";

const STYLES = [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href);

export class Preview {
  #frame = h("iframe", { sandbox: "", title: T.preview.page, hidden: true });
  #note = h("p", { class: "plain-note", role: "status" }, T.preview.waiting);
  #trial = h("form", { class: "trying", hidden: true });
  #verdict = h("div", { class: "verdict-box", role: "status", hidden: true });
  #fields = new Map();
  #typed = new Map();

  /** @param {(operation: string, payload: object) => Promise<object>} calculate */
  constructor(calculate) {
    this.calculate = calculate;
    this.#trial.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#judge();
    });
    this.element = h("div", { class: "preview" }, this.#note, this.#frame, this.#trial, this.#verdict);
  }

  /** Shows a made page, or why there is none. */
  async show(made) {
    const ok = !made.refused;
    this.#note.hidden = ok;
    this.#note.textContent = made.refused ?? "";
    this.#frame.hidden = !ok;
    this.#trial.hidden = !ok;
    this.#verdict.hidden = true;
    if (!ok) return;
    this.#frame.srcdoc = framed(made);
    this.sheet = await this.calculate("open_rules", { rules: made.rules });
    this.#ask();
  }

  wait() {
    this.#note.hidden = false;
    this.#note.textContent = T.preview.waiting;
  }

  #ask() {
    const { quick, quick_question: question, unit, period } = this.sheet;
    this.#fields = new Map();
    const field = (id, label, control) => {
      this.#fields.set(id, control);
      control.value = this.#typed.get(id) ?? control.value;
      control.addEventListener("input", () => this.#typed.set(id, control.value));
      return h("div", { class: "entry" }, h("label", { class: "label", for: control.id }, label), control);
    };
    const input = (value, type = "text") => {
      const control = h("input", { id: freshId("trial"), type, autocomplete: "off" });
      control.value = value;
      return control;
    };
    const options = h("select", { id: freshId("trial") }, question.options.map((one) => h("option", { value: one }, one)));
    fill(
      this.#trial,
      h("h2", {}, T.preview.trial),
      h("p", { class: "quiet" }, T.preview.trialHint),
      h(
        "div",
        { class: "fields across" },
        quick.map((one) => field(one.id, `${one.name}（${unit}）`, input(""))),
        field("?", question.text, options),
        field("today", T.preview.today, input(period.end, "date")),
      ),
      h("button", { type: "submit", class: "button strong" }, T.preview.compute),
    );
  }

  async #judge() {
    const value = (id) => this.#fields.get(id).value;
    const totals = {};
    for (const { id } of this.sheet.quick) if (value(id).trim()) totals[id] = value(id).trim();
    const verdict = await this.calculate("judge", {
      key: this.sheet.key,
      totals,
      today: value("today") || this.sheet.period.end,
      answers: { [this.sheet.quick_question.id]: value("?") },
    });
    this.#verdict.hidden = false;
    this.#verdict.dataset.status = verdict.status;
    fill(
      this.#verdict,
      h("p", { class: "verdict-status" }, verdict.status_name),
      h("p", {}, verdict.summary),
      table(verdict, this.sheet),
      sentences(T.preview.plan, verdict.plan),
      sentences(T.preview.steps, verdict.next_steps),
    );
  }
}

const shown = (hours) => (hours === null || hours === undefined ? T.preview.none : String(hours));

function table(verdict, sheet) {
  const rows = verdict.requirements ?? [];
  if (!rows.length) return null;
  const cells = (one) => [shown(one.required), shown(one.learned), shown(one.shortfall)].map((text) => h("td", {}, text));
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": T.preview.trial },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, T.preview.columns.map((name, at) => h("th", { scope: "col" }, at ? `${name}（${sheet.unit}）` : name)))),
      h("tbody", {}, rows.map((one) => h("tr", {}, h("th", { scope: "row", class: `deep-${one.depth}` }, one.name), cells(one)))),
    ),
  );
}

function sentences(title, list) {
  const told = (list ?? []).map((one) => one.message).filter(Boolean);
  return told.length ? [h("p", { class: "label" }, title), h("ul", {}, told.map((text) => h("li", {}, text)))] : null;
}

// The body was made by the templates of the build, which escape; the frame runs nothing in any case.
function framed({ html }) {
  const scheme = document.body.dataset.mdColorScheme ?? "default";
  const links = STYLES.map((href) => `<link rel="stylesheet" href="${encodeURI(href)}">`).join("");
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width">${links}`;
  const body = `<div class="md-main"><div class="md-content preview-body"><article class="md-content__inner md-typeset"><div class="xs-page">${html}</div></article></div></div>`;
  return `<!doctype html><html lang="zh-Hans"><head>${head}</head><body dir="ltr" data-md-color-scheme="${scheme}" data-md-color-primary="custom" data-md-color-accent="custom">${body}</body></html>`;
}
