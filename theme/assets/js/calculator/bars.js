// The requirements as a table that is also a drawing: a bar a subject, three lengths one within the other, and
// the minimum as one line through all bars, so that a bar that does not reach it is seen at once.

import { fill, h, setText } from "./dom.js";
import { hours, length } from "./format.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

const MINIMUM_AT = 75; // per cent of the width at which every minimum stands

export class Bars {
  #rows = new Map();
  #body = h("tbody", { role: "rowgroup" });

  /** @param {{title: string, subject: string}} words what the table is about, and what its rows are */
  constructor(sources, { title = T.bars, subject = T.subject } = {}) {
    this.sources = sources;
    const head = [subject, T.least(""), T.approved, T.declared, T.learned, T.missing, T.source];
    this.element = h(
      "table",
      { class: "bars", role: "table", "aria-label": title },
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          head.map((name) => h("th", { scope: "col", role: "columnheader" }, name.trim())),
        ),
      ),
      this.#body,
    );
  }

  /** @param {object[]} requirements of a verdict, or subjects of the sheet, which have no tallies yet
   * @param {boolean} unsettled whether what is missing still hangs on an answer */
  update(requirements, unit, unsettled = false) {
    const scales = new Map();
    const rows = requirements.map((item) => {
      const own = length(item.required) * (100 / MINIMUM_AT);
      scales.set(item.id, own || scales.get(item.parent) || length(item.learned) || 1);
      const row = this.#rows.get(item.id) ?? this.#make(item);
      row.draw(item, scales.get(item.id), unit, unsettled);
      return row;
    });
    this.#rows = new Map(requirements.map((item, at) => [item.id, rows[at]]));
    const elements = rows.map((row) => row.element);
    if (elements.some((element, at) => this.#body.children[at] !== element)) fill(this.#body, elements);
  }

  #make(item) {
    const cell = (name, ...inside) => h("td", { class: name, role: "cell" }, inside);
    const stages = ["approved", "declared", "learned"];
    const numbers = Object.fromEntries(stages.map((stage) => [stage, h("b")]));
    const lengths = Object.fromEntries(stages.map((stage) => [stage, h("span", { class: `length ${stage}` })]));
    const least = h("span");
    const missing = h("span");
    const name = h("span");
    const proof = h("td", { class: "proof", role: "cell" });
    const mark = h("span", { class: "mark" });
    const over = h("span", { class: "over" }, icon("forward", "icon small"));
    const track = h("span", { class: "track" }, lengths.learned, lengths.declared, lengths.approved);
    const drawn = h("td", { class: "bar", "aria-hidden": "true" }, track, mark, over);
    const element = h(
      "tr",
      { role: "row", style: { "--depth": String(item.depth) } },
      h("th", { scope: "row", role: "rowheader", class: "name" }, name),
      cell("least", least),
      stages.map((stage) => cell(stage, swatch(stage), numbers[stage])),
      cell("missing", missing),
      proof,
      drawn,
    );
    let shownSource = null;
    const draw = (now, scale, unit, unsettled) => {
      setText(name, now.name);
      setText(least, now.required === null ? T.noLeast : T.least(hours(now.required)));
      for (const stage of stages) {
        setText(numbers[stage], hours(now[stage]));
        const share = Math.min(100, (100 * length(now[stage])) / scale);
        lengths[stage].style.setProperty("inline-size", `${share}%`);
      }
      mark.hidden = now.required === null;
      over.hidden = length(now.learned) <= scale;
      const lacking = length(now.shortfall) > 0;
      element.classList.toggle("lacking", lacking && !unsettled);
      element.classList.toggle("unsettled", lacking && unsettled);
      if (now.shortfall === undefined || now.required === null) fill(missing);
      else if (lacking && unsettled) fill(missing, T.unsettled);
      else if (lacking) fill(missing, T.missing, " ", h("b", {}, hours(now.shortfall)), ` ${unit}`);
      else fill(missing, icon("yes", "icon small"), T.enough);
      const source = JSON.stringify(now.source ?? null);
      if (source !== shownSource) fill(proof, this.sources.note(now.source));
      shownSource = source;
    };
    return { element, draw };
  }
}

// The key to the bar beside each number; its word is the column's header for those who do not see it.
function swatch(stage) {
  return h("span", { class: "key", "aria-hidden": "true" }, h("i", { class: `swatch ${stage}` }), T[stage]);
}
