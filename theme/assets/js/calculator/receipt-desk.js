// Receipts of the page: the file that is chosen, the part that shows it, its printing.

import { tell } from "./dialog.js";
import { fileInput, h } from "./dom.js";
import { printOnly } from "./download.js";
import { Receipt } from "./receipt.js";
import { T } from "./text.js";

export class ReceiptDesk {
  #view;

  /**
   * @param {{desk: object, heading: Function, place: Element, root: Element, onStart: Function}} parts `place`: for
   *   dialogs; `root`: what is printed; `onStart` starts Python
   */
  constructor({ desk, heading, place, root, onStart }) {
    Object.assign(this, { desk, place, root, onStart });
    const file = fileInput(".json,application/json", (chosen) => this.#open(chosen));
    const button = h(
      "button",
      { type: "button", class: "link", on: { click: () => file.click() } },
      T.receipt.open,
    );
    this.#view = new Receipt({
      heading,
      onPutBack: () => desk.ask("putBack", { label: T.receipt.label }),
      onUndo: () => desk.ask("undo", { only: T.receipt.label }),
      onPrint: () => this.#print(),
      onClose: () => button.focus(),
    });
    this.element = this.#view.element;
    this.opener = [button, file];
  }

  async #open(file) {
    this.onStart();
    const receipt = await this.desk.try("openReceipt", { file });
    if (!receipt) return;
    if (!receipt.error) {
      this.#view.show(receipt);
      return;
    }
    await tell(this.place, T.receipt.unreadable, h("p", {}, receipt.error));
  }

  #print() {
    this.root.classList.add("printing-receipt");
    window.addEventListener("afterprint", () => this.root.classList.remove("printing-receipt"), { once: true });
    printOnly();
  }
}
