// Pages that were found: what kind each is, what it is worth, and the places on it.

export const MOST_PAGES = 20; // results shown for a query
const KINDS = [
  [/^cities\/[^/]+\/\d{4}\/$/, "year", 1],
  [/^cities\/[^/]+\/$/, "city", 0.55],
  [/^documents\/[^/]+\/$/, "document", 0.7],
  [/^(?:platforms|bases|documents|cities)\/$/, "register", 0.6],
  [/^(?:compare|coverage|dates)\//, "page", 0.6],
  [/^reasons\/$/, "page", 0.45],
  [/^$/, "page", 0.35],
];

export const kindOf = (url) => KINDS.find(([pattern]) => pattern.test(url))?.slice(1) ?? ["page", 0.6];
export const place = (url) => /^cities\/([^/]+)\/(?:(\d{4})\/)?/.exec(url);
export const yearUrl = (city, year) => `cities/${city.id}/${year}/`;
export const cityUrl = (city) => `cities/${city.id}/`;
export const titleOf = (city, year) => `${city.name} ${year} 年度`;

// Pages found, each once, with the best of its scores and all its sections.
export class Found {
  constructor() {
    this.pages = new Map();
    this.held = false; // the pages of the city that was named hold the words
    this.told = false; // some page holds most of the words
    this.among = [];
  }

  add(url, score, { sections = [], section = null, near = false, other = false } = {}) {
    const known = this.pages.get(url) ?? { url, score: 0, sections: [], near, other };
    known.score = Math.max(known.score, score);
    for (const item of section ? [section] : sections) {
      if (!known.sections.some(({ id }) => id === item.id)) known.sections.push(item);
    }
    this.pages.set(url, known);
  }

  list() {
    return [...this.pages.values()].sort((one, other) => other.score - one.score).slice(0, MOST_PAGES);
  }
}
