// One roster at work in Python, step after step; nothing here draws. What fails is told once, and null is given.

import { RuntimeFailure } from "../runtime/client.js";
import { Work } from "./work.js";

export class Session {
  source = null; // what was opened last: a file or text, with city, year and day
  #work = null;
  #files = 0;
  #sheets = new Map();

  /** @param {{python: object, cities: object[], onFail: (failure: RuntimeFailure) => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** Whether steps are being taken. */
  get busy() {
    return this.#work !== null;
  }

  /** The answer of an operation; null where it failed. What fails for a roster that is open no more is not told. */
  async call(operation, payload) {
    const { source } = this;
    try {
      return await this.python.call(operation, payload);
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      if (this.source === source) this.onFail(error);
      return null;
    }
  }

  /** Takes steps to the end: the last answer, `{stopped: true}` where it was stopped; null where it failed. */
  async run(step, tell) {
    let last = null;
    const work = new Work(step, (answer) => {
      last = answer;
      if (!answer.error) tell(answer);
    });
    this.#work = work;
    try {
      const ended = await work.run();
      return ended ? last : { stopped: true };
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      // What fails after a stop is told, too, unless something else has begun, or nothing is open any more.
      if (this.source && (this.#work ?? work) === work) this.onFail(error);
      return null;
    } finally {
      if (this.#work === work) this.#work = null;
    }
  }

  /** Stops the steps that are being taken, also the one at hand; says whether there were any. */
  stop() {
    const { busy } = this;
    this.#work?.stop();
    this.#work = null;
    return busy;
  }

  /**
   * Gives Python the rules of cities and years, null of those that are not on file; says whether it has them, and the
   * roster that they are for is still open.
   */
  async bringRules(keys) {
    const { source } = this;
    try {
      for (const key of keys) {
        const rules = this.#isOnFile(key) ? await this.python.rules(key) : null;
        if (this.source !== source) return false;
        await this.python.call("rules", { key, rules });
      }
      return this.source === source;
    } catch (error) {
      if (!(error instanceof RuntimeFailure)) throw error;
      if (this.source === source) this.onFail(error);
      return false;
    }
  }

  #isOnFile(key) {
    const [id, year] = key.split("/");
    return this.cities.some((city) => city.id === id && city.years.map(String).includes(year));
  }

  /** What the calculator's form shows of `city/year`; null where it is not on file. */
  sheet(key) {
    if (!this.#isOnFile(key)) return null;
    if (!this.#sheets.has(key)) this.#sheets.set(key, this.python.sheet(key).catch(() => null));
    return this.#sheets.get(key);
  }

  /** Makes a file in steps: `{parts, name}`, `{stopped: true}`, or null. Python keeps no copy of what it gave. */
  async file(payload, tell) {
    const parts = [];
    const mark = (this.#files += 1);
    let begin = true;
    const step = (count) => {
      const answer = this.python.call("export", { ...payload, mark, count, begin });
      begin = false;
      return answer;
    };
    const file = await this.run(step, ({ share, bytes }) => {
      parts.push(bytes);
      tell(share);
    });
    if (file?.stopped) await this.call("give_up", { mark });
    return file && { ...file, parts };
  }
}
