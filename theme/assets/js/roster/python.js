// Python, as the roster needs it: the page's runtime with the pack of the roster on top, and the rules that a
// roster's people fall under. A Python that was replaced knows nothing of the roster: the call fails then.

import { Engine } from "../calculator/desk/engine.js";
import { fetchCityYear } from "../calculator/desk/fetch.js";
import { RuntimeFailure, startRuntime } from "../runtime/client.js";

const DOOR = "xueshi.roster.page.door:";
const PACK = "roster";

export class Python {
  #base;
  #engine;
  #equipped = null;

  /** @param {(state: object) => void} tell hears `{state: "idle"|"loading"|"ready"|"failed", …}` */
  constructor(base, tell) {
    this.#base = base;
    this.#engine = new Engine(
      () => startRuntime({ base }),
      async () => {
        throw new RuntimeFailure("python", "the roster's Python was replaced");
      },
      (state) => {
        if (state.state !== "ready") this.#equipped = null;
        tell(state);
      },
    );
  }

  /** Starts Python and adds the pack; told twice, it does so once. Errors: RuntimeFailure. */
  async start() {
    await this.#engine.start();
    this.#equipped ??= this.#engine.extend(PACK).catch((error) => {
      if (error.code === "outdated") document.dispatchEvent(new Event("xueshi-outdated"));
      this.#equipped = null;
      throw error;
    });
    await this.#equipped;
  }

  /** The answer of the roster's door. Errors: RuntimeFailure. */
  async call(operation, payload = {}) {
    await this.start();
    return this.#engine.call(DOOR + operation, payload);
  }

  /** The published rules of `city/year`; null where it is not on file. Errors: RuntimeFailure. */
  async rules(key) {
    return (await fetchCityYear(this.#base, key))?.rules ?? null;
  }

  /** What the calculator's form shows of `city/year`: subjects, axes, documents. Errors: RuntimeFailure. */
  async sheet(key) {
    return (await fetchCityYear(this.#base, key))?.sheet ?? null;
  }
}
