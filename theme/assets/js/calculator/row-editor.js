// One row under edit: its fields with their labels. What is typed goes to the desk at once, whatever it is; nothing
// is corrected, and a value that cannot be read stays where it was typed.

import { fill, freshId, h, quoted, setText } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

const DATES = new Set([0, 7, 8]);
const SUBJECT = 1;
const HOURS = 2;
const PROVIDER = 4;
const MODE = 6;
const PLAN = 9;
const SHOWN = 10;

export class RowEditor {
  #fields = [];
  #touched = new Set();
  #others = h("ul", { class: "issues", role: "list" });
  #title = h("p", { class: "editor-title", id: freshId("editor") });

  /**
   * @param {object} row as the desk gives it
   * @param {object} sheet names of columns, subjects and choices
   * @param {{onInput: Function, onDone: Function, onRestore: Function, fresh: boolean, issues: Function}} parts
   */
  constructor(row, sheet, parts) {
    this.id = row.id;
    this.before = [...row.cells];
    this.parts = parts;
    this.sheet = sheet;
    this.#fields = sheet.columns.map((name, column) => this.#field(name, column, row.cells[column]));
    const act = (label, handler, strong) =>
      h("button", { type: "button", class: `button${strong ? " strong" : ""}`, on: { click: handler } }, label);
    this.element = h(
      "div",
      {
        class: "editor",
        role: "group",
        "aria-labelledby": this.#title.id,
        on: { keydown: (event) => this.#key(event) },
      },
      this.#title,
      h(
        "div",
        { class: "editor-fields" },
        this.#fields.map((field) => field.element),
      ),
      this.#others,
      h(
        "div",
        { class: "editor-actions" },
        act(T.ledger.done, () => parts.onDone(), true),
        act(T.ledger.cancel, () => this.restore()),
      ),
    );
    this.update(row);
  }

  /** New findings about the row; the fields keep what is typed. */
  update({ line, finding }) {
    setText(this.#title, T.ledger.editing(line));
    const errors = finding?.errors ?? [];
    for (const field of this.#fields) {
      const shown = !this.parts.fresh || this.#touched.has(field.column);
      field.mark((shown && errors.find((error) => error.column === field.name)?.message) || "");
    }
    fill(this.#others, this.parts.issues(finding));
  }

  focus(column = 0) {
    this.#fields[column]?.control.focus();
  }

  restore() {
    for (const field of this.#fields) field.put(this.before[field.column]);
    this.parts.onRestore(this.before);
  }

  get blank() {
    return this.#fields.every((field) => !field.control.value.trim());
  }

  #key(event) {
    const plain = !event.isComposing && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === "Enter" && plain && event.target.tagName === "INPUT") {
      event.preventDefault();
      this.parts.onDone();
    } else if (event.key === "Escape" && plain) {
      event.preventDefault();
      this.restore();
      this.parts.onDone();
    }
  }

  #field(name, column, value) {
    const id = freshId("cell");
    const error = h("p", { class: "error", id: `${id}-error`, hidden: true });
    const heard = {
      input: () => this.parts.onInput(column, control.value),
      blur: () => {
        this.#touched.add(column);
        this.parts.onTouched();
      },
    };
    const common = { id, "aria-describedby": error.id, on: heard };
    const control = this.#control(column, value, common);
    const inside = DATES.has(column) ? dateBox(control, name) : control;
    const label = this.sheet.optional_columns.includes(name) ? T.ledger.optional(name) : name;
    return {
      name,
      column,
      control,
      element: h("div", { class: `cell-field column-${column}` }, h("label", { htmlFor: id }, label), inside, error),
      put(text) {
        if (control.tagName === "SELECT") offer(control, text);
        control.value = text;
      },
      mark(message) {
        setText(error, message);
        error.hidden = !message;
        control.setAttribute("aria-invalid", String(Boolean(message)));
      },
    };
  }

  #control(column, value, common) {
    const { subjects, entry_modes: modes, plan_values: plans } = this.sheet;
    if (column === SUBJECT)
      return select(
        common,
        subjects.filter((one) => one.depth > 0).map((one) => one.name),
        value,
      );
    if (column === MODE) return select(common, modes, value);
    if (column === PLAN) return select(common, plans, value);
    const props = { ...common, type: "text", autocomplete: "off", value };
    if (column === HOURS || column === SHOWN) props.inputmode = "decimal";
    if (DATES.has(column)) props.placeholder = T.ledger.dateHint;
    if (column === PROVIDER) props.list = this.parts.providers;
    return h("input", props);
  }
}

function select(common, names, value) {
  const box = h(
    "select",
    common,
    h("option", { value: "" }, T.ledger.choose),
    names.map((name) => h("option", { value: name }, name)),
  );
  offer(box, value);
  box.value = value;
  return box;
}

// A value that a file brought and that is not on the list stays choosable, so that it is not lost.
function offer(box, value) {
  if ([...box.options].some((option) => option.value === value)) return;
  box.append(h("option", { value }, T.ledger.found(quoted(value))));
}

// A text field, because a wrong date must be able to stand in it, with the device's own calendar beside it.
function dateBox(control, name) {
  const picker = h("input", { type: "date", class: "picker", tabIndex: -1, "aria-hidden": "true" });
  picker.addEventListener("change", () => {
    control.value = picker.value;
    control.dispatchEvent(new Event("input"));
    control.focus();
  });
  const open = () => {
    picker.value = /^\d{4}-\d\d-\d\d$/.test(control.value) ? control.value : "";
    if (picker.showPicker) picker.showPicker();
    else picker.focus();
  };
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": `${T.ledger.pick}：${name}`,
      title: T.ledger.pick,
      on: { click: open },
    },
    icon("calendar"),
  );
  return h("div", { class: "date-box" }, control, button, picker);
}
