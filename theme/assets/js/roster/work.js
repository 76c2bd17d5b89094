// Long work in short steps: Python does a part, the page breathes, the next part follows; it can be stopped between.

const GOAL = 120; // milliseconds that a step should take
const FIRST = 20;
const MOST = 5_000;

export class Work {
  #stopped = false;
  #size = FIRST;

  /** @param {(count: number) => Promise<{finished: boolean}>} step does so many more; @param {Function} tell hears each answer */
  constructor(step, tell) {
    this.step = step;
    this.tell = tell;
  }

  /** Runs to the end: true; or until it is stopped: false. Errors: those of a step. */
  async run() {
    for (;;) {
      const began = performance.now();
      const answer = await this.step(this.#size);
      if (this.#stopped) return false;
      this.tell(answer);
      if (answer.finished || answer.error) return true;
      const took = Math.max(1, performance.now() - began);
      this.#size = Math.min(MOST, Math.max(1, Math.round(this.#size * Math.min(4, GOAL / took))));
    }
  }

  /** No further step is taken; what is being done is done in vain. */
  stop() {
    this.#stopped = true;
  }
}
