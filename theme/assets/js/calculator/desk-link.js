// The page's end of the line to the desk: `ask` for an answer, `on` for what the desk says unasked.

import { lend } from "../runtime/early.js";
import { Lent } from "./desk/lent.js";

const TYPED = new Set(["set", "answer", "edit"]); // what a person does by typing

/** The desk could not do what it was asked; `code` says why (`crash`: a fault of the program). */
class DeskError extends Error {
  constructor({ code, detail }) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

export class DeskLink {
  #send = null;
  #queue = [];
  #waiting = new Map();
  #heard = new Map();
  #next = 1;
  #worker = null;
  #broken = null;
  #python = lend();

  constructor() {
    this.on("dismissed", () => this.#python?.worker.terminate());
    this.on("outdated", () => document.dispatchEvent(new Event("xueshi-outdated")));
    try {
      this.#worker = new Worker(new URL("desk/worker.js", import.meta.url), { type: "module" });
    } catch {
      this.#stayHere();
      return;
    }
    this.#worker.onmessage = ({ data }) => {
      if (data.event !== "hello") this.#receive(data);
      else if (data.nested) this.#hire();
      else this.#stayHere();
    };
    this.#worker.onerror = () => {
      if (!this.#send) this.#stayHere();
    };
  }

  /** Calls a method of the desk. Errors: DeskError. */
  ask(act, detail = {}) {
    if (this.#broken) return Promise.reject(this.#broken);
    const n = this.#next;
    this.#next += 1;
    const message = { n, act, ...detail };
    const answer = new Promise((resolve, reject) => this.#waiting.set(n, { message, resolve, reject }));
    if (this.#send) this.#send(message);
    else this.#queue.push(message);
    return answer;
  }

  /** As `ask`, where the engine failing is shown elsewhere: null then. */
  async try(act, detail) {
    try {
      return await this.ask(act, detail);
    } catch (error) {
      if (error.code === "crash") throw error;
      return null;
    }
  }

  /** What was typed and is not known to have reached the desk. */
  get typed() {
    return [...this.#waiting.values()].map(({ message }) => message).filter(({ act }) => TYPED.has(act));
  }

  on(event, listener) {
    this.#heard.set(event, listener);
  }

  close() {
    this.#worker?.terminate();
    this.#python?.worker.terminate();
    this.#waiting.clear();
  }

  // The desk gets the Python that the page has started already.
  #hire() {
    const python = this.#python;
    const worker = this.#worker;
    if (python) worker.postMessage({ port: python.port }, [python.port]);
    python?.broken.then((broken) => worker.postMessage({ broken }));
    this.#connect((message) => worker.postMessage(message));
  }

  #connect(send) {
    this.#send = send;
    for (const message of this.#queue.splice(0)) send(message);
  }

  // Old browsers start no worker from a worker: the same desk, on the page's own thread.
  async #stayHere() {
    this.#worker?.terminate();
    try {
      const [{ serve }, { startRuntime }] = await Promise.all([
        import("./desk/desk.js"),
        import("../runtime/client.js"),
      ]);
      const python = this.#python;
      const lent = python && new Lent(python.port, () => python.worker.terminate());
      python?.broken.then((message) => lent.break(message));
      const send = (message) => queueMicrotask(() => this.#receive(message));
      this.#connect(serve(send, (options) => startRuntime({ ...options, lent: lent?.take() })));
    } catch (error) {
      this.#broken = new DeskError({ code: "network", detail: String(error) });
      for (const { reject } of this.#waiting.values()) reject(this.#broken);
      this.#waiting.clear();
    }
  }

  #receive({ n, value, error, event, ...detail }) {
    if (event) {
      this.#heard.get(event)?.(detail);
      return;
    }
    const waiting = this.#waiting.get(n);
    this.#waiting.delete(n);
    if (error) waiting?.reject(new DeskError(error));
    else waiting?.resolve(value);
  }
}
