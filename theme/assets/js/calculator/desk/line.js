// A line to one store of one database of this browser, opened when it is needed and made anew when it was cut.

export class Line {
  #name;
  #store;
  #path;
  #database = null;

  /** @param {string} path name of the part of a record by which it is found */
  constructor(name, store, path) {
    this.#name = name;
    this.#store = store;
    this.#path = path;
  }

  /**
   * The result of a request that `work(store, fail)` makes, once it is written; `fail(error)` gives it up with that
   * error. A phone that slept, or a browser short of memory, may have cut the line: a new one is tried once, unless
   * `isMeant(error)`.
   */
  async run(mode, work, isMeant = () => false) {
    try {
      return await this.#once(mode, work);
    } catch (error) {
      if (isMeant(error) || error?.name === "QuotaExceededError") throw error;
      this.#database = null;
      return this.#once(mode, work);
    }
  }

  async #once(mode, work) {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(this.#store, mode);
      let reason = null;
      const fail = (error) => {
        reason = error;
        transaction.abort();
      };
      const request = work(transaction.objectStore(this.#store), fail);
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(reason ?? transaction.error ?? new Error("aborted"));
    });
  }

  #open() {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(this.#store, { keyPath: this.#path });
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
