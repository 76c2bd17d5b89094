// The day for which is judged: the device's own, or one the person sets, because past years are looked at too.
// A set day is not kept: the next visit judges as of its own day.

import { freshId, h } from "./dom.js";
import { deviceDay } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

const MINUTE = 60_000; // milliseconds
const FAR = 36 * 3_600_000; // milliseconds between the clocks of device and host that are told

export class Today {
  /** `signal` ends listening. */
  constructor(day, onChange, signal) {
    this.day = day;
    const id = freshId("today");
    this.input = h("input", { id, type: "date", value: day, max: "9999-12-31", required: true });
    this.reset = h(
      "button",
      { type: "button", class: "link", hidden: true, on: { click: () => this.#set(deviceDay(), true) } },
      T.todayReset,
    );
    this.input.addEventListener("change", () => {
      if (this.input.value && this.input.validity.valid) this.#set(this.input.value);
      else this.#set(deviceDay(), true);
    });
    // A page left open over midnight goes on with the new day, unless a day was set.
    const wake = () => {
      if (document.visibilityState === "visible" && this.reset.hidden && this.day !== deviceDay())
        this.#set(deviceDay());
    };
    document.addEventListener("visibilitychange", wake, { signal });
    window.addEventListener("pageshow", wake, { signal });
    const ticking = setInterval(wake, MINUTE);
    signal.addEventListener("abort", () => clearInterval(ticking));
    this.reset.hidden = day === deviceDay();
    this.onChange = onChange;
    this.notice = h("div", { class: "storage-notice", role: "status", hidden: true });
    this.element = h("div", { class: "today" }, h("label", { htmlFor: id }, T.today), this.input, this.reset);
  }

  /**
   * Compares the device's clock with that of the host, and says it where they are far apart: a verdict as of a wrong
   * day would be one that nobody asked for. Where no network is, nothing is said.
   *
   * @param {URL} address of a file of the site
   */
  async compare(address) {
    if (!navigator.onLine) return;
    const answer = await fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);
    const there = Date.parse(answer?.headers.get("Date"));
    if (!(Math.abs(there - Date.now()) > FAR)) return;
    this.notice.append(icon("warning", "icon small"), h("p", {}, T.clock(deviceDay(), deviceDay(new Date(there)))));
    this.notice.hidden = false;
  }

  #set(day, focus = false) {
    this.day = day;
    this.input.value = day;
    this.reset.hidden = day === deviceDay();
    if (focus) this.input.focus();
    this.onChange(day);
  }
}
