// What a page that is left takes along (../leaving.js): the ledger as far as it is not kept yet, and what was typed
// since. The page is told of every change; at the next visit it brings back what it wrote down.

import { SCHEMA } from "./lifts.js";

const MOST = 500; // rows; to hand over more with every key would cost the page too much

/**
 * What the page is to hold ready; null where nothing may be taken along.
 *
 * @param {{keeper: object, book: object, make: Function|null}} parts `make` gives the body, null where it is kept
 */
export function leftOf({ keeper: { state, mark }, book, make }) {
  if (["conflict", "newer"].includes(state) || book.length > MOST) return null;
  const ids = book.rows.map((row) => row.id);
  return { schema: SCHEMA, ...mark, isKept: make === null, body: make?.() ?? null, ids };
}

/** The part of a record that a page left behind; the record itself where nothing of use was left. */
export function restOf(left, { body, revision, by }) {
  const isOurs = left?.schema === SCHEMA && (by === left.by || revision === left.revision);
  if (left?.schema !== SCHEMA || !(isOurs || left.body)) return { body, revision, taken: false };
  return { body: left.body ?? body, revision: isOurs ? revision : left.revision, taken: true };
}

/**
 * What was typed and never reached the desk, for the rows as they are called now; where other rows have been kept
 * since (`revision`), nobody knows which is which, and only what belongs to no row is taken.
 */
export function typedAgain({ typed, ids, body, revision: seen }, book, revision) {
  const known = body || seen === revision ? ids : [];
  const named = new Map(known.map((id, at) => [id, book.rows[at]?.id]));
  const again = typed.filter(({ id, row }) => [id, row].every((old) => (old ?? null) === null || named.get(old)));
  return again.map(({ act, id, row, question, value, column, mode, totals }) => ({
    act,
    detail: { id: named.get(id), row: named.get(row) ?? null, question, value, column, mode, totals },
  }));
}
