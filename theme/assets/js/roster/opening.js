// From a file to its rows: Python is got ready, the rules are brought, what is unclear is asked, everything is read.

import { RuntimeFailure } from "../runtime/client.js";
import { T } from "./text.js";

export class Opening {
  #engine = { state: "idle" };
  #waits = false; // for Python, which has something to open

  /**
   * @param {{session: object, cities: object[], start: object, columns: object, progress: object,
   *   onState: (state: string) => void, onRefused: (message: string) => void, onRows: Function}} parts
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  get isReady() {
    return this.#engine.state === "ready";
  }

  /** Hears how Python is getting on. */
  heard(state) {
    this.#engine = state;
    if (state.state === "loading" && this.#waits) this.#tellLoading();
  }

  #tellLoading() {
    const { phase, loaded, total } = this.#engine;
    const download = phase === "download" && total > 0;
    const words = download ? `${T.preparing} · ${T.megabytes(loaded, total)}` : T.preparing;
    this.progress.show(words, download ? loaded / total : null);
  }

  /** Opens {file} or {text} under the city, year and day that are chosen. */
  open(source) {
    const { key, today } = this.start;
    return this.#open({ ...source, key, today });
  }

  /** Opens once more what was opened last. */
  again() {
    return this.#open(this.session.source);
  }

  async #open(source) {
    const { session } = this;
    session.source = source;
    this.start.say("");
    this.onState("working");
    if (this.isReady) this.#tellOpening();
    else this.#tellLoading();
    this.progress.stop.focus();
    let bytes;
    try {
      this.#waits = true;
      bytes = source.file ? await source.file.arrayBuffer() : undefined;
      await session.python.start();
    } catch (error) {
      const failure = error instanceof RuntimeFailure ? error : new RuntimeFailure("memory", String(error));
      if (session.source === source) session.onFail(failure);
      return;
    } finally {
      if (session.source === source) this.#waits = false;
    }
    if (session.source !== source) return;
    this.#tellOpening();
    const { key, today, text } = source;
    const cities = this.cities.map(({ id, name }) => ({ id, name }));
    if (!(await session.call("open", { name: this.#name, text, key, today, cities, bytes }))) return;
    if (session.source === source) await this.#look();
  }

  // A large file is looked through in steps, so that nobody has to wait who wants no more of it.
  async #look() {
    const { session } = this;
    const { source } = session;
    const step = (count) => session.python.call("look", { count });
    const answer = await session.run(step, ({ share }) => this.progress.show(T.opening(this.#name), share));
    if (!answer || session.source !== source) return;
    if (answer.stopped) this.onRefused(T.stoppedReading);
    else if (answer.error) this.onRefused(answer.error);
    else await this.#go("settle", { answers: {} });
  }

  get #name() {
    return this.session.source.file?.name ?? T.pasted;
  }

  #tellOpening() {
    this.progress.show(T.opening(this.#name), null);
  }

  /** Answers about columns, by question. */
  async settle(answers) {
    this.onState("working");
    this.#tellOpening();
    await this.#go("settle", { answers });
  }

  async #go(operation, payload) {
    const { session } = this;
    const { source } = session;
    const answer = await session.call(operation, payload);
    if (!answer || session.source !== source) return;
    if (answer.error) this.onRefused(answer.error);
    else if (answer.keys.length) {
      // The rules add words to what a header may be called: they are brought before the columns are settled.
      if (await session.bringRules(answer.keys)) await this.#go("settle", { answers: {} });
    } else if (answer.questions.length) {
      this.onState("columns");
      this.columns.ask(answer);
    } else await this.#read();
  }

  async #read() {
    const { session } = this;
    const { source } = session;
    const step = (count) => session.python.call("read", { count });
    const answer = await session.run(step, ({ rows, share }) => this.progress.show(T.reading(rows), share));
    if (!answer || session.source !== source) return;
    if (answer.stopped) this.onRefused(T.stoppedReading);
    else if (answer.error) this.onRefused(answer.error);
    else if (await session.bringRules(answer.keys)) this.onRows();
  }
}
