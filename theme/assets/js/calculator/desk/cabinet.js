// Where ledgers are kept between visits: IndexedDB of this browser, one record a city and year.
//
// A record carries a revision. It is only overwritten by the one who knows the newest revision, checked in the
// same transaction, so that two tabs cannot destroy each other's rows in silence.

import { lift, SCHEMA, TooNew } from "./lifts.js";

const DATABASE = "xueshi";
const STORE = "ledgers";

/** The record was changed by another tab since this one read it. */
export class Conflict extends Error {}

export class Cabinet {
  #database = null;

  /** Body and revision of a record, and who wrote it; body is null where nothing is kept. */
  async load(key) {
    const record = await this.#run("readonly", (store) => store.get(key));
    if (!record) return { body: null, revision: 0, by: null };
    return { body: lift(record), revision: record.revision, by: record.by ?? null };
  }

  /** Keeps a body that was made from `revision`, by `by`; gives the new revision. `force` overwrites in any case. */
  async save(key, body, revision, { by = null, force = false } = {}) {
    let next = 0;
    await this.#run("readwrite", (store, fail) => {
      const reading = store.get(key);
      reading.onsuccess = () => {
        const found = reading.result;
        if (found?.schema > SCHEMA) return fail(new TooNew(`schema ${found.schema}`));
        if (!force && (found?.revision ?? 0) !== revision) return fail(new Conflict(key));
        next = (found?.revision ?? 0) + 1;
        return store.put({ key, schema: SCHEMA, revision: next, by, saved: new Date().toISOString(), body });
      };
    });
    return next;
  }

  async remove(key) {
    await this.#run("readwrite", (store) => store.delete(key));
  }

  // A phone that slept, or a browser short of memory, may have cut the line to the database: a new one is tried once.
  async #run(mode, work) {
    try {
      return await this.#once(mode, work);
    } catch (error) {
      if (error instanceof Conflict || error instanceof TooNew || error?.name === "QuotaExceededError") throw error;
      this.#database = null;
      return this.#once(mode, work);
    }
  }

  async #once(mode, work) {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      let reason = null;
      const fail = (error) => {
        reason = error;
        transaction.abort();
      };
      const request = work(transaction.objectStore(STORE), fail);
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(reason ?? transaction.error ?? new Error("aborted"));
    });
  }

  #open() {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => {
        // Another tab with a newer page may want to change the database: let it.
        request.result.onversionchange = () => {
          request.result.close();
          this.#database = null;
        };
        // The browser may close it by itself; the next one asks anew.
        request.result.onclose = () => {
          this.#database = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error("blocked"));
    }).catch((error) => {
      this.#database = null;
      throw error;
    });
    return this.#database;
  }
}
