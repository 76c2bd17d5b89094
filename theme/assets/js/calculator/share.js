// A link that carries what was typed in quick mode, in the address's fragment, which browsers send to no server:
// city, year, hours by subject, answers, and the day where it was set. Never a name, never a row of a ledger.

import { T } from "./text.js";

const FORM = "share=1";
const PLACE = /^([a-z]+)\/(\d{4})$/;
const NAME = /^[a-z0-9_:-]{1,60}$/;
// What may travel: hours as they were typed, as long as they are digits, and the words that a question offers.
const HOURS = /^[\d０-９.．/ \u3000]{1,16}$/u;
const ANSWER = /^[\p{Script=Han}\w.．０-９/-]{1,40}$/u;
const DAY = /^\d{4}-\d\d-\d\d$/;
const LONGEST = 4_000;

/** Whether the hours typed are all such that a link may carry them. */
export const canShare = (totals) => Object.values(totals).every((text) => !text.trim() || HOURS.test(text));

/** The address that opens the calculator with these numbers; `day` is null unless it was set. */
export function shareLink(base, { city, year, totals, answers, asked, day }) {
  const parts = new URLSearchParams(FORM);
  parts.set("of", `${city}/${year}`);
  if (day) parts.set("day", day);
  for (const [id, text] of Object.entries(totals)) if (text.trim()) parts.set(`h.${id}`, text.trim());
  for (const [id, value] of Object.entries(answers)) {
    const offered = value === T.unknownValue || asked[id]?.options?.includes(value);
    if (offered || HOURS.test(value)) parts.set(`a.${id}`, value);
  }
  const address = new URL("calculator/", base);
  address.hash = parts.toString();
  return address.href;
}

/** What a fragment carries: null for one of another kind, `{broken: true}` for one that cannot be trusted. */
export function readShare(hash) {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith("share=")) return null;
  const shared = { city: "", year: "", day: null, totals: {}, answers: {} };
  const parts = new URLSearchParams(text);
  const names = [...parts.keys()];
  const sound = text.length <= LONGEST && text.startsWith(FORM) && new Set(names).size === names.length;
  if (!sound || ![...parts].every(([name, value]) => take(shared, name, value))) return { broken: true };
  return shared.year && Object.keys(shared.totals).length ? shared : { broken: true };
}

// Whether a day is in the calendar: a link may have been retyped.
function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}

function take(shared, name, value) {
  const [kind, id] = [name.slice(0, 2), name.slice(2)];
  if (name === "share") return value === "1";
  if (name === "of") [, shared.city, shared.year] = PLACE.exec(value) ?? [null, "", ""];
  else if (name === "day" && isDay(value)) shared.day = value;
  else if (kind === "h." && NAME.test(id) && HOURS.test(value)) shared.totals[id] = value;
  else if (kind === "a." && NAME.test(id) && ANSWER.test(value)) shared.answers[id] = value;
  else return false;
  return true;
}
