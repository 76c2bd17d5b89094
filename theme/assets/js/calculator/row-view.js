// One row of the ledger as it is read: its cells, how it stands, why; on a narrow page the same row is a card.

import { freshId, h } from "./dom.js";
import { hours } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

const DIFFERS = "platform_differs"; // the reason that names two different counts, and the columns they stand in
const COUNTS = ["学时", "平台显示"];
const LEVELS = { excluded: "excluded", warning: "warning", info: "info" };

/** Two or three lines of a table: the cells, and what is said of them. */
export function rowView(row, { columns, sources, onEdit, onRemove }) {
  const { line, cells, finding } = row;
  const errors = finding?.errors ?? [];
  const said = [...errorLines(errors), ...issueLines(finding, sources)];
  const wrong = new Map(errors.map((error, at) => [error.column, said[at].id]));
  const differ = new Set(finding?.outcome?.issues.some(({ code }) => code === DIFFERS) ? COUNTS : []);
  const body = h(
    "tr",
    { role: "row", class: `row${errors.length ? " wrong" : ""}`, "data-row": row.id },
    h(
      "th",
      { scope: "row", role: "rowheader", class: "line" },
      h("span", { class: "line-word" }, T.ledger.editing(line)),
      h("span", { class: "line-number" }, String(line)),
    ),
    columns.map((name, column) =>
      cellView(name, column, cells[column], { error: wrong.get(name), differs: differ.has(name), onEdit }),
    ),
    h("td", { role: "cell", class: "state" }, stateView(finding)),
    h(
      "td",
      { role: "cell", class: "act" },
      button("edit", T.ledger.edit(line), () => onEdit(0)),
      button("remove", T.ledger.remove(line), onRemove),
    ),
  );
  const box = h("tbody", { role: "rowgroup", class: "entry", "data-stage": finding?.outcome?.stage ?? "" }, body);
  if (said.length) {
    const span = String(columns.length + 3);
    box.append(
      h(
        "tr",
        { role: "row", class: "said" },
        h("td", { role: "cell", colspan: span }, h("ul", { class: "issues", role: "list" }, said)),
      ),
    );
  }
  return box;
}

/** Issues of a row as list items: level, sentence, source. */
export function issueLines(finding, sources) {
  return (finding?.outcome?.issues ?? []).map(({ level, message, source }) =>
    h(
      "li",
      { class: `issue ${LEVELS[level] ?? "info"}` },
      icon(LEVELS[level] ?? "info", "icon small"),
      h("div", {}, h("span", {}, message), " ", sources.note(source)),
    ),
  );
}

function errorLines(errors) {
  return errors.map(({ column, message }) =>
    h(
      "li",
      { class: "issue wrong", id: freshId("row-error") },
      icon("warning", "icon small"),
      h("div", {}, h("b", {}, column), "：", message),
    ),
  );
}

function cellView(name, column, text, { error, differs, onEdit }) {
  const empty = !text.trim();
  return h(
    "td",
    {
      role: "cell",
      class: `cell column-${column}${empty ? " empty" : ""}${error ? " invalid" : ""}${differs ? " differs" : ""}`,
      "data-name": name,
      "aria-describedby": error,
      on: { click: () => onEdit(column) },
    },
    error ? icon("warning", "icon small") : null,
    h("bdi", { class: "text" }, text),
  );
}

function stateView(finding) {
  if (finding?.errors.length) return h("span", { class: "stage wrong" }, icon("warning", "icon small"), T.rowError);
  if (!finding?.outcome) return null;
  const { stage, counted, hours: all } = finding.outcome;
  const partly = stage !== "excluded" && String(counted) !== String(all);
  return h(
    "span",
    { class: `stage ${stage}` },
    h("i", { class: `swatch ${stage}` }),
    T.stages[stage],
    partly ? ` ${hours(counted)}` : null,
  );
}

function button(name, label, handler) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, on: { click: handler } },
    icon(name),
  );
}
