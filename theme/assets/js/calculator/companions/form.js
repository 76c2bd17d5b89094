// <xueshi-form data-form="training-plan" data-city data-year data-base>: a form that a notice annexes, filled in on the
// page, printed as one page, or saved as an Excel file. Its name, fields and columns are data, as printed.

import { printAlone } from "../../paper.js";
import { ask } from "../dialog.js";
import { fill, freshId, h, setText } from "../dom.js";
import { saveFile } from "../download.js";
import { icon } from "../icons.js";
import { T } from "../text.js";
import { Companion, Kept } from "./companion.js";

const LEAST_ROWS = 5; // as printed
const GROUPED = "："; // between the name of a group of fields and that of a field in it

class XueshiForm extends Companion {
  draw({ forms }) {
    this.form = forms.find((form) => form.id === this.dataset.form);
    if (!this.form) return;
    const { city, year } = this.dataset;
    this.kept = new Kept(`form:${city}/${year}/${this.form.id}`, { texts: {}, rows: [] });
    this.kept.follow((state) => this.#lift(state));
    this.message = h("p", { class: "message", role: "status" });
    this.sheet = h("div", { class: "form-sheet" });
    const act = (name, label, handler, kind = "") =>
      h("button", { type: "button", class: `button ${kind}`, on: { click: handler } }, icon(name, "icon small"), label);
    fill(
      this.body,
      h("div", { class: "form-room", tabindex: "0", role: "region", "aria-label": this.form.name }, this.sheet),
      h(
        "div",
        { class: "actions form-actions" },
        act("print", T.form.print, () => this.#print(), "strong"),
        act("download", T.form.save, () => this.#save()),
        act("remove", T.form.clear, () => this.#clear()),
        this.message,
      ),
      h("p", { class: "keeping" }, icon("private", "icon small"), h("span", {}, T.form.privacy)),
    );
    this.#lift(this.kept.load());
  }

  #lift({ texts, rows }) {
    this.texts = { ...texts };
    this.rows = rows.map((row) => [...row]);
    while (this.rows.length < LEAST_ROWS) this.rows.push([]);
    this.#draw();
  }

  #draw() {
    const { name, fields, columns } = this.form;
    const parts = [h("p", { class: "form-name" }, name)];
    const first = fields.findIndex((field) => columns.includes(field));
    const before = first < 0 ? fields : fields.slice(0, first);
    const after = first < 0 ? [] : fields.slice(first).filter((field) => !columns.includes(field));
    parts.push(this.#lines(before));
    if (first >= 0) parts.push(this.#table(columns), this.#lines(after));
    fill(this.sheet, parts);
  }

  // Fields in groups as printed: the group's name beside those of its fields.
  #lines(fields) {
    const groups = [];
    for (const field of fields) {
      const [group, name] = field.includes(GROUPED) ? field.split(GROUPED) : ["", field];
      if (groups.at(-1)?.group !== group || !group) groups.push({ group, fields: [] });
      groups.at(-1).fields.push({ field, name });
    }
    return h(
      "div",
      { class: "form-lines" },
      groups.map(({ group, fields: inside }) => {
        const lines = inside.map(({ field, name }) => this.#line(field, name));
        if (!group) return lines;
        const id = freshId("group");
        return h(
          "div",
          { class: "form-group", role: "group", "aria-labelledby": id },
          h("p", { class: "form-group-name", id }, group),
          h("div", {}, lines),
        );
      }),
    );
  }

  #line(field, name) {
    if (this.form.signed.includes(field))
      return h(
        "div",
        { class: "form-line signed" },
        h("p", { class: "form-field" }, name),
        h("p", { class: "quiet screen-only" }, T.form.blank),
      );
    const id = freshId("form");
    const box = this.#box(this.texts[field] ?? "", { id }, (value) => {
      this.texts[field] = value;
    });
    return h("div", { class: "form-line" }, h("label", { class: "form-field", htmlFor: id }, name), box);
  }

  #table(columns) {
    const rows = this.rows.map((row, number) =>
      h(
        "tr",
        {},
        columns.map((column, at) =>
          h(
            "td",
            {},
            this.#box(row[at] ?? "", { "aria-label": `${T.form.row(number + 1)} ${column}` }, (value) => {
              row[at] = value;
            }),
          ),
        ),
        h("td", { class: "form-act" }, this.#remover(number)),
      ),
    );
    return h(
      "div",
      { class: "form-table" },
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            columns.map((column) => h("th", { scope: "col" }, column)),
            h("td", { class: "form-act" }),
          ),
        ),
        h("tbody", {}, rows),
      ),
      h(
        "button",
        { type: "button", class: "button form-add", on: { click: () => this.#add() } },
        icon("add", "icon small"),
        T.form.addRow,
      ),
    );
  }

  // A box that grows with its text, so that nothing is cut off on paper: the style writes the text behind it.
  #box(value, props, keep) {
    const input = () => {
      around.dataset.text = box.value;
      keep(box.value);
      this.#keep();
    };
    const box = h("textarea", { class: "form-box", rows: 1, ...props, on: { input } });
    box.value = value;
    const around = h("div", { class: "form-grow", "data-text": value || null }, box);
    return around;
  }

  #remover(number) {
    const label = T.form.removeRow(number + 1);
    const props = { type: "button", class: "icon-button", "aria-label": label, title: label };
    return h("button", { ...props, on: { click: () => this.#remove(number) } }, icon("no", "icon small"));
  }

  #add() {
    this.rows.push([]);
    this.#keep();
    this.#draw();
    this.sheet.querySelector("tbody tr:last-child textarea").focus();
  }

  #remove(number) {
    this.rows.splice(number, 1);
    this.#keep();
    this.#draw();
    this.sheet.querySelector(".form-add").focus();
  }

  #keep() {
    this.kept.save({ texts: this.texts, rows: this.rows });
    setText(this.message, this.kept.state === "off" ? T.form.off : "");
  }

  #print() {
    printAlone(this);
  }

  async #save() {
    const { name, fields, columns, signed } = this.form;
    const rows = this.rows.map((row) => columns.map((_, at) => row[at] ?? ""));
    const detail = { base: this.base, form: { name, fields, columns, signed }, texts: this.texts, rows };
    const file = await this.desk.try("form", detail);
    if (file && !file.error) await saveFile(file.blob, file.name, this.body);
    else setText(this.message, file?.error ?? T.form.failed);
  }

  async #clear() {
    const answer = await ask(this.place, {
      title: T.form.clearTitle,
      body: [h("p", {}, T.form.clearMore)],
      actions: [
        { label: T.form.clear, value: "clear", grave: true },
        { label: T.abort, value: "" },
      ],
    });
    if (!answer) return;
    this.kept.clear();
    this.#lift({ texts: {}, rows: [] });
  }
}

// The page's own tree must know how to print one form and nothing else.
document.head.append(
  h("link", { rel: "stylesheet", href: new URL("../../../css/companions.css", import.meta.url).href }),
);
customElements.define("xueshi-form", XueshiForm);
