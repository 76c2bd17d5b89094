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

// What stands above what. Within each of these a page that holds more, or is newer, counts a little more.
export const WORTH = {
  year: 100, // the city and year that were named
  otherYear: 99, // and those that were named after it
  token: 95, // pages with an exact token
  unfiled: 90, // the city that was named, without the year that was named
  near: 80, // what is on file instead
  city: 60, // years of the city that was named: 10 less for those that are not read, 20 less for its own page
  otherCity: 59, // and of cities that were named after it
  compare: 45,
  otherUnfiled: 38,
  newest: 30, // where no page says it: the newest years
  held: 20, // pages of an index by what they hold, up to 10 more
  indexed: 10, // and those of which no text is read
};

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
