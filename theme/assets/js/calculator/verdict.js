// The panel of the result: status first, what is missing second, then everything that stands behind them.

import { AxisBars } from "./axis-bars.js";
import { Bars } from "./bars.js";
import { fill, freshId, h } from "./dom.js";
import { Explanation } from "./explanation.js";
import { hours } from "./format.js";
import { icon } from "./icons.js";
import { Questions } from "./questions.js";
import { Steps } from "./steps.js";
import { T } from "./text.js";

export class VerdictPanel {
  #box = h("div", { class: "verdict", "data-status": "empty" });
  #problems = h("section", { class: "problems", hidden: true });
  #notes = h("section", { class: "notes", hidden: true });
  #barsTitle;
  #shown = "";

  /**
   * @param {{sources: object, heading: Function, onAnswer: Function, onRow: Function, onRetry: Function,
   *   onAsk: Function, onCalendar: Function, actions: Element, handSheet: string, toRow?: Function}} parts `handSheet`:
   *   address of the sheet to fill by hand; `toRow` words the way to a row, where it can only be looked at
   */
  constructor({ sources, heading, onAnswer, onRow, onRetry, onAsk, onCalendar, actions, handSheet, toRow = T.goToRow }) {
    this.onRow = onRow;
    this.toRow = toRow;
    this.onRetry = onRetry;
    this.onAsk = onAsk;
    this.heading = heading;
    this.handSheet = handSheet;
    this.questions = new Questions(onAnswer, heading);
    this.bars = new Bars(sources);
    this.axes = new AxisBars(sources, heading);
    this.steps = new Steps(sources, heading, onCalendar);
    this.why = new Explanation(sources, heading);
    this.actions = actions;
    const title = heading(T.result);
    title.id = freshId("result");
    title.className = "unseen";
    this.#barsTitle = h(
      "div",
      { class: "bars-head" },
      heading(T.bars),
      h("p", { class: "quiet" }, h("i", { class: "key-mark", "aria-hidden": "true" }), T.barsLegend),
    );
    const bars = h("section", { class: "bars-part" }, this.#barsTitle, this.bars.element);
    this.element = h(
      "section",
      { class: "result", "aria-labelledby": title.id, tabindex: "-1" },
      title,
      this.#box,
      this.questions.element,
      bars,
      this.axes.element,
      this.steps.element,
      this.#problems,
      this.why.element,
      this.#notes,
      actions,
    );
    actions.hidden = true;
  }

  /** The sheet's subjects with their minima, before there is anything to judge. */
  open(sheet) {
    this.sheet = sheet;
    if (!this.verdict) this.bars.update(sheet.subjects, sheet.unit);
  }

  /** No verdict: nothing typed yet, or Python not ready, or it failed. */
  idle({ mode, engine, typed }) {
    this.verdict = null;
    if (engine.state === "failed") this.#showFailure(engine);
    else if (!typed) this.#showEmpty(mode, engine);
    else this.#showLoading(engine);
    for (const part of [this.steps.element, this.why.element, this.#problems, this.#notes, this.actions])
      part.hidden = true;
    this.questions.update({ open: [], asked: [], errors: [], total: 0 });
    this.steps.update([]);
    this.why.update(null);
    this.axes.update([], []);
    if (this.sheet) this.bars.update(this.sheet.subjects, this.sheet.unit);
  }

  update(verdict, asked) {
    this.verdict = verdict;
    this.#showVerdict(verdict);
    const inForm = this.sheet.quick_question.id;
    this.questions.update({
      open: verdict.questions.filter((question) => question.id !== inForm),
      asked: asked.filter(({ question }) => question.id !== inForm),
      errors: verdict.answer_errors,
      total: verdict.questions_total,
    });
    const unsettled = verdict.status === "needs_info";
    if (verdict.requirements.length) this.bars.update(verdict.requirements, verdict.unit, unsettled);
    this.bars.element.parentElement.hidden = !verdict.requirements.length;
    this.axes.update(this.sheet.axes, verdict.axis_requirements, verdict.unit, unsettled);
    this.steps.update(verdict.next_steps);
    this.#showProblems(verdict);
    this.why.update(verdict.explanation);
    this.#showNotes(verdict);
    this.actions.hidden = false;
  }

  /** A result that is being worked out anew is shown as such. */
  wait(waiting) {
    this.element.setAttribute("aria-busy", String(waiting));
  }

  #set(status, ...inside) {
    this.#box.dataset.status = status;
    this.#shown = "";
    fill(this.#box, inside);
  }

  #showEmpty(mode, engine) {
    const loading = engine.state === "loading" ? progress(engine) : null;
    this.#set(
      "empty",
      h(
        "div",
        { class: "status-line" },
        icon("empty"),
        h("p", { class: "status" }, mode === "quick" ? T.emptyQuick : T.emptyLedger),
      ),
      h("p", { class: "summary" }, T.emptyMore),
      h("div", { class: "loading-place" }, loading),
    );
  }

