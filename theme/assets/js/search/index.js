// Asks Pagefind which pages hold the words of a query. Loaded only when no city and no exact token decides.

import { tokens } from "./tokens.js";

const MOST_TOKENS = 5; // looked up for one query: each may load another part of the index
const GIVEN_UP = 0.4; // worth of a word that is found only in pieces

export class Index {
  constructor(store, folders) {
    this.store = store;
    this.folders = folders;
    this.open_ = null;
  }

  open() {
    this.open_ ??= this.start();
    return this.open_;
  }

  // Tokens on most pages of a large index are not in it: they cost much and tell nothing apart.
  async common() {
    const lists = await Promise.all(Object.values(this.folders).map((folder) => this.store.file(`${folder}common`)));
    return new Set(lists.flatMap((list) => list?.common.split(" ") ?? []));
  }

  async start() {
    const paths = Object.values(this.folders).map((folder) => `search/${folder}`);
    const [first, ...others] = paths.map((path) => new URL(path, this.store.base).href);
    const lists = Promise.all(Object.values(this.folders).map((folder) => this.store.file(`${folder}pages`)));
    const { createInstance } = await import("./pagefind.js"); // put here by builder/search/publish.py
    const engine = createInstance({ basePath: first, baseUrl: "/", metaCacheTag: "1", noWorker: true });
    await engine.init();
    for (const other of others) await engine.mergeIndex(other);
    this.pages = new Map();
    for (const [folder, parts] of (await lists).flatMap(Object.entries)) {
      for (const [last, id] of Object.entries(parts)) {
        this.pages.set(id, [folder, last].filter(Boolean).join("/") + (folder || last ? "/" : ""));
      }
    }
    this.engine = engine;
    return this;
  }

  // [[url, score], …], best first: every word counts for the pages that hold it, rare words more.
  // Null when all words are on most pages.
  async find(concepts) {
    const common = await this.common();
    const telling = (words) => tokens(words).filter((token) => !common.has(token));
    if (!concepts.some(({ find }) => find.some((words) => telling(words).length))) return null;
    await this.open();
    const scores = new Map();
    let left = MOST_TOKENS;
    for (const concept of [...concepts].sort((one, other) => other.weight - one.weight)) {
      const best = new Map();
      for (const words of concept.find.slice(0, 2)) {
        const wanted = telling(words).slice(0, left);
        if (!wanted.length) continue;
        left -= wanted.length;
        let found = await this.ask(wanted.join(" "));
        let worth = 1;
        if (!found.length && wanted.length > 1) {
          found = (await Promise.all(wanted.map((token) => this.ask(token)))).flat();
          worth = GIVEN_UP / wanted.length;
        }
        for (const [url, score] of sums(found)) best.set(url, Math.max(best.get(url) ?? 0, score * worth));
      }
      for (const [url, score] of best) scores.set(url, (scores.get(url) ?? 0) + score * concept.weight);
    }
    return [...scores].sort((one, other) => other[1] - one[1] || newer(one[0], other[0]));
  }

  async ask(words) {
    const { results } = await this.engine.search(words);
    return results.map(({ id, score }) => [this.pages.get(id), score]).filter(([url]) => url !== undefined);
  }
}

function sums(found) {
  const all = new Map();
  for (const [url, score] of found) all.set(url, (all.get(url) ?? 0) + score);
  return all;
}

const year = (url) => Number(/\/(\d{4})\/$/.exec(url)?.[1] ?? 0);
const newer = (one, other) => year(other) - year(one) || (one < other ? -1 : 1);
