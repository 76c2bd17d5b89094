// What a page that is left takes along (../leaving.js): the ledger as far as it is not kept yet, and what was typed
// since. The page is told of every change; at the next visit it brings back what it wrote down.

import { SCHEMA } from "./lifts.js";
import { idsOf, SMALL } from "./since.js";

/**
 * What the page is to hold ready; null where nothing may be taken along.
 *
 * @param {{keeper: object, book: object, make: Function|null}} parts `make` gives the body, null where it is kept
 */
export function leftOf({ keeper: { state, mark }, book, make }) {
  if (["conflict", "newer"].includes(state)) return null;
  const { runs, length } = book;
  // To hand over a large one with every key would cost the page too much: of it the desk writes down what changes.
  const body = length > SMALL ? null : (make?.() ?? null);
  return { schema: SCHEMA, ...mark, isKept: body === null, body, runs };
}

/** The part of a record that a page left behind; the record itself where nothing of use was left. */
export function restOf(left, { body, revision, by }) {
  const isOurs = left?.schema === SCHEMA && (by === left.by || revision === left.revision);
  if (left?.schema !== SCHEMA || !(isOurs || left.body)) return { body, revision, taken: false };
  return { body: left.body ?? body, revision: isOurs ? revision : left.revision, taken: true };
}

/**
 * What was typed and never reached the desk, for the rows as they are called now; where other rows have been kept
 * since, nobody knows which is which, and only what belongs to no row is taken.
 *
 * @param {{revision: number, by: string, ids: number[]}} kept what the rows were called by whom, as runs
 */
export function typedAgain(left, book, kept) {
  const { typed } = left;
  const known = namesIn(left, kept);
  const named = new Map(known.map((id, at) => [id, book.rows[at]?.id]));
  const again = typed.filter(({ id, row }) => [id, row].every((old) => (old ?? null) === null || named.get(old)));
  return again.map(({ act, id, row, question, value, column, mode, totals }) => ({
    act,
    detail: { id: named.get(id), row: named.get(row) ?? null, question, value, column, mode, totals },
  }));
}

// What the page that was left called the rows, in their order.
function namesIn({ body, by, revision, ids, runs }, kept) {
  const own = ids ?? idsOf(runs ?? []); // a list in what an earlier version of this page left behind
  if (body) return own;
  if (kept.by === by && kept.ids) return idsOf(kept.ids);
  return revision === kept.revision ? own : [];
}
