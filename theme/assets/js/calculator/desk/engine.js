// Python, as the desk needs it: started once, called one message after the other, its state told.

import { afterAwake, RuntimeFailure } from "../../runtime/client.js";

const SLOWEST = 180; // seconds awake after which a call counts as failed (50,000 rows take a few)

export class Engine {
  #begin;
  #recover;
  #tell;
  #runtime = null;
  #ready = null;

  /**
   * @param {() => object} begin makes a runtime: `{ready, call, stop, onprogress}`
   * @param {(call: Function) => Promise} recover what a Python must be told that took the place of another
   * @param {(state: object) => void} tell hears `{state: "loading"|"ready"|"failed", …}`
   */
  constructor(begin, recover, tell) {
    this.#begin = begin;
    this.#recover = recover;
    this.#tell = tell;
  }

  /** Starts Python unless that was done; resolves when it can be called. Errors: RuntimeFailure. */
  start() {
    this.#ready ??= this.#boot();
    return this.#ready;
  }

  /** The answer of `xueshi.page.handle(operation, payload)`. Errors: RuntimeFailure. */
  call(operation, payload) {
    return this.#call(operation, payload, true);
  }

  async #call(operation, payload, isFirst) {
    await this.start();
    const runtime = this.#runtime;
    const send = () => within(SLOWEST, runtime.call(operation, payload));
    try {
      return await send().catch(async (error) => {
        // A Python that broke down was replaced by one that knows no rules yet: tell it, and ask again.
        if (error.code !== "python") throw error;
        await this.#recover((...message) => runtime.call(...message));
        return send();
      });
    } catch (error) {
      // Another call has brought Python down: this one, which did nothing wrong, is asked of a new one.
      if (error.code === "stopped" && isFirst) return this.#call(operation, payload, false);
      if (runtime === this.#runtime) this.#fail(error);
      throw error;
    }
  }

  /** Loads more of Python than every page needs. Errors: RuntimeFailure, after which all else goes on. */
  extend(name) {
    return within(SLOWEST, this.#runtime.extend(name));
  }

  async #boot() {
    this.#tell({ state: "loading", phase: "download", loaded: 0, total: 0 });
    const runtime = this.#begin();
    this.#runtime = runtime;
    runtime.onprogress = (progress) => this.#tell({ state: "loading", ...progress });
    try {
      await runtime.ready;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    runtime.onready = () => this.#tell({ state: "ready" }); // another may take its place
    runtime.onready();
  }

  // A runtime that failed is given up; the next `start` makes a new one.
  #fail(error) {
    this.#runtime?.stop();
    this.#runtime = null;
    this.#ready = null;
    this.#tell({ state: "failed", code: error.code, message: error.message });
  }
}

function within(seconds, promise) {
  return new Promise((resolve, reject) => {
    const callOff = afterAwake(seconds, () => reject(new RuntimeFailure("timeout")));
    promise.then(resolve, reject).finally(callOff);
  });
}
