// <xueshi-calculator data-city="sanmenxia" data-year="2025" data-base="../../../">: the calculator of one city and
// year; without city and year it first lets them be chosen. Inside the element stands what is read without script.

import { App, Chooser, Trial } from "./app.js";
import { DeskLink } from "./desk-link.js";
import { dress, fill, h } from "./dom.js";
import { readShare } from "./share.js";
import { T } from "./text.js";

const NEAR = "400px"; // how near the screen the element must be for Python to be fetched
const LAST = "xueshi:last"; // key of the city and year chosen last

class XueshiCalculator extends HTMLElement {
  #body = h("div", { class: "body" }, h("slot"));
  #desk = null;
  #app = null;
  #near = null;
  #shared = null; // what a link carried, until its city and year are opened
  #turn = 0; // counts what was asked for, so that an answer that comes too late is dropped

  connectedCallback() {
    if (!this.shadowRoot) dress(this, ["calculator"], "calculator", this.#body);
    this.base = new URL(this.dataset.base ?? "./", document.baseURI).href;
    this.#desk = new DeskLink();
    const { city, year, edition } = this.dataset;
    if (city && year) this.#open(city, year, false, { edition });
    else this.#choose();
  }

  /** The line to the desk, for what else on the page needs Python. */
  get desk() {
    return this.#desk;
  }

  disconnectedCallback() {
    this.#turn += 1;
    this.#near?.disconnect();
    this.#app?.close();
    this.#app = null;
    this.#desk.close();
  }

  async #open(city, year, now, { edition = "", shared = null } = {}) {
    this.#app?.close();
    this.#near?.disconnect();
    const turn = (this.#turn += 1);
    const about = { base: this.base, city, year, edition, level: this.#level(), shared };
    const app = new App({ host: this, desk: this.#desk, ...about, onOwn: () => own(city, year) });
    this.#app = app;
    let found;
    try {
      found = await app.open();
    } catch {
      if (this.#turn === turn) fill(this.#place(), failure(T.rulesFailed), h("slot"));
      return;
    }
    if (this.#turn !== turn) return;
    fill(this.#place(), found ? app.element : h("p", { class: "plain-note", role: "status" }, T.rulesMissing));
    if (!found) return;
    app.ready();
    if (now) app.start();
    else this.#startWhenNear(app);
  }

  #startWhenNear(app) {
    const start = () => {
      this.#near?.disconnect();
      app.start();
    };
    this.#near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) start();
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
    this.addEventListener("pointerdown", start, { once: true });
    this.addEventListener("focusin", start, { once: true });
  }

  async #choose() {
    this.#desk.try("warm", { base: this.base });
    let index;
    try {
      const response = await fetch(new URL("api/v1/index.json", this.base), { cache: "no-cache" });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      index = await response.json();
    } catch {
      fill(this.#body, failure(T.chooser.failed), h("slot"));
      return;
    }
    this.chosen = h("div", { class: "chosen" });
    const { cities } = index;
    const offer = (city, year) => {
      const level = this.#level();
      this.#app = new Trial({ desk: this.#desk, base: this.base, city, year, cities, level });
      fill(this.chosen, this.#app.element);
    };
    const chooser = new Chooser(cities, (city, year) => this.#chose(city, year), offer);
    fill(this.#body, chooser.element, this.chosen);
    const shared = readShare(location.hash);
    const usual = shared ? "" : location.hash.slice(1) || remembered();
    const [city, year] = shared ? [shared.city, shared.year] : usual.split("/");
    this.#shared = shared;
    if (shared && !cities.some((one) => one.id === city)) chooser.say(T.share.broken);
    else if (city) chooser.select(city, year);
    this.#shared = null;
    // Another link opened in the same tab changes nothing but the fragment.
    window.onhashchange = () => readShare(location.hash) && location.reload();
  }

  #chose(city, year) {
    if (city && year) {
      if (!this.#shared) own(city, year);
      this.#open(city, year, true, { shared: this.#shared });
    } else {
      this.#turn += 1;
      this.#app?.close();
      this.#app = null;
      fill(this.chosen);
    }
  }

  #place() {
    return this.chosen ?? this.#body;
  }

  // Headings inside continue the outline of the page around them.
  #level() {
    const before = [...document.querySelectorAll("h1, h2, h3, h4, h5")].filter(
      (heading) => heading.compareDocumentPosition(this) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return Math.min(6, Number(before.at(-1)?.tagName[1] ?? 1) + 1);
  }
}

// Nothing was typed yet when this is shown, so to try again is to load the page again.
function failure(text) {
  const again = h(
    "button",
    { type: "button", class: "button strong", on: { click: () => location.reload() } },
    T.retry,
  );
  return h("div", { class: "plain-note", role: "alert" }, h("p", {}, text), again);
}

// The city and year that the reader works on, in the address and for the next visit.
function own(city, year) {
  remember(`${city}/${year}`);
  history.replaceState(null, "", `#${city}/${year}`);
}

function remember(text) {
  try {
    localStorage.setItem(LAST, text);
  } catch {
    // A browser that keeps nothing asks again at the next visit.
  }
}

function remembered() {
  try {
    return localStorage.getItem(LAST) ?? "";
  } catch {
    return "";
  }
}

customElements.define("xueshi-calculator", XueshiCalculator);

// What stands on few pages is loaded there only.
if (document.querySelector("xueshi-form")) import("./companions/form.js");
if (document.querySelector("xueshi-funding")) import("./companions/funding.js");
