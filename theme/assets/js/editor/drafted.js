// The other files of a draft: those that can stand alone are edited here, all can be saved.

import { h } from "../calculator/dom.js";
import { save } from "./disk.js";
import { canOpen, lastOf } from "./openings.js";
import { T } from "./text.js";

/** @param {(place: string) => void} edit turns to another of the files */
export function drafted(files, edit) {
  const others = Object.entries(files ?? {});
  if (!others.length) return null;
  const press = (text, act) => h("button", { type: "button", class: "link", on: { click: act } }, text);
  return h(
    "section",
    { class: "others", "aria-label": T.others.heading },
    h("h2", {}, T.others.heading),
    h("p", { class: "quiet" }, T.others.hint),
    h(
      "ul",
      { role: "list" },
      others.map(([place, text]) =>
        h("li", {}, h("code", {}, place), canOpen(place) ? press(T.others.edit, () => edit(place)) : null, press(T.others.save, () => save(text, lastOf(place), null))),
      ),
    ),
  );
}
