// Where a roster comes in: city, year and day, then a file, dropped or chosen, or pasted cells; templates.

import { ask } from "../calculator/dialog.js";
import { fileInput, fill, freshId, h } from "../calculator/dom.js";
import { acceptFiles } from "../calculator/drop.js";
import { deviceDay } from "../calculator/format.js";
import { icon } from "../calculator/icons.js";
import { TABLES } from "../calculator/desk/kinds.js";
import { T } from "./text.js";

const BY_COLUMN = "columns";

export class Start {
  #unread = "";
  #kept = null; // what came before city and year were chosen

  /**
   * @param {{cities: object[], place: Element, onSource: Function, onTemplate: Function, onHere: Function}} parts
   *   `onSource` hears {file} or {text}; `onTemplate` hears a kind and a format; `onHere` that somebody is at work
   */
  constructor({ cities, place, onSource, onTemplate, onHere }) {
    Object.assign(this, { cities, place, onSource, onTemplate });
    this.waiting = h("p", { class: "quiet", role: "status" });
    this.note = h("p", { class: "error", role: "alert", hidden: true });
    this.element = h("div", { class: "start" }, this.#where(), this.#what(onHere));
    acceptFiles(this.element, (file) => this.#take({ file }));
    this.element.addEventListener("focusin", onHere, { once: true });
    this.element.addEventListener("pointerdown", onHere, { once: true });
  }

  /** City and year as `city/year`, or null where the columns of the table say it. */
  get key() {
    return this.year.value && this.city.value !== BY_COLUMN ? `${this.city.value}/${this.year.value}` : null;
  }

  get today() {
    return this.day.value || deviceDay();
  }

  /** Chooses from outside, as far as that is on file. */
  select(cityId, year) {
    const city = this.cities.find((one) => one.id === cityId);
    if (!city?.years.length) return;
    this.city.value = cityId;
    this.#fillYears();
    if (city.years.map(String).includes(String(year))) this.year.value = String(year);
  }

  /** Says why nothing happened, or that it did not end well. */
  say(text) {
    this.note.hidden = !text;
    fill(this.note, text ? [icon("warning", "icon small"), " ", text] : []);
  }

  /** Says that Python is being got ready for something that was asked for. */
  busy(waiting) {
    fill(this.waiting, waiting ? `${T.preparing}…` : "");
  }

  #where() {
    const ids = { city: freshId("city"), year: freshId("year"), day: freshId("day") };
    const on = this.cities.filter((city) => city.years.length);
    const off = this.cities.filter((city) => !city.years.length);
    this.city = h(
      "select",
      { id: ids.city, on: { change: () => this.#turnTo() } },
      h("option", { value: "" }, T.pick),
      on.map((city) => h("option", { value: city.id }, city.name)),
      h("option", { value: BY_COLUMN }, T.byColumn),
      h(
        "optgroup",
        { label: T.absent },
        off.map((city) => h("option", { value: city.id, disabled: true }, city.name)),
      ),
    );
    const goOn = { change: () => this.#goOn() };
    this.year = h("select", { id: ids.year, disabled: true, on: goOn }, h("option", { value: "" }, T.pick));
    this.day = h("input", { id: ids.day, type: "date", value: deviceDay(), required: true });
    const field = (id, label, control) => h("div", { class: "field" }, h("label", { htmlFor: id }, label), control);
    const title = freshId("where");
    return h(
      "section",
      { class: "where", "aria-labelledby": title },
      h("h2", { class: "part-title", id: title }, T.choose),
      h(
        "div",
        { class: "fields" },
        field(ids.city, T.city, this.city),
        field(ids.year, T.year, this.year),
        field(ids.day, T.today, this.day),
      ),
      h("p", { class: "quiet" }, T.chooseMore),
    );
  }

  #turnTo() {
    this.#fillYears();
    this.#goOn();
  }

  #fillYears() {
    const city = this.cities.find((one) => one.id === this.city.value);
    const years = [...(city?.years ?? [])].sort((a, b) => b - a);
    fill(
      this.year,
      years.length === 1 ? null : h("option", { value: "" }, T.pick),
      years.map((year) => h("option", { value: String(year) }, String(year))),
    );
    this.year.disabled = !years.length;
    if (!this.#kept) this.say("");
  }

  // What waited for city and year is read once both are there.
  #goOn() {
    if (this.#kept && this.#isChosen) this.#take(this.#kept);
  }

  get #isChosen() {
    return this.city.value === BY_COLUMN || this.key !== null;
  }

  #what() {
    this.input = fileInput(TABLES, (file) => this.#take({ file }));
    const button = (name, label, strong, click) =>
      h(
        "button",
        { type: "button", class: `button${strong ? " strong" : ""}`, on: { click } },
        icon(name, "icon small"),
        label,
      );
    const title = freshId("what");
    this.opener = button("open", T.open, true, () => this.#ready() && this.input.click());
    return h(
      "section",
      { class: "what", "aria-labelledby": title },
      h("h2", { class: "part-title", id: title }, T.list),
      h(
        "div",
        { class: "zone" },
        h("p", { class: "zone-words" }, T.drop),
        h(
          "div",
          { class: "zone-buttons" },
          this.opener,
          button("paste", T.paste, false, () => this.#ready() && this.pasteBox()),
        ),
        h("p", { class: "quiet" }, T.kinds),
        h("p", { class: "drop-hint", "aria-hidden": "true" }, T.dropping),
      ),
      this.input,
      this.note,
      h("p", { class: "keeping" }, icon("private", "icon small"), h("span", {}, T.private)),
      this.#templates(),
    );
  }

  #templates() {
    const rows = Object.entries(T.templateKinds).map(([kind, words]) =>
      h(
        "li",
        {},
        h("span", {}, words),
        [
          ["xlsx", "Excel"],
          ["csv", "CSV"],
        ].map(([format, name]) =>
          h(
            "button",
            {
              type: "button",
              class: "link",
              "aria-label": T.templateLabel(words, name),
              on: { click: () => this.#template(kind, format) },
            },
            icon("download", "icon small"),
            name,
          ),
        ),
      ),
    );
    return h(
      "div",
      { class: "templates" },
      h("p", { class: "quiet" }, T.templates),
      h("ul", { role: "list" }, rows),
      this.waiting,
    );
  }

  #template(kind, format) {
    if (!this.key) this.say(T.templateFirst);
    else {
      this.say("");
      this.onTemplate(kind, format);
    }
  }

  #ready(kept = "") {
    const chosen = this.#isChosen;
    this.say(chosen ? "" : kept + T.chooseFirst);
    if (!chosen) (this.city.value ? this.year : this.city).focus();
    return chosen;
  }

  #take(source) {
    const ready = this.#ready(T.kept(source.file?.name));
    this.#kept = ready ? null : source;
    if (ready) this.onSource(source);
  }

  /** A box for pasting; what could not be read stands in it again. */
  async pasteBox() {
    const box = h("textarea", { rows: 10, wrap: "off", spellcheck: "false", "aria-label": T.pasteBox });
    box.value = this.#unread;
    const answer = await ask(this.place, {
      title: T.pasteTitle,
      body: [h("p", {}, T.pasteMore), box],
      actions: [
        { label: T.pasteTake, value: "take", strong: true },
        { label: T.abort, value: "" },
      ],
    });
    this.#unread = box.value;
    if (answer && box.value.trim()) this.#take({ text: box.value });
  }
}
