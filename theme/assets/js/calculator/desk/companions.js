// What stands beside the calculator on a page and needs the same Python: the training fund, forms to fill in.

import { XLSX } from "./kinds.js";

export class Companions {
  #desk;

  /** @param {object} desk what the clerks of desk.js share */
  constructor(desk) {
    this.#desk = desk;
  }

  /** The sums of the training fund, or which amounts cannot be read. */
  async funding({ base, ...detail }) {
    return this.#call(base, "funding", detail);
  }

  /** A filled form as a file to save, or `{error}`. */
  async form({ base, ...detail }) {
    const { bytes, name, error } = await this.#call(base, "write_form", detail);
    return error ? { error } : { blob: new Blob([bytes], { type: XLSX }), name };
  }

  // A companion may be used before the calculator is open.
  #call(base, operation, detail) {
    const { python } = this.#desk;
    python.settle(base);
    return python.call(operation, detail);
  }
}
