// Asks Pagefind which pages hold the words of a query. Loaded only when no city and no exact token decides.
// A large site has an index for each province: few of them are loaded, those that can hold the words.

import { shard } from "./keys.js";
import { tokens } from "./tokens.js";

const MOST_TOKENS = 5; // looked up for one query: each may load another part of the index
const GIVEN_UP = 0.4; // worth of a word that is found only in pieces
const COMMON = "site"; // the index of pages that belong to no place
const MOST_INDEXES = 2; // asked for one query, and only when one says no more than the other

export class Index {
  constructor(store, { indexes, where, names }) {
    this.store = store;
    this.folders = indexes;
    this.where = where;
    this.names = names;
    this.opened = new Map();
    this.pages = new Map();
  }

  // The names of the indexes to ask: those that hold most of the words that are not everywhere, else that of `code`.
  async choose(concepts, code) {
    const all = Object.keys(this.folders);
    if (all.length === 1) return all;
    const points = new Map(all.map((name) => [name, 0]));
    await Promise.all(
      concepts.map(async ({ find, weight }) => {
        const sets = await Promise.all(find.slice(0, 2).map((words) => this.holding(tokens(words).slice(0, MOST_TOKENS), all)));
        if (sets.some((set) => set === null)) return;
        for (const name of new Set(sets.flatMap((set) => [...set]))) points.set(name, points.get(name) + weight);
      }),
    );
    const near = (name) => Number(name !== COMMON && code.startsWith(name));
    const ranked = [...all].sort((one, other) => points.get(other) - points.get(one) || near(other) - near(one));
    const most = points.get(ranked[0]);
    return most ? ranked.filter((name) => points.get(name) === most).slice(0, MOST_INDEXES) : ranked.slice(0, 1);
  }

  // The indexes that hold all of these tokens, or else some; null when they are in too many to tell.
  async holding(wanted, all) {
    const files = await Promise.all(wanted.map((token) => this.store.file(`where/${shard(token, this.where)}`)));
    const listed = wanted.map((token, i) => files[i]?.[token]?.map((at) => all[at])).filter(Boolean);
    if (!listed.length) return null;
    const whole = listed[0].filter((name) => listed.every((names) => names.includes(name)));
    return new Set(whole.length ? whole : listed.flat());
  }

  open(name) {
    if (!this.opened.has(name)) {
      // One after the other: the first brings the engine, the others join it.
      const before = [...this.opened.values()].at(-1);
      this.opened.set(name, this.start(name, before));
    }
    return this.opened.get(name);
  }

  engineFile() {
    this.file ??= import("../../../assets/js/search/pagefind.js"); // put there by builder/search/indexes.py
    return this.file;
  }

  async start(name, before) {
    const folder = this.folders[name];
    const path = new URL(`search/${folder}`, this.store.base).href;
    const list = this.store.file(`${folder}pages`);
    await before;
    if (this.engine) {
      await this.engine.mergeIndex(path);
    } else {
      const { createInstance } = await this.engineFile();
      const engine = createInstance({ basePath: path, baseUrl: "/", metaCacheTag: "1", noWorker: true });
      await engine.init();
      this.engine = engine;
    }
    for (const [place, parts] of Object.entries(await list)) {
      for (const [last, id] of Object.entries(parts)) {
        this.pages.set(id, { url: [place, last].filter(Boolean).join("/") + (place || last ? "/" : ""), name });
      }
    }
  }

  // Tokens on most pages of an index are not in it: they cost much and tell nothing apart.
  async common(names) {
    const lists = await Promise.all(names.map((name) => this.store.file(`${this.folders[name]}common`)));
    const sets = lists.map((list) => new Set(list?.common.split(" ") ?? []));
    return (token) => sets.every((set) => set.has(token));
  }

  // { pages: [[url, score], …], among }, best first: every word counts for the pages that hold it, rare words more.
  // Pages are null when all words are on most pages; `among` names the places that were asked, if not all were.
  async find(concepts, code) {
    this.engineFile().catch(() => null); // on its way meanwhile; told of when it is needed
    const names = await this.choose(concepts, code);
    const common = await this.common(names);
    const asked = names.filter((name) => name !== COMMON).map((name) => this.names[name]);
    const among = names.length < Object.keys(this.folders).length ? [...new Set(asked)] : [];
    const telling = (words) => tokens(words).filter((token) => !common(token));
    if (!concepts.some(({ find }) => find.some((words) => telling(words).length))) return { pages: null, among };
    await Promise.all(names.map((name) => this.open(name)));
    const scores = new Map();
    const share = Math.max(2, Math.ceil(MOST_TOKENS / concepts.length)); // so that every word is asked for
    let left = MOST_TOKENS;
    for (const concept of [...concepts].sort((one, other) => other.weight - one.weight)) {
      const best = new Map();
      for (const words of concept.find.slice(0, 2)) {
        const wanted = telling(words).slice(0, Math.min(left, share));
        if (!wanted.length) continue;
        left -= wanted.length;
        let found = await this.ask(wanted.join(" "), names);
        let worth = 1;
        if (!found.length && wanted.length > 1) {
          found = (await Promise.all(wanted.map((token) => this.ask(token, names)))).flat();
          worth = GIVEN_UP / wanted.length;
        }
        for (const [url, score] of sums(found)) best.set(url, Math.max(best.get(url) ?? 0, score * worth));
      }
      for (const [url, score] of best) scores.set(url, (scores.get(url) ?? 0) + score * concept.weight);
    }
    return { pages: [...scores].sort((one, other) => other[1] - one[1] || newer(one[0], other[0])), among };
  }

  async ask(words, names) {
    const { results } = await this.engine.search(words);
    const found = results.map(({ id, score }) => [this.pages.get(id), score]);
    return found.filter(([page]) => page && names.includes(page.name)).map(([{ url }, score]) => [url, score]);
  }
}

function sums(found) {
  const all = new Map();
  for (const [url, score] of found) all.set(url, (all.get(url) ?? 0) + score);
  return all;
}

const year = (url) => Number(/\/(\d{4})\/$/.exec(url)?.[1] ?? 0);
const newer = (one, other) => year(other) - year(one) || (one < other ? -1 : 1);
