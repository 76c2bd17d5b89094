// Gives the person a file, text on the clipboard, or a printed page.

import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { T } from "./text.js";

export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Puts text on the clipboard; where the browser refuses, shows it for copying by hand. True when it was put. */
export async function copyText(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = h("textarea", { rows: 12, readonly: true, "aria-label": T.copy }, text);
    await ask(place, {
      title: T.copy,
      body: [h("p", {}, T.copyFailed), box],
      actions: [{ label: T.dismiss, value: "ok", strong: true }],
    });
    return false;
  }
}

/** Prints the calculator's result and nothing else of the page. */
export function printOnly() {
  const root = document.documentElement;
  root.classList.add("xueshi-printing");
  window.addEventListener("afterprint", () => root.classList.remove("xueshi-printing"), { once: true });
  window.print();
}
