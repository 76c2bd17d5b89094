// What a query means, before anything is looked up.

import { exactKeys } from "./keys.js";
import { Cities, findYear, inCounty, withoutPlace } from "./cities.js";
import { inFigures } from "./numerals.js";
import { normal } from "./tokens.js";
import { Words } from "./words.js";

const MOST_CITIES = 3; // beside the first

export class Front {
  constructor(data) {
    const letters = Array.from(data.traditional);
    this.data = data;
    this.simple = new Map(letters.flatMap((letter, i) => (i % 2 ? [] : [[letter, letters[i + 1]]])));
    this.cities = new Cities(data.cities, data.alike);
    this.words = new Words(data.words);
  }

  normal(typed) {
    return inFigures(normal(typed, this.simple));
  }

  keys(text) {
    const unknown = this.words.unknown(text).filter((piece) => !this.cities.written(piece, () => false));
    return exactKeys(text, (piece) => this.words.strip(piece), unknown);
  }

  // { city, county, slip, year, relative, others, concepts }: `text` is in the form of `normal`, with names that were found
  // taken out; what is set in `chosen` stands above what the text says, a city above a county.
  understand(text, chosen = {}, county = null, thisYear = new Date().getFullYear()) {
    const first = this.cities.find(text, (i) => this.words.within(text, i), (from, to) => this.words.apart(text, from, to));
    const named = first && !(first.how === "slip" && county) ? first : (inCounty(text, county) ?? first);
    const one = findYear(named?.rest ?? text, thisYear);
    const { cities, rest } = chosen.city ? { cities: [], rest: one.rest } : this.further(one.rest, named);
    const two = cities.length ? findYear(rest, thisYear) : { year: null, rest };
    // Where a notice is on file stands before where none is.
    const places = [{ city: named?.city ?? null, year: one.year }, ...cities.map((city) => ({ city, year: two.year ?? one.year }))];
    places.sort((a, b) => Number(Boolean(b.city?.years.length)) - Number(Boolean(a.city?.years.length)));
    const [{ city, year }, ...others] = places;
    return {
      city: chosen.city ? (this.cities.byId.get(chosen.city) ?? null) : city,
      county: named?.how === "county" && !chosen.city ? { said: county.name, city: county.city.name } : null,
      others,
      relative: Boolean(one.relative && !chosen.year),
      slip: named?.how === "slip" && !chosen.city && city === named.city ? named.said : null,
      year: chosen.year ? Number(chosen.year) : year,
      concepts: this.words.concepts(withoutPlace(two.rest)),
    };
  }

  // Cities that are written out after the first, and the text without them.
  further(text, first) {
    const cities = [];
    let rest = text;
    while (first && cities.length < MOST_CITIES) {
      const next = this.cities.written(rest, (i) => this.words.within(rest, i));
      if (!next) break;
      if (next.city !== first.city && !cities.includes(next.city)) cities.push(next.city);
      rest = next.rest;
    }
    return { cities, rest };
  }
}
