// <xueshi-editor data-base="../">: edits one data file as a form. Inside stands what is read without script.

import { dress } from "../calculator/dom.js";
import { App } from "./app.js";

class XueshiEditor extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const base = new URL(this.dataset.base ?? "./", document.baseURI).href;
    dress(this, ["calculator", "editor"], "calculator editor", new App(base).element);
  }
}

customElements.define("xueshi-editor", XueshiEditor);
