// The day for which is judged: the device's own, or one the person sets, because past years are looked at too.
// A set day is not kept: the next visit judges as of its own day.

import { freshId, h } from "./dom.js";
import { deviceDay } from "./format.js";
import { T } from "./text.js";

export class Today {
  /** `signal` ends listening. */
  constructor(day, onChange, signal) {
    this.day = day;
    const id = freshId("today");
    this.input = h("input", { id, type: "date", value: day, required: true });
    this.reset = h(
      "button",
      { type: "button", class: "link", hidden: true, on: { click: () => this.#set(deviceDay(), true) } },
      T.todayReset,
    );
    this.input.addEventListener("change", () => {
      if (this.input.value) this.#set(this.input.value);
      else this.#set(deviceDay(), true);
    });
    // A page left open over midnight goes on with the new day, unless a day was set.
    const wake = () => {
      if (document.visibilityState === "visible" && this.reset.hidden && this.day !== deviceDay())
        this.#set(deviceDay());
    };
    document.addEventListener("visibilitychange", wake, { signal });
    this.reset.hidden = day === deviceDay();
    this.onChange = onChange;
    this.element = h("div", { class: "today" }, h("label", { htmlFor: id }, T.today), this.input, this.reset);
  }

  #set(day, focus = false) {
    this.day = day;
    this.input.value = day;
    this.reset.hidden = day === deviceDay();
    if (focus) this.input.focus();
    this.onChange(day);
  }
}
