// What a query means, before anything is looked up.

import { exactKeys } from "./keys.js";
import { Cities, findYear, withoutPlace } from "./cities.js";
import { normal } from "./tokens.js";
import { Words } from "./words.js";

export class Front {
  constructor(data) {
    const letters = Array.from(data.traditional);
    this.data = data;
    this.simple = new Map(letters.flatMap((letter, i) => (i % 2 ? [] : [[letter, letters[i + 1]]])));
    this.cities = new Cities(data.cities, data.alike);
    this.words = new Words(data.words);
  }

  normal(typed) {
    return normal(typed, this.simple);
  }

  keys(text) {
    return exactKeys(text, (piece) => this.words.strip(piece));
  }

  // { city, slip, year, concepts }: `text` is in the form of `normal`, with names that were found taken out;
  // what is set in `chosen` stands above what the text says.
  understand(text, chosen = {}, thisYear = new Date().getFullYear()) {
    const found = this.cities.find(text);
    const { year, rest } = findYear(found?.rest ?? text, thisYear);
    return {
      city: chosen.city ? (this.cities.byId.get(chosen.city) ?? null) : (found?.city ?? null),
      slip: found?.how === "slip" && !chosen.city ? found.said : null,
      year: chosen.year ? Number(chosen.year) : year,
      concepts: this.words.concepts(withoutPlace(rest)),
    };
  }
}
