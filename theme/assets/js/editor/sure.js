// Whether somebody means what cannot be taken back: staying is the easier answer.

import { ask } from "../calculator/dialog.js";
import { h } from "../calculator/dom.js";
import { T } from "./text.js";

export async function isSure(place, { title, text, go = title }) {
  const answer = await ask(place, {
    title,
    body: [h("p", {}, text)],
    actions: [
      { label: T.bar.keep, value: "no", strong: true },
      { label: go, value: "yes", grave: true },
    ],
  });
  return answer === "yes";
}
