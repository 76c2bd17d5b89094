// Which section of a page answers a query, and which of its words to mark.

import { fold, tokens } from "./tokens.js";
import { isGeneral } from "./words.js";

const NEARLY = 0.5; // share of a word's pairs that a passage must hold to count,
const LONG = 5; // and of a phrase with so many pairs, as it was typed
const NEARLY_LONG = 0.3;
const PARTLY = 0.6;
const LITERAL = 0.15; // what each word counts more that stands there as typed
const HEADING = 0.5; // a word in the heading counts so much more
const BRIEF = 8; // characters of a passage that says little
const SILENT = 0.6; // a passage that only says that the notice does not say it
const SILENCE = /没有(?:单独|另外|另)?(?:写|说|规定)|不分|没有再分/u;
const AROUND = 0.3; // what the whole section holds, beside its best passage
const QUOTED = 0.7; // sections that only quote the notice
const MOST_SECTIONS = 3;
const NAME = 16; // characters at the beginning of a line that name what it is about
const SNIPPET = 72; // characters

// Text without spaces, and where each of its characters stood.
function compact(text) {
  const letters = [];
  const places = [];
  let at = 0;
  for (const letter of text) {
    const plain = fold(letter);
    if (plain.trim()) {
      for (const part of plain) {
        letters.push(part);
        places.push(at);
      }
    }
    at += letter.length;
  }
  return { text: letters.join(""), letters, places };
}

const squeeze = (text) => text.replace(/\s+/g, "");

function share(text, words, typed) {
  if (text.includes(words)) return 1;
  const pairs = tokens(words);
  if (pairs.length < 2) return 0;
  const held = pairs.filter((pair) => text.includes(pair)).length / pairs.length;
  return held >= (typed && pairs.length >= LONG ? NEARLY_LONG : NEARLY) ? held * PARTLY : 0;
}

// As typed counts a little more than what it stands for.
function held(text, { find, said }) {
  const literal = said.filter((words) => words.length > 1 && text.includes(squeeze(words))).length;
  return Math.max(literal && 1 + literal * LITERAL, ...find.map((words) => share(text, squeeze(words), said.includes(words))));
}

// A page's text, ready to be compared.
export function prepare({ title, sections }) {
  return {
    title,
    name: squeeze(fold(title)),
    sections: sections.map(([id, heading, text]) => ({
      id,
      heading,
      name: squeeze(fold(heading)),
      passages: text.split("\n").map((passage) => ({ passage, text: squeeze(fold(passage)) })),
    })),
  };
}

// { score, sections: [{ id, heading, passage, score }], held, title, named }, sections best first; empty when nothing is held.
// `held` is the share of what was asked that stands on the page; `named` whether a title, heading or name of a line says it.
export function rate(page, concepts) {
  const rated = page.sections.map((section) => rateSection(section, concepts));
  const useful = rated.filter(({ whole }) => whole.some((value) => value > 0.1));
  const sections = useful.sort((one, other) => other.score - one.score);
  const whole = concepts.map((_, i) => Math.max(0, ...rated.map((section) => section.whole[i])));
  const title = total(concepts.map((concept) => concept.weight * held(page.name, concept)));
  const best = sections[0]?.score ?? 0;
  const asked = concepts.filter((concept) => !isGeneral(concept));
  const wanted = total(asked.map(({ weight }) => weight));
  const there = asked.map((concept) => Math.min(1, whole[concepts.indexOf(concept)]) * concept.weight);
  return {
    held: wanted ? total(there) / wanted : 0,
    title,
    named: asked.some((concept) => names(page, concept)),
    score: best + 0.5 * total(whole) + 0.3 * title + 0.1 * (sections[1]?.score ?? 0),
    sections: sections.filter(({ score }) => score >= best * 0.6).slice(0, MOST_SECTIONS),
  };
}

