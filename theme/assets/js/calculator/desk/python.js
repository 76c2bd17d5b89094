// Python with the rules of one city and year, which are opened before the first question about them.

import { Engine } from "./engine.js";

export class Python {
  #emit;
  #engine;
  #base = "";
  #key = "";
  #rules = null;
  #openKey = ""; // the rules that Python has open

  state = { state: "idle" };

  /** @param {(event: string, detail: object) => void} emit hears `engine`, `busy` and `outdated` */
  constructor(emit, startRuntime) {
    this.#emit = emit;
    this.#engine = new Engine(
      () => startRuntime({ base: this.#base }),
      (call) => this.#openRules(call),
      (state) => this.heard(state),
    );
  }

  /** City and year that are asked about, as `city/year`. */
  get key() {
    return this.#key;
  }

  /** Starts Python before it is known for which rules. */
  async warm(base) {
    this.#base = base;
    await this.#engine.start();
  }

  /** Says where the site lies, if nobody has said so yet. */
  settle(base) {
    this.#base ||= base;
  }

  /** Turns to the rules of another city and year. */
  turn(base, key, rules) {
    this.#base = base;
    this.#key = key;
    this.#rules = rules;
    this.#openKey = ""; // they may be newer ones
  }

  async start() {
    await this.#engine.start();
  }

  /** An answer that hangs on no rules; an answer with `error` where a part of Python is missing. Errors: RuntimeFailure. */
  async call(operation, payload) {
    const answer = await this.#engine.call(operation, payload);
    if (!answer.needs) return answer;
    try {
      await this.#engine.extend(answer.needs);
    } catch (error) {
      if (error.code === "outdated") this.#emit("outdated", {});
      return { error: error.message };
    }
    return this.#engine.call(operation, payload);
  }

  /** An answer about these rules, which are opened first. Errors: RuntimeFailure. */
  async ask(operation, payload) {
    const key = this.#key;
    if (this.#openKey !== key) await this.#openRules((...message) => this.#engine.call(...message));
    return this.call(operation, { key, ...payload });
  }

  heard(state) {
    if (state.state !== "ready") this.#openKey = "";
    this.state = state;
    this.#emit("engine", state);
  }

  /** Says what takes long, once it has taken that many milliseconds, and that it is over. */
  async busy(task, after, work) {
    const soon = setTimeout(() => this.#emit("busy", { task }), after);
    try {
      return await work();
    } finally {
      clearTimeout(soon);
      this.#emit("busy", { task: null });
    }
  }

  async #openRules(call) {
    const key = this.#key;
    await call("open_rules", { rules: this.#rules });
    this.#openKey = key;
  }
}
