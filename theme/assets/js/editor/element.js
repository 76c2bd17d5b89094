// <xueshi-editor data-base="../">: edits one data file as a form. Inside stands what is read without script.

import { h } from "../calculator/dom.js";
import { App } from "./app.js";

const STYLES = ["calculator.css", "editor.css"].map((name) => new URL(`../../css/${name}`, import.meta.url).href);

class XueshiEditor extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const base = new URL(this.dataset.base ?? "./", document.baseURI).href;
    const root = this.attachShadow({ mode: "open" });
    const app = new App(base);
    root.append(
      ...STYLES.map((href) => h("link", { rel: "stylesheet", href })),
      h("div", { class: "calculator editor", lang: "zh-Hans" }, app.element),
    );
    // Shortcuts of the site (search, next page) must not fire while somebody types here.
    root.addEventListener("keydown", (event) => {
      if (event.target.matches("input, textarea, select")) event.stopPropagation();
    });
  }
}

customElements.define("xueshi-editor", XueshiEditor);
