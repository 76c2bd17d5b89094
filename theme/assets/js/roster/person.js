// One person opened: the same result as in the calculator, the rows of this person, a reminder to copy.

import { byRow, brief } from "../calculator/desk/findings.js";
import { fill, freshId, h, setText } from "../calculator/dom.js";
import { copyText, printOnly } from "../calculator/download.js";
import { icon } from "../calculator/icons.js";
import { issueLines } from "../calculator/row-view.js";
import { Sources } from "../calculator/source.js";
import { verdictText } from "../calculator/summary-text.js";
import { hours } from "../calculator/format.js";
import { T as WORDS } from "../calculator/text.js";
import { VerdictPanel } from "../calculator/verdict.js";
import { T } from "./text.js";

export class PersonView {
  #answered = new Map(); // person -> answers given on this page, with their questions
  #at = null;
  #panel = null;
  #key = null;

  /** @param {{base: string, place: Element, sheet: Function, onTurn: Function, onBack: Function, onAnswer: Function}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.name = h("h2", { class: "person-name", tabindex: "-1", id: freshId("person") });
    this.about = h("p", { class: "quiet" });
    this.faults = h("ul", { class: "error-list own-faults", role: "list", "aria-label": T.faults, hidden: true });
    this.where = h("span", { class: "quiet" });
    const button = (name, label, click) =>
      h("button", { type: "button", class: "button", on: { click } }, icon(name, "icon small"), label);
    this.before = button("back", T.before, () => this.onTurn(-1));
    this.after = button("forward", T.after, () => this.onTurn(1));
    this.result = h("div", { class: "person-result" });
    this.letter = h("div", { class: "letter-text", tabindex: "0", role: "region", "aria-label": T.letter });
    this.told = h("p", { class: "message", role: "status" });
    this.letterPart = h(
      "section",
      { class: "letter" },
      h("h3", { class: "part-title" }, T.letter),
      h("p", { class: "quiet" }, T.letterMore),
      this.letter,
      h(
        "div",
        { class: "toolbar" },
        button("copy", T.copyLetter, () => this.#copy(T.copyLetter, () => this.letter.textContent)),
      ),
    );
    this.rows = h("section", { class: "own-rows" });
    this.element = h(
      "article",
      { class: "person", "aria-labelledby": this.name.id, hidden: true },
      h(
        "div",
        { class: "person-bar" },
        button("up", T.back, () => this.onBack()),
        h("span", { class: "turns" }, this.before, this.where, this.after),
      ),
      this.name,
      this.about,
      this.faults,
      this.result,
      this.letterPart,
      this.rows,
      h(
        "div",
        { class: "actions" },
        button("copy", T.copyResult, () =>
          this.#copy(T.copyResult, () => verdictText(this.verdict, location.href.split("#")[0])),
        ),
        button("print", T.printPerson, () => printOnly()),
      ),
      this.told,
    );
  }

  /** The person who is shown, null when none is. */
  get at() {
    return this.#at;
  }

  /** Forgets whom it showed, and what was answered: another roster is there. */
  forget() {
    this.#answered.clear();
    this.close();
  }

  close() {
    this.#at = null;
    this.element.hidden = true;
  }

  /** Shows a person as the door tells of him; `turn`: which of how many in the list. */
  async show(told, turn, { focus = true } = {}) {
    const { at, key, name, id, unit, verdict, rows } = told;
    this.verdict = verdict;
    setText(this.told, "");
    fill(this.name, h("bdi", {}, name || id));
    fill(this.about, [name ? id : "", unit].filter(Boolean).flatMap((text, n) => [n ? " · " : "", h("bdi", {}, text)]));
    setText(this.where, T.place(turn.place + 1, turn.total));
    this.before.disabled = turn.place === 0;
    this.after.disabled = turn.place + 1 >= turn.total;
    await this.#panelFor(at, key);
    const lines = Object.fromEntries(rows.map(({ line }) => [line - 2, line]));
    this.#panel.update(brief(verdict, lines), this.#answeredOf(at));
    setText(this.letter, told.letter);
    this.letterPart.hidden = !told.letter;
    this.#drawFaults(told.faults);
    this.#drawRows(told, byRow(verdict, lines));
    this.#at = at;
    this.element.hidden = false;
    if (focus) {
      this.element.scrollIntoView({ block: "start" });
      this.name.focus({ preventScroll: true });
    }
  }

