// A worker of the page, at the far end of a port: what client.js wants of a worker.

export class Lent {
  #port;
  #dismiss;
  #broken = null;
  #onerror = null;

  /** @param {Function} dismiss has the page end the worker */
  constructor(port, dismiss) {
    this.#port = port;
    this.#dismiss = dismiss;
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
