// How far the work has come, with a button that stops it at once.

import { freshId, h, setText } from "../calculator/dom.js";
import { T } from "./text.js";

const SPOKEN = 5_000; // milliseconds between two lines that are read aloud

export class Progress {
  #spokenAt = 0;

  constructor(onStop) {
    const id = freshId("progress");
    this.bar = h("div", {
      class: "bar-track",
      role: "progressbar",
      "aria-labelledby": id,
      "aria-valuemin": "0",
      "aria-valuemax": "100",
    });
    this.length = h("span", { class: "bar-length" });
    this.bar.append(this.length);
    this.words = h("p", { id, class: "progress-words" });
    // Stands beside the rest, which is hidden between two works: what appears together with its words is not read aloud.
    this.spoken = h("p", { class: "unseen", role: "status" });
    this.stop = h("button", { type: "button", class: "button", on: { click: onStop } }, T.stop);
    this.element = h(
      "div",
      { class: "progress", hidden: true },
      this.words,
      h("div", { class: "progress-line" }, this.bar, this.stop),
    );
  }

  /** Shows words and a share from 0 to 1, or null where nobody knows it. */
  show(words, share) {
    this.element.hidden = false;
    setText(this.words, words);
    this.bar.classList.toggle("unknown", share === null);
    if (share === null) {
      this.bar.removeAttribute("aria-valuenow");
      this.bar.removeAttribute("aria-valuetext");
    } else {
      const percent = Math.floor(100 * share);
      this.bar.setAttribute("aria-valuenow", String(percent));
      this.bar.setAttribute("aria-valuetext", words);
      this.length.style.setProperty("inline-size", `${percent}%`);
    }
    const now = performance.now();
    if (now - this.#spokenAt < SPOKEN) return;
    this.#spokenAt = now;
    setText(this.spoken, words);
  }

  hide() {
    this.element.hidden = true;
  }
}
