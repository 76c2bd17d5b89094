// Keys of what is found by its exact form: document numbers, telephones, hosts, names, amounts, codes.
// builder/search/exact.py makes the same keys from the data.

import { latinNames } from "./cities.js";
import { HAN } from "./tokens.js";

const NUMBER = new RegExp(
  `([${HAN}]{0,16}?)\\s*(?:第|令)?\\s*(?:[〔\\[(【「]?\\s*((?:19|20)\\d\\d)\\s*年?\\s*[〕\\])】」]?)?\\s*第?\\s*(\\d{1,4})\\s*号`,
  "gu",
);
const BARE = new RegExp(
  `([${HAN}]{2,10})\\s*(?:[〔\\[(【]\\s*((?:19|20)\\d\\d)\\s*[〕\\])】]\\s*|((?:19|20)\\d\\d)[\\s年/-]+)(\\d{1,4})(?![\\d.%年月日号])`,
  "gu",
);
const SHORT = new RegExp(`([${HAN}]{1,9}[发办函字令技税规])\\s*(\\d{1,4})(?![\\d.%年月日号])`, "gu"); // 豫人社函168
const ISSUERS = /人力资源和?社会保障(?=[部厅局])/gu; // 人社部令第25号 is printed so
const COUNTY = new RegExp(`[${HAN}]{1,6}?[市县区]`, "gu");
const ORDER = /(?<!\d)(\d{1,3})\s*号令/gu;
const PHONE = /(?:\+?86[- ]?)?\(?\d[\d\-() ]{4,}\d/g;
const HOST = /(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}/g;
const WORD = /(?<![a-z0-9.])[a-z][a-z0-9]{4,}(?![a-z0-9.])/g;
const AMOUNT = /\d+(?:\.\d+)?%|(?<![\d.])\d{3,6}(?![\d.])/g;
const YEAR = /^(?:19[89]|20[0-4])\d$/; // 2021 is a year, 2021 人 an amount
const COUNTED = /^\s*[万亿]?[元人]/;
const CODE = /(?<![a-z0-9])[ew]\d{3}(?!\d)/g;
const NOT_NAME = new RegExp(`[^${HAN}a-z0-9]`, "gu");
const MOST_NAMES = 8;
const MOST_PLACES = 4;
const LATIN_PLACE = /^[a-z]{4,24}$/; // lushan, pingdingshanshi

const nameKey = (text) => text.replace(NOT_NAME, "");

// Which of `count` files holds a key: FNV-1a over its characters.
export function shard(key, count) {
  let value = 2166136261;
  for (const letter of key) value = Math.imul(value ^ letter.codePointAt(0), 16777619) >>> 0;
  return value % count;
}

// The keys a query may mean: { key, said, fits, printed }; for a document's number `fits` are the letters before it,
// `printed` the same as notices print them. `strip` takes words without content off both ends of a name,
// `unknown` are pieces of the text that are no known words.
export function exactKeys(text, strip, unknown = []) {
  const found = [];
  const add = (key, said, fits = "", printed = fits) => found.push({ key, said, fits, printed });
  const numbered = (said, letters, year, number) => {
    const printed = letters.replace(ISSUERS, "人社");
    if (printed) add(`d:${printed}${year}/${number}`, said.trim(), letters, printed);
    add(`d:${year}/${number}`, said.trim(), letters, printed);
  };
  let rest = text; // amounts are what is no part of something longer
  for (const [said, before, year = "", number] of text.matchAll(NUMBER)) {
    rest = rest.replace(said, " ");
    const letters = nameKey(before).replace(/令$|第$/u, "");
    if (year || letters) numbered(said, letters, year, number);
  }
  for (const [said, before, one, other, number] of text.matchAll(BARE)) numbered(said, nameKey(before), one ?? other, number);
  for (const [said, letters, number] of text.matchAll(SHORT)) add(`d:${nameKey(letters)}/${number}`, said, letters);
  for (const [said, number] of text.matchAll(ORDER)) add(`d:/${number}`, said);
  for (const [said] of text.matchAll(PHONE)) {
    const digits = said.replace(/\D/g, "");
    if (digits.length < 7 || digits.length > 13) continue;
    rest = rest.replace(said, " ");
    add(`t:${digits.replace(/^86(?=1\d{10}$)/, "")}`, said.trim());
  }
  for (const [said] of text.matchAll(HOST)) {
    const labels = said.replace(/^www\./, "").split(".");
    for (let i = 0; i + 1 < labels.length && i < 2; i += 1) add(`h:${labels.slice(i).join(".")}`, said);
  }
  for (const [said] of text.matchAll(WORD)) add(`h:${said}`, said);
  for (const { 0: said, index } of rest.matchAll(AMOUNT)) {
    if (!YEAR.test(said) || COUNTED.test(rest.slice(index + said.length))) add(`a:${said}`, said);
  }
  for (const [said] of text.matchAll(CODE)) add(`c:${said}`, said);
  for (const name of names(text, strip, 3)) add(`m:${nameKey(name)}`, name);
  for (const name of places(text, strip, unknown)) add(`p:${name}`, name);
  const latin = [...latinNames(text)].filter(({ letters }) => LATIN_PLACE.test(letters));
  for (const { letters, start, end } of latin.slice(0, MOST_PLACES)) add(`p:${letters}`, text.slice(start, end));
  return found;
}

// What may be a county: whatever ends like one, and short words of their own.
function places(text, strip, unknown) {
  const ended = [...text.matchAll(COUNTY)].flatMap(([name]) => [name, name.slice(-3), name.slice(-4)]);
  const brief = [...names(text, strip, 2), ...unknown].filter((name) => /^\p{sc=Han}{2,4}$/u.test(name));
  return [...new Set([...ended, ...brief])].slice(0, MOST_PLACES);
}

function names(text, strip, shortest) {
  const pieces = text.split(/[\s,，。;；:：、?？!！"“”'‘’()（）]+/u).filter(Boolean);
  const whole = pieces.length > 1 ? [pieces.join("")] : [];
  const found = new Set();
  for (const piece of [...whole, ...pieces]) {
    for (const name of [piece, strip(piece)]) {
      if (Array.from(nameKey(name)).length >= shortest && !/^[\d.%]+$/.test(name)) found.add(name);
    }
  }
  return [...found].slice(0, MOST_NAMES);
}