// `whole` is what the section holds of each of the concepts; its score is mostly that of its best passage.
function rateSection({ id, heading, name, passages: all }, concepts) {
  const inHeading = concepts.map((concept) => held(name, concept));
  const passages = all.map(({ passage, text }) => {
    const told = SILENCE.test(text) ? SILENT : 1;
    const values = concepts.map((concept, i) => {
      const value = told * held(text, concept);
      return concept.weight * Math.max(value, inHeading[i] * 0.8) * (value && inHeading[i] ? 1 + HEADING : 1);
    });
    const brief = text.length < BRIEF ? 0.8 : 1;
    return { passage, values, sum: brief * total(values) - Math.min(0.05, text.length / 10_000) };
  });
  const best = passages.reduce((one, other) => (other.sum > one.sum ? other : one), passages[0] ?? none(concepts));
  const whole = concepts.map((_, i) => Math.max(0, ...passages.map(({ values }) => values[i])));
  const factor = id === "sources" || id === "taken" ? QUOTED : 1;
  const passage = inHeading.some(Boolean) && best.values.every((value) => !value) ? "" : best.passage;
  return { id, heading, passage, whole, score: factor * (best.sum + AROUND * total(whole)) };
}

const total = (values) => values.reduce((one, other) => one + other, 0);

// Whether a title, a heading or the beginning of a line says it.
function names(page, { find, said }) {
  const words = [...find, ...said].map(squeeze).filter((part) => part.length > 1);
  const says = (text) => words.some((part) => text.includes(part));
  const begins = ({ text }) => says(text.slice(0, NAME));
  return says(page.name) || page.sections.some(({ name, passages }) => says(name) || passages.some(begins));
}

const none = (concepts) => ({ passage: "", values: concepts.map(() => 0), sum: 0 });

// Words to mark in a text: what was typed and what it stands for.
export const marked = (concepts, more = []) => [
  ...new Set([...concepts.flatMap(({ said, find }) => [...find, ...said]), ...more].map((words) => squeeze(fold(words)))),
];

// [[text, whether marked], …]: the part of a text around its marks.
export function snippet(text, words, most = SNIPPET) {
  const { text: plain, letters, places } = compact(text);
  const hit = new Uint8Array(letters.length);
  const starts = [];
  let index = 0;
  for (const letter of letters) {
    starts.push(index);
    index += letter.length;
  }
  const found = (part) => {
    let any = false;
    for (let at = plain.indexOf(part); part && at >= 0; at = plain.indexOf(part, at + 1)) {
      const from = starts.indexOf(at);
      if (from >= 0) hit.fill(1, from, from + Array.from(part).length);
      any = true;
    }
    return any;
  };
  for (const word of words) if (!found(word)) for (const pair of tokens(word)) if (pair.length > 1) found(pair);
  const first = hit.indexOf(1);
  const from = first < 0 || text.length <= most ? 0 : Math.max(0, places[first] - Math.floor(most / 4));
  const to = Math.min(text.length, from + most);
  const parts = [];
  const push = (part, mark) => {
    if (!part) return;
    if (parts.length && parts.at(-1)[1] === mark) parts.at(-1)[0] += part;
    else parts.push([part, mark]);
  };
  if (from > 0) push("…", false);
  let last = from;
  for (let i = 0; i < places.length; i += 1) {
    const end = places[i + 1] ?? text.length;
    if (places[i] < from || places[i] >= to) continue;
    push(text.slice(last, places[i]), Boolean(hit[i] && hit[i - 1]));
    push(text.slice(places[i], Math.min(end, to)).trimEnd(), Boolean(hit[i]));
    const shown = text.slice(places[i], Math.min(end, to));
    push(shown.slice(shown.trimEnd().length), Boolean(hit[i] && hit[i + 1]));
    last = Math.max(last, Math.min(end, to));
  }
  push(text.slice(last, to), false);
  if (to < text.length) push("…", false);
  return parts;
}
