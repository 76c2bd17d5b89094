// What can be done with a result: copy it, print it, share its numbers, save its receipt.

import { h, setText } from "./dom.js";
import { copyText, printOnly } from "./download.js";
import { icon } from "./icons.js";
import { verdictText } from "./summary-text.js";
import { T } from "./text.js";

/**
 * The buttons below a result, and the line that says what was done.
 *
 * @param {{place: Element, verdict: () => object, onShare: () => Promise<string>, onReceipt: Function}} parts
 *   `place`: for dialogs; `onShare` gives what is to be said
 */
export function resultActions({ place, verdict, onShare, onReceipt }) {
  const told = h("p", { class: "message", role: "status" });
  const act = (name, label, handler) =>
    h("button", { type: "button", class: "button", on: { click: handler } }, icon(name, "icon small"), label);
  const copy = async () => {
    const text = verdictText(verdict(), location.href.split("#")[0]);
    setText(told, (await copyText(text, place)) ? T.copied : "");
  };
  const share = act("share", T.share.copy, async () => setText(told, await onShare()));
  share.classList.add("quick-only");
  return h(
    "div",
    { class: "actions" },
    act("copy", T.copy, copy),
    act("print", T.print, () => printOnly()),
    share,
    act("download", T.receipt.save, onReceipt),
    told,
  );
}
