// Where ledgers are kept between visits: IndexedDB of this browser, one record a city and year.
//
// A record carries a revision. It is only overwritten by the one who knows the newest revision, checked in the
// same transaction, so that two tabs cannot destroy each other's rows in silence.

import { lift, SCHEMA, TooNew } from "./lifts.js";
import { Line } from "./line.js";

/** The record was changed by another tab since this one read it. */
export class Conflict extends Error {}

const isMeant = (error) => error instanceof Conflict || error instanceof TooNew;

export class Cabinet {
  #line = new Line("xueshi", "ledgers", "key");

  /**
   * Body and revision of a record, who wrote it (`by`), what its rows were called there (`ids`, as runs) and which
   * change of the writer's was the last in it (`turn`); body is null where nothing is kept.
   */
  async load(key) {
    const record = await this.#line.run("readonly", (store) => store.get(key));
    if (!record) return { body: null, revision: 0, by: null };
    const { revision, by = null, ids = null, turn = 0 } = record;
    return { body: lift(record), revision, by, ids, turn };
  }

  /**
   * Keeps a body that was made from `revision`; gives the new revision. `about`: `by`, `ids` and `turn` as `load` gives
   * them. `force` overwrites in any case.
   */
  async save(key, body, revision, { about = {}, force = false } = {}) {
    let next = 0;
    const work = (store, fail) => {
      const reading = store.get(key);
      reading.onsuccess = () => {
        const found = reading.result;
        if (found?.schema > SCHEMA) return fail(new TooNew(`schema ${found.schema}`));
        if (!force && (found?.revision ?? 0) !== revision) return fail(new Conflict(key));
        next = (found?.revision ?? 0) + 1;
        return store.put({ key, schema: SCHEMA, revision: next, ...about, saved: new Date().toISOString(), body });
      };
    };
    await this.#line.run("readwrite", work, isMeant);
    return next;
  }

  async remove(key) {
    await this.#line.run("readwrite", (store) => store.delete(key));
  }
}
