// A verdict sorted for drawing: what it says of each row, and the rest cut to what a page can show.

const LIST = 50; // entries of one list or one level of the explanation that travel to the page
const ROWS = 20; // row errors named in the panel

/** Row id -> {outcome, errors, serious}; `ids` are the rows in the order in which they were judged. */
export function byRow(verdict, ids) {
  const found = new Map();
  const at = (line) => {
    const id = ids[line - 2];
    if (!found.has(id)) found.set(id, { outcome: null, errors: [], serious: false });
    return found.get(id);
  };
  for (const outcome of verdict.rows) {
    const entry = at(outcome.row);
    entry.outcome = outcome;
    entry.serious ||= outcome.issues.some((issue) => issue.level !== "info");
  }
  for (const error of verdict.row_errors) {
    if (error.row === null) continue;
    const entry = at(error.row);
    entry.errors.push(error);
    entry.serious = true;
  }
  return found;
}

/** The verdict without its rows; long lists cut, their full length beside them. */
export function brief(verdict, ids) {
  const { rows, row_errors: errors, questions, explanation, next_steps: steps, ...rest } = verdict;
  return {
    ...rest,
    row_errors: errors.slice(0, ROWS).map((error) => ({ ...error, id: ids[error.row - 2] ?? null })),
    row_errors_total: errors.length,
    problems: rows.filter((row) => row.issues.some((issue) => issue.level !== "info")).length,
    questions: questions.slice(0, ROWS).map((question) => ({ ...question, of: ids[question.row - 2] ?? null })),
    questions_total: questions.length,
    next_steps: steps.slice(0, LIST),
    explanation: explanation && cut(explanation),
  };
}

function cut(node) {
  const children = node.children.slice(0, LIST).map(cut);
  return { ...node, children, more: node.children.length - children.length };
}
