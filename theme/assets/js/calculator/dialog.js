// Modal questions, with the browser's own dialog: it keeps the focus, closes on Escape and gives the focus back.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { T } from "./text.js";

/**
 * Shows a dialog and resolves with the value of the button that closed it, null when it was dismissed.
 *
 * @param {Node} place where the dialog is put, inside the element's own tree
 * @param {{title: string, body: Node[], actions: {label: string, value: string, strong?: boolean, grave?: boolean}[]}} parts
 */
export function ask(place, { title, body = [], actions }) {
  return new Promise((resolve) => {
    const id = freshId("dialog");
    const close = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": T.close,
        title: T.close,
        on: { click: () => dialog.close() },
      },
      icon("no"),
    );
    const buttons = actions.map(({ label, value, strong, grave }) =>
      h(
        "button",
        {
          type: "button",
          class: `button${strong ? " strong" : ""}${grave ? " grave" : ""}`,
          on: { click: () => dialog.close(value) },
        },
        label,
      ),
    );
    const dialog = h(
      "dialog",
      { class: "dialog", "aria-labelledby": id },
      h("div", { class: "dialog-head" }, h("h2", { id }, title), close),
      h("div", { class: "dialog-body" }, body),
      h("div", { class: "dialog-actions" }, buttons),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
    place.append(dialog);
    dialog.showModal();
    const first = dialog.querySelector("textarea, input") ?? buttons[0];
    first?.focus();
  });
}

/** Shows something that is only to be read. */
export const tell = (place, title, ...body) =>
  ask(place, { title, body, actions: [{ label: T.dismiss, value: "ok", strong: true }] });
