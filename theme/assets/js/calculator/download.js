// Gives the person a file, text on the clipboard, or a printed page.

import { printAlone } from "../paper.js";
import { ask, tell } from "./dialog.js";
import { h } from "./dom.js";
import { T } from "./text.js";

// WeChat's own browser drops downloads without a word.
const CANNOT_SAVE = /MicroMessenger/i;
const AS_TEXT = /^text\/|json/;

/**
 * Gives the person a file. Where files cannot be saved, tells how to open the page elsewhere and, when the file is
 * text, offers it for copying.
 *
 * @param {Node} place where a dialog may be put
 */
export async function saveFile(blob, name, place = document.body) {
  if (CANNOT_SAVE.test(navigator.userAgent)) return instead(blob, name, place);
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

async function instead(blob, name, place) {
  const text = AS_TEXT.test(blob.type) ? await blob.text() : null;
  const copy = { label: T.unsaved.copy, value: "copy", strong: true };
  const answer = await ask(place, {
    title: T.unsaved.title,
    body: [h("p", {}, T.unsaved.how(name)), text === null ? null : h("p", {}, T.unsaved.orCopy)],
    actions: [...(text === null ? [] : [copy]), { label: T.dismiss, value: "ok", strong: text === null }],
  });
  if (answer === "copy") await copyText(text, place);
  return false;
}

/**
 * Puts text on the clipboard; where the browser refuses, shows it selected, for copying by hand. True when it was put.
 *
 * @param {string|Promise<string>} coming what a promise rejects with is thrown
 * @param {string} title what is copied
 */
export async function copyText(coming, place, title = T.copy) {
  try {
    await put(coming);
    return true;
  } catch {
    const text = await coming;
    const select = { focus: () => box.select() };
    const box = h("textarea", { rows: 12, readonly: true, "aria-label": title, on: select }, text);
    await tell(place, title, h("p", {}, T.copyFailed), box);
    return false;
  }
}

// Safari lets nothing on the clipboard after a wait, unless the promise of it is handed over within the press.
async function put(coming) {
  if (typeof coming === "string" || typeof ClipboardItem !== "function") {
    return navigator.clipboard.writeText(await coming);
  }
  const blob = coming.then((text) => new Blob([text], { type: "text/plain" }));
  blob.catch(() => {}); // heard by whoever waits for `coming`
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

/** Prints the calculator's result and nothing else of the page. */
export const printOnly = () => printAlone(document.querySelector("xueshi-calculator, xueshi-roster"));