  // Another person gets a panel of his own: no answer of one may stand before another.
  async #panelFor(at, key) {
    if (this.#panel && this.#key === key && this.#at === at) return;
    const sheet = (await this.sheet(key)) ?? { documents: [], subjects: [], axes: [], unit: "", quick_question: { id: "" } };
    this.sources = new Sources(this.base, sheet.documents);
    this.#panel = new VerdictPanel({
      sources: this.sources,
      heading: (text) => h("h3", { class: "part-title" }, text),
      actions: h("div"),
      onAnswer: (question, row, value) => this.#answer(at, question, row, value),
      onRow: (line) => this.rows.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: "center" }),
      toRow: T.goToRow,
      onRetry: () => {},
      onAsk: () => {},
      onCalendar: () => {},
    });
    this.#panel.steps.calendar.remove();
    // Questions of quick mode are asked here like any other.
    this.#panel.open({ ...sheet, quick_question: { id: "" } });
    this.#key = key;
    fill(this.result, this.#panel.element);
  }

  #answeredOf(at) {
    return [...(this.#answered.get(at)?.values() ?? [])];
  }

  #answer(at, question, row, value) {
    const given = this.#answered.get(at) ?? new Map();
    if (value === "") given.delete(question.id);
    else given.set(question.id, { question, row, value });
    this.#answered.set(at, given);
    this.onAnswer(at, Object.fromEntries([...given].map(([id, one]) => [id, one.value])));
  }

  #totals(totals, faults) {
    if (!totals.length) return h("p", { class: "quiet" }, faults.length ? T.rowsUnread : T.rowsNone);
    return h(
      "ul",
      {},
      totals.map(([subject, text]) => h("li", {}, h("bdi", {}, subject), "：", h("bdi", {}, text || "–"))),
    );
  }

  #drawFaults(faults) {
    fill(
      this.faults,
      faults.map(({ place, column, message }) =>
        h(
          "li",
          {},
          icon("warning", "icon small"),
          h("div", {}, h("b", {}, h("bdi", {}, place), " ", h("bdi", {}, column)), "：", message),
        ),
      ),
    );
    this.faults.hidden = !faults.length;
  }

  #drawRows({ rows, columns, totals, remarks, faults }, findings) {
    const used = columns.map((name, at) => ({ name, at })).filter(({ at }) => rows.some(({ cells }) => cells[at]?.trim()));
    const table = h(
      "table",
      { class: "rows", role: "table", "aria-label": T.rowsTitle },
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          [T.line, ...used.map(({ name }) => name), T.state].map((name) =>
            h("th", { scope: "col", role: "columnheader" }, name),
          ),
        ),
      ),
      rows.map((row) => this.#row(row, used, findings.get(row.line))),
    );
    fill(
      this.rows,
      h("h3", { class: "part-title" }, totals.length ? T.totalsTitle : T.rowsTitle),
      remarks.length
        ? h(
            "ul",
            { class: "quiet" },
            remarks.map((line) => h("li", {}, line)),
          )
        : null,
      rows.length ? table : this.#totals(totals, faults),
    );
  }

  #row({ line, shown, cells }, used, finding) {
    const errors = finding?.errors ?? [];
    const wrong = new Set(errors.map(({ column }) => column));
    const said = [
      ...errors.map(({ column, message }) =>
        h("li", { class: "issue wrong" }, icon("warning", "icon small"), h("div", {}, h("b", {}, column), "：", message)),
      ),
      ...issueLines(finding, this.sources),
    ];
    const body = h(
      "tbody",
      { role: "rowgroup", "data-line": String(line), "data-stage": errors.length ? "wrong" : (finding?.outcome?.stage ?? "") },
      h(
        "tr",
        { role: "row" },
        h("th", { scope: "row", role: "rowheader", class: "line", "data-name": T.line }, String(shown)),
        used.map(({ name, at }) =>
          h(
            "td",
            { role: "cell", "data-name": name, class: `${cells[at]?.trim() ? "" : "empty"}${wrong.has(name) ? " invalid" : ""}` },
            h("bdi", {}, cells[at] ?? ""),
          ),
        ),
        h("td", { role: "cell", class: "state", "data-name": T.state }, stage(finding, errors)),
      ),
    );
    if (said.length)
      body.append(
        h(
          "tr",
          { role: "row", class: "said" },
          h("td", { role: "cell", colspan: String(used.length + 2) }, h("ul", { class: "issues", role: "list" }, said)),
        ),
      );
    return body;
  }

  async #copy(title, text) {
    setText(this.told, (await copyText(text(), this.place, title)) ? T.copied : "");
  }
}

function stage(finding, errors) {
  if (errors.length) return h("span", { class: "stage wrong" }, icon("warning", "icon small"), WORDS.rowError);
  if (!finding?.outcome) return null;
  const { stage: reached, counted, hours: all } = finding.outcome;
  const partly = reached !== "excluded" && String(counted) !== String(all);
  return h(
    "span",
    { class: `stage ${reached}` },
    h("i", { class: `swatch ${reached}` }),
    WORDS.stages[reached],
    partly ? ` ${hours(counted)}` : null,
  );
}
