// Two ways to fill in, as tabs: arrow keys move between them, as the pattern for tabs asks.

import { freshId, h } from "./dom.js";

export class Tabs {
  #tabs = new Map();

  /** @param {{id: string, label: string, panel: Element}[]} items */
  constructor(label, items, onChoose) {
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": label });
    this.element = h("div", { class: "tabbed" }, list);
    for (const { id, label: name, panel } of items) {
      const panelId = freshId("panel");
      const tab = h(
        "button",
        {
          type: "button",
          role: "tab",
          id: freshId("tab"),
          "aria-controls": panelId,
          on: { click: () => onChoose(id) },
        },
        name,
      );
      const body = h("div", { id: panelId, role: "tabpanel", "aria-labelledby": tab.id }, panel);
      this.#tabs.set(id, { tab, body });
      list.append(tab);
      this.element.append(body);
    }
    list.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!move) return;
      event.preventDefault();
      const ids = [...this.#tabs.keys()];
      const next = ids[(ids.indexOf(this.chosen) + move + ids.length) % ids.length];
      onChoose(next);
      this.#tabs.get(next).tab.focus();
    });
  }

  select(id) {
    this.chosen = id;
    for (const [one, { tab, body }] of this.#tabs) {
      tab.setAttribute("aria-selected", String(one === id));
      tab.tabIndex = one === id ? 0 : -1;
      body.hidden = one !== id;
    }
  }
}
