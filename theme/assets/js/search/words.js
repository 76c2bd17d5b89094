// What is left of a query once city, year and exact tokens are known: words to look for, with what else they mean.

import { HAN, isHan } from "./tokens.js";

const PART = new RegExp(`[${HAN}]|[a-z0-9.%]`, "u");
const GENERAL_WEIGHT = 0.12;
const FREE_WEIGHT = 1.2;

export class Words {
  constructor({ stop, general, same }) {
    this.phrases = new Map();
    const add = (phrase, meaning) => {
      if (!this.phrases.has(phrase[0])) this.phrases.set(phrase[0], new Map());
      const known = this.phrases.get(phrase[0]);
      if (!known.has(phrase)) known.set(phrase, meaning);
    };
    const general_ = new Set(general);
    same.forEach(({ find, said }, index) => {
      const weight = find.every((word) => general_.has(word)) ? GENERAL_WEIGHT : 1;
      const meaning = { kind: "same", id: index, find, weight };
      for (const phrase of [...find, ...said]) add(phrase, meaning);
    });
    for (const phrase of general) add(phrase, { kind: "general", id: phrase, find: [phrase], weight: GENERAL_WEIGHT });
    for (const phrase of stop) add(phrase, { kind: "stop" });
  }

  // The longest known phrase at a place.
  at(text, i) {
    let best = null;
    for (const [phrase, meaning] of this.phrases.get(text[i]) ?? []) {
      if ((!best || phrase.length > best.phrase.length) && text.startsWith(phrase, i)) best = { phrase, meaning };
    }
    return best;
  }

  // Whether a known phrase of several characters begins before a place and goes on past it.
  within(text, i) {
    for (let start = Math.max(0, i - 8); start < i; start += 1) {
      if (start + (this.at(text, start)?.phrase.length ?? 0) > i) return true;
    }
    return false;
  }

  // Whether a part of a text stands by itself: between other signs than characters, and known phrases.
  apart(text, from, to) {
    const ends = (start) => start + (this.at(text, start)?.phrase.length ?? 0) === from;
    const before = from === 0 || !isHan(text[from - 1]) || [...Array(Math.min(8, from)).keys()].some((i) => ends(from - 1 - i));
    return before && (to >= text.length || !isHan(text[to]) || text[to] === "市" || this.at(text, to) !== null);
  }

  // Pieces of a text in order: { text, meaning }, meaning null for what is not known.
  split(text) {
    const pieces = [];
    let free = "";
    const close = () => {
      while (free.length > 1 && this.at(free, free.length - 1)?.meaning.kind === "stop") free = free.slice(0, -1);
      if (free) pieces.push({ text: free, meaning: null });
      free = "";
    };
    for (let i = 0; i < text.length; ) {
      if (!PART.test(text[i]) && !/[\ud800-\udfff]/.test(text[i])) {
        close();
        i += 1;
        continue;
      }
      const found = this.at(text, i);
      if (found && (found.phrase.length > 1 || (!free && this.bounded(text, i + 1)))) {
        close();
        pieces.push({ text: found.phrase, meaning: found.meaning });
        i += found.phrase.length;
      } else {
        free += text[i];
        i += 1;
      }
    }
    close();
    return pieces;
  }

  // Whether a single character without content ends here: 能 in 能评职称, not in 能力.
  bounded(text, i) {
    return i >= text.length || !PART.test(text[i]) || Boolean(this.at(text, i)) || /\d/.test(text[i]);
  }

  // What to look for: { said, find, weight }, each meaning once.
  concepts(text) {
    const found = new Map();
    for (const { text: said, meaning } of this.split(text)) {
      if (meaning?.kind === "stop") continue;
      const id = meaning ? `${meaning.kind} ${meaning.id}` : `free ${said}`;
      if (found.has(id)) found.get(id).said.push(said);
      else if (meaning) found.set(id, { said: [said], find: meaning.find, weight: meaning.weight });
      else found.set(id, { said: [said], find: [said], weight: Array.from(said).length > 1 ? FREE_WEIGHT : GENERAL_WEIGHT });
    }
    return [...found.values()];
  }

  // The pieces that no list knows: 汝州 in 汝州要学多少学时.
  unknown(text) {
    return this.split(text).filter(({ meaning }) => !meaning).map((piece) => piece.text);
  }

  // A name without the words around it: 洛阳理工学院是不是基地 is 洛阳理工学院.
  strip(text) {
    const pieces = this.split(text);
    while (pieces.length && pieces[0].meaning) pieces.shift();
    while (pieces.length && pieces.at(-1).meaning) pieces.pop();
    return pieces.map((piece) => piece.text).join("");
  }
}

export const isGeneral = (concept) => concept.weight <= GENERAL_WEIGHT;
