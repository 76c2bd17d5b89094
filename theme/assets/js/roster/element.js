// <xueshi-roster data-base="../">: the staff of an employer, from one spreadsheet. Inside stands what is read
// without script.

import { dress, fill, h } from "../calculator/dom.js";
import { App } from "./app.js";
import { T } from "./text.js";

class XueshiRoster extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const base = new URL(this.dataset.base ?? "./", document.baseURI).href;
    const body = h("div", { class: "body" }, h("slot"));
    dress(this, ["calculator", "roster"], "calculator roster", body);
    this.#open(base, body);
  }

  async #open(base, body) {
    try {
      const response = await fetch(new URL("api/v1/index.json", base), { cache: "no-cache" });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const { cities } = await response.json();
      const app = new App({ host: this, base, cities });
      fill(body, app.element);
      app.ready();
    } catch {
      const again = h(
        "button",
        { type: "button", class: "button strong", on: { click: () => location.reload() } },
        T.retry,
      );
      fill(body, h("div", { class: "plain-note", role: "alert" }, h("p", {}, T.indexFailed), again), h("slot"));
    }
  }
}

customElements.define("xueshi-roster", XueshiRoster);
