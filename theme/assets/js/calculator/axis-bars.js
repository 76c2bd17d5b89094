// Minima on a second axis, such as the way of learning or a topic: a table of bars an axis, drawn like the subjects.

import { Bars } from "./bars.js";
import { fill, h } from "./dom.js";
import { length } from "./format.js";
import { T } from "./text.js";

export class AxisBars {
  #tables = new Map();

  /** @param {object} sources @param {(text: string) => Element} heading */
  constructor(sources, heading) {
    this.sources = sources;
    this.heading = heading;
    this.element = h("div", { class: "axes", hidden: true });
  }

  /**
   * @param {{id: string, name: string}[]} axes of the sheet
   * @param {object[]} items `axis_requirements` of a verdict; their parent is the axis
   */
  update(axes, items, unit, unsettled = false) {
    // A value without a minimum of its own says something only where hours stand.
    const shown = items.filter((item) => length(item.required) || length(item.learned));
    const drawn = axes.filter((axis) => shown.some((item) => item.parent === axis.id));
    for (const axis of drawn) {
      const own = shown.filter((item) => item.parent === axis.id);
      const rows = own.map((item) => ({ ...item, depth: 0 }));
      this.#table(axis).bars.update(rows, unit, unsettled);
    }
    const elements = drawn.map((axis) => this.#table(axis).element);
    if (elements.some((element, at) => this.element.children[at] !== element) || !elements.length)
      fill(this.element, elements);
    this.element.hidden = !drawn.length;
  }

  #table({ id, name }) {
    let table = this.#tables.get(id);
    if (!table) {
      const bars = new Bars(this.sources, { title: T.axis(name), subject: name });
      table = { bars, element: h("section", { class: "bars-part" }, this.heading(T.axis(name)), bars.element) };
      this.#tables.set(id, table);
    }
    return table;
  }
}
