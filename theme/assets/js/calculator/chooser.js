// City and year for a calculator that stands on no city-year's page. Cities without a notice on file are told apart:
// choosing one gives no verdict, because nothing is inherited from another city or year.

import { fill, freshId, h } from "./dom.js";
import { T } from "./text.js";

const OTHER = "other"; // any year of which nothing is on file

export class Chooser {
  /**
   * @param {(city: string, year: string) => void} onChoose hears a city and year that are on file
   * @param {(city: object, year: string) => void} onAbsent hears a city of which nothing is on file, or one of
   *   whose other years (named, or empty) nothing is
   */
  constructor(cities, onChoose, onAbsent) {
    this.cities = cities;
    this.onChoose = onChoose;
    this.onAbsent = onAbsent;
    const cityId = freshId("city");
    const yearId = freshId("year");
    const on = cities.filter((city) => city.years.length);
    const off = cities.filter((city) => !city.years.length);
    const option = (city) => h("option", { value: city.id }, city.name);
    this.city = h(
      "select",
      { id: cityId, on: { change: () => this.#cityChosen() } },
      h("option", { value: "" }, T.chooser.pick),
      on.map(option),
      h("optgroup", { label: T.chooser.absent }, off.map(option)),
    );
    this.year = h(
      "select",
      { id: yearId, disabled: true, on: { change: () => this.#tell() } },
      h("option", { value: "" }, T.chooser.pick),
    );
    this.note = h("p", { class: "quiet", role: "status" }, T.chooser.nothing);
    this.element = h(
      "div",
      { class: "chooser" },
      h("div", { class: "field" }, h("label", { htmlFor: cityId }, T.chooser.city), this.city),
      h("div", { class: "field" }, h("label", { htmlFor: yearId }, T.chooser.year), this.year),
      this.note,
    );
  }

  /** Says a sentence in place of the usual hint. */
  say(text) {
    this.note.hidden = false;
    fill(this.note, text);
  }

  /** Chooses from outside (an address, the last visit); says so where it is not on file. */
  select(cityId, year) {
    const city = this.cities.find((one) => one.id === cityId);
    if (!city) return;
    if (!city.years.length) {
      this.city.value = cityId;
      this.#cityChosen();
      return;
    }
    const absent = !city.years.map(String).includes(String(year));
    this.city.value = cityId;
    this.#fillYears(city, absent ? OTHER : year);
    this.#tell(absent ? year : "");
    if (absent) this.say(T.chooser.notOnFile(city.name, year));
  }

  #cityChosen() {
    const city = this.cities.find((one) => one.id === this.city.value);
    this.#fillYears(city, city?.years.length === 1 ? city.years[0] : "");
    this.#tell();
  }

  #fillYears(city, chosen) {
    const years = [...(city?.years ?? [])].sort((a, b) => b - a);
    fill(
      this.year,
      h("option", { value: "" }, T.chooser.pick),
      years.map((year) => h("option", { value: String(year) }, String(year))),
      years.length ? h("option", { value: OTHER }, T.chooser.otherYear) : null,
    );
    this.year.disabled = !years.length;
    this.year.value = String(chosen);
  }

  #tell(absentYear = "") {
    const other = this.year.value === OTHER;
    this.note.hidden = Boolean(this.year.value);
    fill(this.note, T.chooser.nothing);
    this.onChoose(this.city.value, other ? "" : this.year.value);
    const city = this.cities.find((one) => one.id === this.city.value);
    if (!city || (city.years.length && !other)) return;
    this.note.hidden = true;
    this.onAbsent(city, absentYear);
  }
}
