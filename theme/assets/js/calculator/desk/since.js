// What has changed in a large ledger since it was last kept as a whole: a few rows and the order of all, as plain
// data. Rows are called by the ids that the page gave them which wrote it; long orders of ids are kept as runs.

import { SCHEMA } from "./lifts.js";

/** Rows up to which a ledger is small: kept as a whole at once, and handed over whole to a page that is left. */
export const SMALL = 500;

const MOST = 500; // changed rows; with more of them the whole is as quickly kept

/** Ids in their order as [first, count, first, count, …]. */
export function runsOf(ids) {
  const runs = [];
  for (const id of ids) {
    if (runs.length && runs.at(-2) + runs.at(-1) === id) runs[runs.length - 1] += 1;
    else runs.push(id, 1);
  }
  return runs;
}

/** The ids of such runs. */
export function idsOf(runs) {
  const ids = [];
  for (let at = 0; at < runs.length; at += 2) for (let more = 0; more < runs[at + 1]; more += 1) ids.push(runs[at] + more);
  return ids;
}

/** How the rows stand now, to be compared with later: a row is never changed in place, only its parts are replaced. */
export function shotOf(book) {
  const rows = new Map(book.rows.map(({ id, cells, answers, asked }) => [id, { cells, answers, asked }]));
  return { runs: book.runs, rows };
}

/**
 * What differs from a whole copy, or from the one that may have taken its place meanwhile; null where the whole is to
 * be kept instead.
 *
 * @param {{runs: number[], rows: Map}} kept the rows of that copy, as `shotOf` gave them
 * @param {{rows: Map}|null} made of the copy that is being kept
 * @param {object} book as it stands now
 */
export function changesSince(kept, made, book) {
  if (kept.rows.size <= SMALL) return null;
  const copies = made ? [kept.rows, made.rows] : [kept.rows];
  const differs = (row, was) => !was || ["cells", "answers", "asked"].some((part) => was[part] !== row[part]);
  const isChanged = (row) => copies.some((rows) => differs(row, rows.get(row.id)));
  const changed = book.rows.filter(isChanged);
  if (changed.length > MOST) return null;
  return { ids: kept.runs, order: book.runs, rows: changed.map((row) => [row.id, book.plain(row)]) };
}

/**
 * A kept record with what its writer, or who went on from it, wrote down since; null where there is nothing of use.
 *
 * @param {object[]} notes `{schema, by, turn, revision, saved, form, ids, order, rows}` each
 * @param {{body, revision, by, ids, turn}} record `ids`: runs; `turn`: of its writer, when it was made
 */
export function goneOn(notes, { body, revision, by, ids, turn }) {
  const isNewer = (note) => (note.by === by ? ids && note.turn > turn : note.revision === revision);
  const sound = notes.filter((note) => note.schema === SCHEMA && isNewer(note));
  const note = sound.sort((one, other) => (one.saved < other.saved ? 1 : -1))[0];
  if (!note) return null;
  const were = idsOf(note.by === by ? ids : note.ids);
  if (were.length !== body.rows.length) return null;
  const rows = new Map(were.map((id, at) => [id, body.rows[at]]));
  for (const [id, row] of note.rows) rows.set(id, row);
  const order = idsOf(note.order);
  if (!order.every((id) => rows.has(id))) return null;
  return { body: { ...note.form, rows: order.map((id) => rows.get(id)) }, by: note.by, ids: note.order };
}
