// How rows come in from outside: an opened or dropped file, pasted cells. Python reads them; the person is asked
// where they go when something stands there already.

import { fileInput, h, quoted } from "./dom.js";
import { TABLES } from "./desk/kinds.js";
import { ask, tell } from "./dialog.js";
import { T } from "./text.js";

const ROSTER = new URL("../../../roster/", import.meta.url);

export class Intake {
  #unread = "";
  #last = Promise.resolve(); // what comes in is read and taken whole before the next

  /**
   * @param {{desk: object, place: Node, count: () => number, onMessage: (text: string) => void}} parts
   *   place: where dialogs are put; count: rows there are
   */
  constructor({ desk, place, count, onMessage }) {
    Object.assign(this, { desk, place, count, onMessage });
    this.input = fileInput(TABLES, (file) => this.file(file));
  }

  /** Asks for a file. */
  choose() {
    this.input.click();
  }

  file(file) {
    return this.#inTurn(() => this.#file(file));
  }

  /** Pasted cells go to the end; one click takes them back. Says whether they could be read. */
  paste(text) {
    return this.#inTurn(() => this.#paste(text));
  }

  #inTurn(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {}); // said by whoever asked for it
    return done;
  }

  async #file(file) {
    const found = await this.#read({ file });
    if (!found) return;
    const rows = this.count();
    const ways = rows ? await this.#where(T.ledger.file(quoted(file.name)), found, rows) : "append";
    if (!ways) return;
    await this.#take(found, { replace: ways === "replace", label: T.ledger.took(found.count) });
  }

  async #paste(text) {
    const found = await this.#read({ text });
    return Boolean(found) && this.#take(found, { replace: false, label: T.ledger.pasted(found.count) });
  }

  // Nothing is taken into the ledger of another city that was turned to while this was read.
  async #take(found, how) {
    const taken = (await this.desk.ask("take", how)) !== null;
    if (taken) this.onMessage([how.label, ...remarks(found)].join("。"));
    return taken;
  }

  /** A box for those who cannot or would not paste onto the table; what could not be read stands in it again. */
  async pasteBox() {
    const box = h("textarea", { rows: 8, wrap: "off", spellcheck: "false", "aria-label": T.ledger.pasteBox });
    box.value = this.#unread;
    const answer = await ask(this.place, {
      title: T.ledger.pasteTitle,
      body: [h("p", {}, T.ledger.pasteMore), box],
      actions: [
        { label: T.ledger.pasteTake, value: "take", strong: true },
        { label: T.abort, value: "" },
      ],
    });
    this.#unread = box.value;
    if (answer && box.value.trim() && (await this.paste(box.value))) this.#unread = "";
  }

  async #read(what) {
    const found = await this.desk.try("read", what);
    if (!found) return null;
    if (found.sheets.length) return this.#choose(what, found.sheets);
    if (!found.error && found.count) return found;
    await tell(
      this.place,
      found.error ? T.ledger.unreadable(Boolean(what.file)) : T.ledger.noRows,
      h("p", {}, found.error ?? T.ledger.nothing),
      found.people ? h("p", {}, h("a", { href: ROSTER.href }, T.ledger.roster)) : null,
    );
    return null;
  }

  async #choose(what, sheets) {
    const sheet = await ask(this.place, {
      title: T.ledger.sheetTitle,
      body: [h("p", {}, T.ledger.sheetMore)],
      actions: [...sheets.map((name) => ({ label: quoted(name), value: name })), { label: T.abort, value: "" }],
    });
    return sheet ? this.#read({ ...what, sheet }) : null;
  }

  #where(name, found, rows) {
    return ask(this.place, {
      title: T.ledger.readTitle,
      body: [
        h("p", {}, name, h("b", {}, T.ledger.rows(found.count)), "。"),
        remarks(found).map((line) => h("p", {}, line)),
      ],
      actions: [
        { label: T.ledger.append, value: "append", strong: true },
        { label: T.ledger.replace(rows), value: "replace" },
        { label: T.abort, value: "" },
      ],
    });
  }
}

function remarks({ problems, encoding }) {
  return [...problems.map((problem) => problem.message), T.ledger.encoding[encoding]].filter(Boolean);
}

/** Whether pasted text is cells rather than a word for a field. */
export function isCells(text) {
  return /\t/.test(text) || /\n/.test(text.trim());
}
