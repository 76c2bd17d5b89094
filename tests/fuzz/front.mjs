// Shared links and queries for the scripts of the page that read them, in Node.
// node front.mjs share|query COUNT SEED < {front, queries, hostile} > {seconds, slowest, findings: {name: input}}

import { text } from "node:stream/consumers";

const [, , target, count, seed] = process.argv;
const { front, queries, hostile } = JSON.parse(await text(process.stdin));
const scripts = new URL("../../theme/assets/js/", import.meta.url);
const { canShare, readShare, shareLink } = await import(new URL("calculator/share.js", scripts));
const { Front } = await import(new URL("search/understand.js", scripts));
const { marked, snippet } = await import(new URL("search/rank.js", scripts));
const search = new Front(front);
const SLOW = 2_000; // milliseconds

// mulberry32: the same seed gives the same inputs.
let state = Number(seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = (most) => Math.floor(random() * most);
const pick = (list) => list[below(list.length)];

function changed(seeds, most) {
  let made = pick(seeds);
  for (let steps = 1 + below(5); steps > 0; steps -= 1) {
    const at = below(made.length + 1);
    const other = pick(seeds);
    const start = below(other.length + 1);
    const letter = String.fromCodePoint(below(0x110000));
    const piece = pick([pick(hostile), letter, letter.repeat(below(300)), other.slice(start, start + below(40)), ""]);
    made = (made.slice(0, at) + piece + made.slice(at + pick([0, 0, 1, 5]))).slice(0, most);
  }
  return made;
}

function promise(holds, words) {
  if (!holds) throw new Error(words);
}

// ---- shared links ----

const BASE = "https://zicha.example/below/";
const LINKS = [
  "#share=1&of=sanmenxia%2F2025&h.public=30&h.professional=60&a.all_approved=%E6%98%AF",
  "#share=1&of=pingdingshan%2F2021&day=2021-11-20&h.public_compulsory=12&h.public=18&a.parts%3Apublic=12",
  "#share=1&of=sanmenxia/2025&h.public=30",
  "#sanmenxia/2025",
  "#",
];

// Broken, or such that the link made of it says the same: nothing of it is dropped, nothing added.
function share(hash) {
  const found = readShare(hash);
  if (found === null) return promise(!hash.replace(/^#/, "").startsWith("share="), "not taken for a shared link");
  if (found.broken) return promise(Object.keys(found).length === 1, "half of a broken link is used");
  const { city, year, day, totals, answers } = found;
  promise(/^[a-z]+$/.test(city) && /^\d{4}$/.test(year), `of ${city}/${year}`);
  promise(canShare(totals), "hours that no link may carry");
  const values = [...Object.values(totals), ...Object.values(answers)].join("");
  promise(!/[<>"'&=\p{Cc}\p{Cf}\p{Cs}]/u.test(values), `${values} came through`);
  const told = [...new URLSearchParams(hash.replace(/^#/, "")).keys()].filter((name) => /^[ha]\./.test(name));
  const taken = Object.keys(totals).length + Object.keys(answers).length;
  promise(told.length === taken, `${told.length} parts, ${taken} taken`);
  const asked = Object.fromEntries(Object.entries(answers).map(([id, value]) => [id, { options: [value] }]));
  const again = readShare(new URL(shareLink(BASE, { city, year, totals, answers, asked, day })).hash);
  const trimmed = Object.fromEntries(Object.entries(totals).flatMap(([id, value]) => (value.trim() ? [[id, value.trim()]] : [])));
  if (Object.keys(trimmed).length) promise(JSON.stringify(again?.totals) === JSON.stringify(trimmed), "another link");
}

// ---- queries ----

function query(typed) {
  const normal = search.normal(typed);
  promise(normal.length <= 1_000, `${normal.length} characters are read`);
  promise(!/[\p{Cc}\p{Cs}]/u.test(normal), "control characters are read");
  const keys = search.keys(normal);
  promise(keys.length < 2_000, `${keys.length} keys`);
  const { city, year, concepts } = search.understand(normal, {}, 2026);
  promise(city === null || search.cities.byId.get(city.id) === city, "a city from nowhere");
  promise(year === null || (year >= 1990 && year < 2060), `year ${year}`);
  const words = marked(concepts, keys.map(({ said }) => said));
  for (const passage of [typed, pick(queries)]) {
    const shown = snippet(passage.slice(0, 500), words).map(([part]) => part).join("").replace(/^…|…$/gu, "");
    promise(passage.includes(shown) || passage.startsWith("…") || passage.endsWith("…"), "words that stand nowhere");
  }
}

const [make, check] = { share: [() => changed(LINKS, 6_000), share], query: [() => changed(queries, 3_000), query] }[target];
const findings = {};
let slowest = 0;
const began = performance.now();
for (let number = 0; number < Number(count); number += 1) {
  const given = make();
  const start = performance.now();
  try {
    check(given);
  } catch (error) {
    const name = `${error.message.replace(/\d+/g, "#").slice(0, 60)} ${error.stack.split("\n")[2]?.trim().replace(/\(.*\//, "") ?? ""}`;
    findings[name] ??= given.slice(0, 300);
  }
  const spent = performance.now() - start;
  if (spent > SLOW) findings[`slow: ${Math.round(spent / 1000)} s`] ??= given.slice(0, 300);
  slowest = Math.max(slowest, spent);
}
if (Object.hasOwn(Object.prototype, "30") || {}.public !== undefined) findings["every object was changed"] = "";
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, slowest: slowest / 1000, findings }));
