// The ledger on the page: a hundred rows at a time, one of them under edit; tools above, pages below.

import { ask } from "./dialog.js";
import { fill, freshId, h, nextFrame, setText } from "./dom.js";
import { saveFile } from "./download.js";
import { acceptFiles } from "./drop.js";
import { icon } from "./icons.js";
import { Intake, isCells } from "./intake.js";
import { Filter, Pager } from "./pager.js";
import { RowEditor } from "./row-editor.js";
import { issueLines, rowView } from "./row-view.js";
import { T } from "./text.js";

const PAGE = 100;
const SLICE = 20; // rows drawn before the page may do something else

export class Ledger {
  #sheet = null;
  #columns = []; // those drawn
  #view = { start: 0, total: 0, shown: 0, rows: [], undo: null, width: 0 };
  #only = "all";
  #drawn = new Map();
  #editor = null;
  #wanted = false;
  #drawing = null;

  /** @param {{desk: object, sources: object, host: Element}} parts */
  constructor({ desk, sources, place }) {
    this.desk = desk;
    this.sources = sources;
    this.place = place;
    this.providers = h("datalist", { id: freshId("providers") });
    this.intake = new Intake({ desk, place, count: () => this.#view.total, onMessage: (text) => this.#say(text) });
    this.head = h("thead", { role: "rowgroup" });
    this.table = h("table", { class: "ledger-table", role: "table", "aria-label": T.ledger.table }, this.head);
    this.none = h(
      "div",
      { class: "ledger-none" },
      h("p", { class: "part-title" }, T.ledger.none),
      h("p", { class: "quiet" }, T.ledger.noneMore),
    );
    this.message = h("p", { class: "message", role: "status" });
    this.working = h("div", { class: "working", hidden: true });
    this.hint = h("p", { class: "quiet ledger-hint", hidden: true }, T.ledger.lines);
    this.pager = new Pager((start) => this.#turn(start));
    this.filter = new Filter((only) => this.#choose(only));
    this.element = h(
      "div",
      { class: "ledger" },
      this.#toolbar(),
      this.intake.input,
      this.providers,
      h("div", { class: "ledger-line" }, this.message, this.undoButton, this.working),
      this.filter.element,
      h("div", { class: "ledger-body" }, this.none, this.table),
      this.pager.element,
      this.hint,
      h("div", { class: "drop-hint", "aria-hidden": "true" }, T.ledger.drop),
    );
    acceptFiles(this.element, (file) => this.intake.file(file));
  }

  open(sheet) {
    this.#sheet = sheet;
    fill(
      this.providers,
      sheet.providers.map((name) => h("option", { value: name })),
    );
    this.#drawHead();
  }

  // Optional columns are drawn only when the ledger has something in them.
  #drawHead() {
    const { columns, optional_columns: optional } = this.#sheet;
    const usual = columns.findLastIndex((name) => !optional.includes(name)) + 1;
    const shown = columns.slice(0, Math.max(usual, this.#view.width));
    // Not below the hands of somebody who types in the table.
    if (shown.length === this.#columns.length || this.#editor) return;
    this.#columns = shown;
    this.#drawn = new Map();
    for (const body of [...this.table.tBodies]) body.remove();
    const names = [T.ledger.line, ...shown, T.ledger.state, T.ledger.act];
    fill(
      this.head,
      h(
        "tr",
        { role: "row" },
        names.map((name) => h("th", { scope: "col", role: "columnheader" }, name)),
      ),
    );
  }

  /** The rows on the page. */
  get rows() {
    return this.#view.rows;
  }

  /** Draws again what the desk has; several wishes at once are one. */
  async refresh() {
    this.#wanted = true;
    if (this.#drawing || !this.#sheet || !this.element.isConnected) return this.#drawing;
    this.#drawing = this.#drawAll();
    await this.#drawing;
    this.#drawing = null;
    return null;
  }

  busy(task, ready) {
    this.working.hidden = !task;
    if (!task) return;
    const words = task === "read" && !ready ? T.ledger.waits : T.ledger.busy[task];
    const id = freshId("working");
    fill(this.working, h("progress", { "aria-labelledby": id }), h("span", { id }, words));
  }

  /** Opens a row by id, wherever it is. */
  async show(id, column) {
    const place = await this.desk.ask("locate", { id });
    if (place < 0) return;
    this.#only = "all";
    this.#view.start = Math.floor(place / PAGE) * PAGE;
    await this.#edit(id, Math.max(0, this.#sheet.columns.indexOf(column)));
  }

  /** Pasted cells, wherever the focus is on the ledger; text for a single field is left to the field. */
  paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const inField = event.composedPath()[0].matches?.("input, textarea, select");
    if (!text.trim() || (inField && !isCells(text))) return;
    event.preventDefault();
    this.#close();
    this.intake.paste(text);
  }

  #toolbar() {
    const tool = (name, label, handler, kind = "") =>
      h("button", { type: "button", class: `button ${kind}`, on: { click: handler } }, icon(name, "icon small"), label);
    this.undoButton = h("button", { type: "button", class: "link", hidden: true, on: { click: () => this.#undo() } });
    this.addButton = tool("add", T.ledger.add, () => this.#add(), "strong");
    this.clearButton = tool("remove", T.ledger.clear, () => this.#clear());
    this.exportButton = tool("download", T.ledger.export, () => this.#export({}));
    this.excelButton = tool("download", T.ledger.exportExcel, () => this.#export({ excel: true }));
    return h(
      "div",
      { class: "toolbar", role: "group", "aria-label": T.ledger.toolbar },
      this.addButton,
      tool("open", T.ledger.open, () => this.intake.choose()),
      tool("paste", T.ledger.paste, () => this.intake.pasteBox()),
      this.exportButton,
      this.excelButton,
      tool("download", T.ledger.sample, () => this.#export({ sample: true })),
      this.clearButton,
    );
  }

  async #drawAll() {
    while (this.#wanted) {
      this.#wanted = false;
      this.#view = await this.desk.ask("view", { start: this.#view.start, count: PAGE, only: this.#only });
      this.#drawHead();
      await this.#drawRows();
      this.#drawTools();
    }
  }

  // A row whose text and findings are as they were keeps its elements: focus, open folds and scroll stay. New rows
  // are put in a few at a time, so that the browser lays out a few at a time.
  async #drawRows() {
    const drawn = new Map();
    const rows = this.#view.rows;
    const staying = new Set(rows.map((row) => row.id));
    for (const [id, { element }] of this.#drawn) if (!staying.has(id)) element.remove();
    for (let from = 0; from < rows.length; from += SLICE) {
      let fresh = false;
      rows.slice(from, from + SLICE).forEach((row, at) => {
        const now = this.#drawRow(row);
        const before = this.#drawn.get(row.id)?.element;
        if (now.element !== before) before?.remove();
        fresh ||= now.element !== before;
        drawn.set(row.id, now);
        this.#put(now.element, from + at);
      });
      if (fresh && from + SLICE < rows.length) await nextFrame();
    }
    this.#drawn = drawn;
  }

  #drawRow(row) {
    const key = JSON.stringify(row);
    const old = this.#drawn.get(row.id);
    const editing = this.#editor?.id === row.id;
    if (editing) this.#editor.update(row);
    if (old?.editing === editing && (editing || old.key === key)) return { ...old, key };
    return { key, editing, element: editing ? this.#editorRow() : this.#row(row) };
  }

  // Puts the element at that place, after the head of the table.
  #put(element, at) {
    const there = this.table.children[at + 1];
    if (there !== element) this.table.insertBefore(element, there ?? null);
  }

  #row(row) {
    return rowView(row, {
      columns: this.#columns,
      sources: this.sources,
      onEdit: (column) => this.#edit(row.id, column),
      onRemove: () => this.#remove(row.id, row.line),
    });
  }

  #editorRow() {
    const cell = h("td", { role: "cell", colspan: String(this.#columns.length + 3) }, this.#editor.element);
    return h("tbody", { role: "rowgroup", class: "entry editing" }, h("tr", { role: "row" }, cell));
  }

  #drawTools() {
    const { total, shown, start, rows, undo } = this.#view;
    this.none.hidden = total > 0;
    this.table.hidden = !rows.length;
    this.hint.hidden = !rows.length;
    this.exportButton.disabled = !total;
    this.excelButton.disabled = !total;
    this.clearButton.disabled = !total;
    this.undoButton.hidden = !undo;
    if (undo) setText(this.undoButton, T.ledger.undo(undo));
    this.pager.update({ start, count: rows.length, shown, page: PAGE });
  }

  /** How many rows have something to look at; offers to show only those. */
  problems(count) {
    this.filter.update(count, this.#only);
  }

  #choose(only) {
    this.#only = only;
    this.#view.start = 0;
    this.refresh();
  }

  async #turn(start) {
    this.#close();
    this.#view.start = start;
    await this.refresh();
    this.table.scrollIntoView({ block: "start" });
    this.table.querySelector("button")?.focus({ preventScroll: true });
  }

  async #add() {
    this.#close();
    const { id, place } = await this.desk.ask("add", { cells: [] });
    this.#only = "all";
    this.#view.start = Math.floor(place / PAGE) * PAGE;
    await this.#edit(id, 0, true);
  }

  async #edit(id, column, fresh = false) {
    if (this.#editor?.id === id) return this.#editor.focus(column);
    this.#close();
    await this.refresh();
    const row = this.#view.rows.find((one) => one.id === id);
    if (!row) return null;
    this.#editor = new RowEditor(row, this.#sheet, {
      fresh,
      providers: this.providers.id,
      issues: (finding) => issueLines(finding, this.sources),
      onInput: (at, value) => this.desk.ask("edit", { id, column: at, value }),
      onTouched: () => this.refresh(),
      onRestore: (cells) => this.desk.ask("restore", { id, cells, label: T.ledger.restored(row.line) }),
      onDone: () => this.#done(id, fresh),
    });
    await this.refresh();
    this.#editor?.focus(column);
    return null;
  }

  async #done(id, fresh) {
    this.#close();
    await this.refresh();
    if (fresh) this.addButton.focus();
    else this.table.querySelector(`[data-row="${id}"] .act button`)?.focus();
  }

  // A new row in which nothing was written leaves no trace.
  #close() {
    const editor = this.#editor;
    if (!editor) return;
    this.#editor = null;
    if (editor.parts.fresh && editor.blank) this.desk.ask("drop", { id: editor.id });
  }

  async #remove(id, line) {
    if (this.#editor?.id === id) this.#editor = null;
    await this.desk.ask("remove", { ids: [id], label: T.ledger.removed(line) });
    this.#say("");
    await this.refresh();
    this.undoButton.focus();
  }

  async #clear() {
    const count = this.#view.total;
    const answer = await ask(this.place, {
      title: T.ledger.clearTitle,
      body: [h("p", {}, T.ledger.clearMore(count))],
      actions: [
        { label: T.ledger.clear, value: "clear", grave: true },
        { label: T.abort, value: "" },
      ],
    });
    if (!answer) return;
    this.#editor = null;
    await this.desk.ask("clear", { label: T.ledger.cleared(count) });
    this.#say("");
  }

  async #undo() {
    this.#close();
    const label = await this.desk.ask("undo");
    if (label) this.#say(T.ledger.undone(label));
    await this.refresh();
    this.addButton.focus();
  }

  async #export(what) {
    const file = await this.desk.try("export", what);
    if (file?.error) this.#say(file.error);
    else if (file) await saveFile(file.blob, file.name, this.place);
  }

  #say(text) {
    setText(this.message, text);
  }
}
