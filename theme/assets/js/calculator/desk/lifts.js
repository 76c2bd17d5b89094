// What was kept by an older version of this page, made into what this version keeps. A body of every version that was
// ever published can be read: one step a version, each from one to the next, none ever changed afterwards.

/** Version of the shape in which a ledger is kept. */
export const SCHEMA = 1;

/** The record was written by a newer version of this page; it is left alone. */
export class TooNew extends Error {}

// version -> function that turns a body of that version into one of the next
const LIFTS = {};

/**
 * The body of a record in the shape of this version.
 *
 * @param {{schema: number, body: object}} record as it was kept
 * @param {{schema: number, lifts: object}} [to] the shape wanted and the steps that lead there
 */
export function lift(record, { schema = SCHEMA, lifts = LIFTS } = {}) {
  if (record.schema > schema) throw new TooNew(`schema ${record.schema}`);
  let body = record.body;
  for (let version = record.schema; version < schema; version += 1) body = lifts[version](body);
  return body;
}
