// What companions of the calculator share: a tree of their own, the data of the city and year, Python, keeping.

import { DeskLink } from "../desk-link.js";
import { dress, h } from "../dom.js";

const NEAR = "200px"; // how near the screen the element must be for its data to be fetched

/** An element that draws itself from the published data of a city and year once it comes near the screen. */
export class Companion extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.base = new URL(this.dataset.base, document.baseURI).href;
    this.place = h("div");
    this.body = h("div", { class: "companion" }, h("slot"));
    dress(this, ["calculator", "companions"], "calculator", this.body, this.place);
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        this.#load();
      },
      { rootMargin: NEAR },
    );
    watch.observe(this);
  }

  /** The line to Python: the calculator's own where one stands on the page. */
  get desk() {
    this.link ??= document.querySelector("xueshi-calculator")?.desk ?? new DeskLink();
    return this.link;
  }

  async #load() {
    const { city, year } = this.dataset;
    let published = null;
    try {
      const response = await fetch(new URL(`api/v1/cities/${city}/${year}.json`, this.base));
      if (response.ok) published = await response.json();
    } catch {
      // What stands on the page without script stays: the numbers and the fields as printed.
    }
    if (published) this.draw(published);
  }
}

/** What one companion keeps in the browser. `state` is "kept", or "off" where the browser refuses. */
export class Kept {
  state = "kept";

  /** @param {string} name a key; @param {object} empty what is there at first */
  constructor(name, empty) {
    this.key = `xueshi:${name}`;
    this.empty = empty;
  }

  load() {
    try {
      const { schema, body } = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      return schema === 1 ? { ...this.empty, ...body } : { ...this.empty };
    } catch {
      return { ...this.empty };
    }
  }

  save(body) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ schema: 1, body }));
      this.state = "kept";
    } catch {
      this.state = "off";
    }
  }

  clear() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      this.state = "off";
    }
  }

  /** Hears what another tab has kept. */
  follow(listener) {
    window.addEventListener("storage", (event) => event.key === this.key && listener(this.load()));
  }
}
