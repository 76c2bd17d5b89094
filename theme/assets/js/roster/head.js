// Above the list: which file it is, by which day it is judged, and the way to another one.

import { fill, freshId, h } from "../calculator/dom.js";
import { deviceDay } from "../calculator/format.js";
import { T } from "./text.js";

export class Head {
  /** @param {{onDay: (day: string) => void, onOther: Function}} parts */
  constructor({ onDay, onOther }) {
    const id = freshId("day");
    this.file = h("p", { class: "file-line" });
    this.day = h("input", { id, type: "date", required: true });
    this.day.addEventListener("change", () => {
      if (!this.day.value) this.day.value = deviceDay();
      onDay(this.day.value);
    });
    this.element = h(
      "div",
      { class: "head" },
      this.file,
      h("div", { class: "today" }, h("label", { htmlFor: id }, T.today), this.day),
      h("button", { type: "button", class: "button other", on: { click: onOther } }, T.other),
    );
  }

  /** Shows which file it is. */
  update({ name, all, rows, scope }) {
    fill(this.file, h("b", {}, h("bdi", {}, name)), h("span", { class: "quiet" }, T.fileLine(all, rows, scope)));
  }
}