  #showLoading(engine) {
    this.#set(
      "empty",
      h(
        "div",
        { class: "status-line" },
        icon("pending"),
        h("p", { class: "status" }, engine.state === "ready" ? T.working : T.loading),
      ),
      h("p", { class: "summary" }, T.loadingMore),
      h("div", { class: "loading-place" }, progress(engine)),
    );
  }

  #showFailure(engine) {
    this.#set(
      "failed",
      h("div", { class: "status-line" }, icon("warning"), h("p", { class: "status" }, T.failedTitle)),
      h("p", { class: "summary" }, engine.message, T.failedMore),
      engine.code === "outdated"
        ? h("button", { type: "button", class: "button strong", on: { click: () => location.reload() } }, T.refresh)
        : h("button", { type: "button", class: "button strong", on: { click: this.onRetry } }, T.retry),
      h("p", { class: "hand-sheet" }, h("a", { href: this.handSheet }, T.failedSheet)),
    );
  }

  #showVerdict(verdict) {
    const { status, status_name: name, closed, summary, unit, city_name: city, year, today } = verdict;
    const plan = settledPlan(verdict);
    const asked = verdict.questions.find((question) => question.id === this.sheet.quick_question.id);
    const now = JSON.stringify([status, name, closed, summary, plan, today, asked?.text]);
    if (now === this.#shown) return;
    this.#set(
      status,
      h("p", { class: "as-of" }, T.asOf(city, year, today)),
      h(
        "div",
        { class: "status-line" },
        icon(status),
        h("p", { class: "status" }, name),
        closed ? h("span", { class: "closed" }, T.closed) : null,
      ),
      plan.length
        ? h(
            "ul",
            { class: "missing-list", role: "list" },
            plan.map((item) =>
              h(
                "li",
                {},
                h("span", {}, `${T.missing} ${item.name}`),
                h("b", {}, hours(item.hours)),
                h("span", {}, unit),
              ),
            ),
          )
        : null,
      // The list already says what the sentence would say again.
      plan.length && summary.startsWith(T.missing) ? null : h("p", { class: "summary" }, summary),
      asked ? h("button", { type: "button", class: "link", on: { click: this.onAsk } }, asked.text) : null,
    );
    this.#shown = now;
  }

  #showProblems({ row_errors: errors, row_errors_total: total, problems }) {
    const rows = errors.filter((error) => error.row !== null);
    this.#problems.hidden = !rows.length;
    if (!rows.length) return;
    fill(
      this.#problems,
      this.heading(T.errors),
      h(
        "ul",
        { class: "error-list", role: "list" },
        rows.map((error) =>
          h(
            "li",
            {},
            icon("warning", "icon small"),
            h(
              "div",
              {},
              h("p", {}, h("b", {}, T.errorPlace(error.row, error.column)), h("br"), error.message),
              error.id === null
                ? null
                : h(
                    "button",
                    { type: "button", class: "link", on: { click: () => this.onRow(error.id, error.column) } },
                    this.toRow(error.row),
                  ),
            ),
          ),
        ),
      ),
      total > errors.length ? h("p", { class: "quiet" }, T.more(total - errors.length)) : null,
    );
  }

  #showNotes({ notes, counts }) {
    const told = counts.rows ? ["note_row_errors"] : []; // the line of counts says it
    const lines = notes.filter((note) => !told.includes(note.code)).map((note) => h("li", {}, note.message));
    if (counts.rows) lines.unshift(h("li", {}, T.counts(counts)));
    this.#notes.hidden = !lines.length;
    fill(this.#notes, this.heading(T.notes), h("ul", {}, lines));
  }
}

/** What is missing for certain: while a question is open, what is missing hangs on its answer. */
export function settledPlan({ status, plan }) {
  return status === "needs_info" ? [] : plan;
}

/** How far Python has come, as a bar with words. */
export function progress({ state, phase, loaded, total }) {
  if (state !== "loading") return null;
  const download = phase === "download" && total > 0;
  const words = [T.loading, download ? T.megabytes(loaded, total) : phase === "download" ? "" : T.starting]
    .filter(Boolean)
    .join(" · ");
  const id = freshId("progress");
  return h(
    "div",
    { class: "loading" },
    h("progress", { max: 100, "aria-labelledby": id, ...(download ? { value: (95 * loaded) / total } : {}) }),
    h("span", { id }, words),
  );
}
