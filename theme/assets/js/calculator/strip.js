// The result in one line that stays in sight while the form or a long ledger is filled in; a way to the whole of it.

import { fill, h } from "./dom.js";
import { hours } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";
import { settledPlan } from "./verdict.js";

export class Strip {
  constructor(target) {
    this.link = h("button", { type: "button", class: "strip-link", on: { click: () => this.#go(target) } });
    this.element = h("div", { class: "strip", "data-status": "empty" }, this.link);
  }

  update(verdict, engine, typed) {
    const status = verdict?.status ?? (engine.state === "failed" ? "failed" : "empty");
    this.element.dataset.status = status;
    if (!verdict) {
      const words =
        engine.state === "failed" ? T.failedTitle : typed && engine.state !== "ready" ? `${T.loading}…` : T.result;
      fill(
        this.link,
        icon(engine.state === "failed" ? "warning" : "empty", "icon small"),
        h("span", { class: "strip-status" }, words),
        icon("down", "icon small"),
      );
      return;
    }
    const missing = settledPlan(verdict).map((item) => `${item.name} ${hours(item.hours)}`).join("、");
    fill(
      this.link,
      icon(status, "icon small"),
      h("b", { class: "strip-status" }, verdict.status_name),
      missing ? h("span", { class: "strip-missing" }, `${T.missing} ${missing}`) : null,
      icon("down", "icon small"),
    );
  }

  #go(target) {
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }
}
