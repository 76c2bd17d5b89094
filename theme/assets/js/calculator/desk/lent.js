// A worker of the page, at the far end of a port: what client.js wants of a worker.

export class Lent {
  #port;
  #dismiss;
  #broken = null;
  #onerror = null;
  #isTaken = false;

  /** @param {Function} dismiss has the page end the worker */
  constructor(port, dismiss) {
    this.#port = port;
    this.#dismiss = dismiss;
  }

  /** This worker, the first time it is asked for: it is lent once, and still told later that it broke. */
  take() {
    if (this.#isTaken) return null;
    this.#isTaken = true;
    return this;
  }

  set onmessage(hear) {
    this.#port.onmessage = hear;
  }

  set onerror(hear) {
    this.#onerror = hear;
    if (this.#broken !== null) this.break(this.#broken);
  }

  /** The worker could not be loaded. */
  break(message) {
    this.#broken = message;
    this.#onerror?.({ message, preventDefault() {} });
  }

  postMessage(message) {
    this.#port.postMessage(message);
  }

  terminate() {
    this.#port.close();
    this.#dismiss();
  }
}
