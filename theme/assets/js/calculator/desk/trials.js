// A city and year that are not on file, tried under the rules of another. Nothing of it is kept.

import { fetchCityYear } from "./fetch.js";
import { brief } from "./findings.js";

export class Trials {
  #desk;

  /** @param {object} desk what the clerks of desk.js share */
  constructor(desk) {
    this.#desk = desk;
  }

  /** Takes up the rules of one city and year to try another city by them. Gives the sheet. */
  async borrow({ base, key }) {
    const { form, python } = this.#desk;
    const turn = this.#desk.turn();
    this.#desk.leave();
    form.lift(null);
    const found = await fetchCityYear(base, key);
    if (this.#desk.isNow(turn)) python.turn(base, key, found?.rules);
    return found?.sheet ?? null;
  }

  /** The answer for a city and year that are not on file, with the trial under the rules that were borrowed. */
  async trial(detail) {
    const verdict = await this.#desk.python.ask("trial", detail);
    return { ...verdict, trial: { ...verdict.trial, result: brief(verdict.trial.result, []) } };
  }
}
