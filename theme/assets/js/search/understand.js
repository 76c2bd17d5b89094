// What a query means, before anything is looked up.

import { exactKeys } from "./keys.js";
import { Cities, findYear, inCounty, withoutPlace } from "./cities.js";
import { normal } from "./tokens.js";
import { Words } from "./words.js";

const COUNT = "(\\d{1,2}|[一二三四五六七八九十]{1,3})";
const DATE = new RegExp(`${COUNT} ?月 ?${COUNT} ?[日号]`, "gu");

// 十五 as 15, up to 31.
function counted(said) {
  if (/\d/.test(said)) return said;
  const value = (letter) => " 一二三四五六七八九".indexOf(letter);
  const [tens, ones] = said.includes("十") ? said.split("十") : ["", said];
  return String((said.includes("十") ? 10 * (tens ? value(tens) : 1) : 0) + (ones ? value(ones) : 0));
}

export class Front {
  constructor(data) {
    const letters = Array.from(data.traditional);
    this.data = data;
    this.simple = new Map(letters.flatMap((letter, i) => (i % 2 ? [] : [[letter, letters[i + 1]]])));
    this.cities = new Cities(data.cities, data.alike);
    this.words = new Words(data.words);
  }

  normal(typed) {
    return normal(typed, this.simple).replace(DATE, (_, month, day) => `${counted(month)}月${counted(day)}日`);
  }

  keys(text) {
    return exactKeys(text, (piece) => this.words.strip(piece));
  }

  // { city, county, slip, year, relative, concepts }: `text` is in the form of `normal`, with names that were found
  // taken out; what is set in `chosen` stands above what the text says, a city above a county.
  understand(text, chosen = {}, county = null, thisYear = new Date().getFullYear()) {
    const named = this.cities.find(text, (i) => this.words.within(text, i));
    const found = named && !(named.how === "slip" && county) ? named : (inCounty(text, county) ?? named);
    const { year, rest, relative } = findYear(found?.rest ?? text, thisYear);
    return {
      city: chosen.city ? (this.cities.byId.get(chosen.city) ?? null) : (found?.city ?? null),
      county: found?.how === "county" && !chosen.city ? { said: county.name, city: county.city.name } : null,
      relative: Boolean(relative && !chosen.year),
      slip: found?.how === "slip" && !chosen.city ? found.said : null,
      year: chosen.year ? Number(chosen.year) : year,
      concepts: this.words.concepts(withoutPlace(rest)),
    };
  }
}
