// Which city and which year a query names: in characters, pinyin or initials, with a slip, with two digits.

import { digits } from "./numerals.js";
import { isHan } from "./tokens.js";

const BODY = /^(?:市|县|区)?[^\s]{0,14}?(?:大学|学院|学校|协会|学会|公司|医院|集团|中心|研究院|研究所|党校|师院|师专|师大|医专|职院|职大|技校|科大)/u;
const NOT_COUNTED = "(?![\\d.%]|\\s*(?:学|课|个|天|日|月|号|分|人|条|元|%))";
const PLACE = "\u0001"; // stands where the city stood
const MEANT = /(?:gongxu|zhuanye|jixujiaoyu|jijiao|jxjy|xueshi|xuefen|bixiu|xuanxiu|jiezhuan|shenbao|shenhe|gxk|zyk)[a-z]*$/;
const SLIP_LETTERS = 6; // pinyin shorter than this is read letter by letter

export class Cities {
  constructor(rows, alike) {
    this.all = rows.map(([id, name, short, initials, code, years]) => ({ id, name, short, initials, code, years }));
    this.byId = new Map(this.all.map((city) => [city.id, city]));
    this.byLetter = new Map();
    this.sounds = new Map();
    for (const city of this.all) {
      for (const name of new Set([city.name, city.short])) {
        const first = Array.from(name)[0];
        if (!this.byLetter.has(first)) this.byLetter.set(first, []);
        this.byLetter.get(first).push([name, city]);
      }
    }
    for (const names of this.byLetter.values()) names.sort((one, other) => other[0].length - one[0].length);
    alike.forEach((letters, group) => {
      for (const letter of letters) this.sounds.set(letter, [...(this.sounds.get(letter) ?? []), group]);
    });
  }

  // { city, said, how, rest }: rest is the text with a mark in the city's place; null when none is named.
  // `within` tells of a place that it lies inside another word: 南通 in 河南通知; `apart` of a part of the text that it
  // stands by itself: 德养 in 职业道德养成 is no slip for 德阳.
  find(text, within = () => false, apart = () => true) {
    return this.written(text, within) ?? this.latin(text) ?? this.slipped(text, within, apart) ?? this.latinSlipped(text);
  }

  written(text, within) {
    for (let i = 0; i < text.length; i += 1) {
      for (const [name, city] of this.byLetter.get(text[i]) ?? []) {
        if (text.startsWith(name, i) && !within(i) && !BODY.test(text.slice(i + name.length).split(/\s/)[0])) {
          const end = i + name.length + (text[i + name.length] === "市" && !name.endsWith("市") ? 1 : 0);
          return taken(city, text, i, end, "written");
        }
      }
    }
    return null;
  }

  latin(text) {
    for (const { letters, start, end } of latinNames(text)) {
      const [city] = letters.length > 1 ? this.spelled(letters) : [];
      if (city) return taken(city, text, start, end, "latin");
    }
    return null;
  }

  spelled(letters) {
    const plain = letters.replace(/shi$/, "");
    const whole = this.all.filter(({ id }) => pinyin(id) === letters || pinyin(id) === plain);
    if (whole.length) return whole;
    const short = filed(this.all.filter(({ initials }) => initials === letters));
    return short.length ? short : filed(this.all.filter(({ name, initials }) => name.endsWith("市") && `${initials}s` === letters));
  }

  // Characters are others: one or all of three and more that sound like them, or any one of three and more.
  slipped(text, within, apart) {
    const letters = Array.from(text);
    let best = null;
    for (const city of filed(this.all)) {
      const name = Array.from(city.short);
      for (let i = 0; i + name.length <= letters.length; i += 1) {
        const wrong = [...name.keys()].filter((j) => name[j] !== letters[i + j]);
        const sounds = wrong.every((j) => this.sound(name[j], letters[i + j]));
        if (!wrong.length || (wrong.length > 1 && !(sounds && name.length > 2))) continue;
        const [at] = wrong;
        const start = letters.slice(0, i).join("").length;
        if (!isHan(letters[i + at]) || within(start)) continue;
        const end = start + letters.slice(i, i + name.length).join("").length;
        if (name.length < 3 && !(sounds && apart(start, end))) continue;
        const worth = name.length + (sounds ? 1 : 0) - (wrong.length - 1) / 2;
        if (!best || worth > best.worth) {
          best = { worth, found: taken(city, text, start, end, "slip") };
        }
      }
    }
    return best?.found ?? null;
  }

  sound(one, other) {
    const groups = this.sounds.get(one) ?? [];
    return (this.sounds.get(other) ?? []).some((group) => groups.includes(group));
  }

  latinSlipped(text) {
    for (const word of text.matchAll(/[a-z]{5,}/g)) {
      if (/[./]/.test(text[word.index + word[0].length] ?? "") || text[word.index - 1] === ".") continue;
      const near = this.all.filter(({ id }) => pinyin(id).length >= SLIP_LETTERS && oneApart(pinyin(id), word[0]));
      if (near.length === 1) return taken(near[0], text, word.index, word.index + word[0].length, "slip");
    }
    return null;
  }
}

// What may be a name in pinyin: neighbouring words as one, the longest first, and a word without what is glued to it.
export function* latinNames(text) {
  for (const word of text.matchAll(/[a-z]+(?:[ '-][a-z]+)*/g)) {
    const parts = [...word[0].matchAll(/[a-z]+/g)];
    const joined = parts.map(([part]) => part);
    for (const [from, { index }] of parts.entries()) {
      const start = word.index + index;
      for (let to = parts.length; to > from; to -= 1) {
        const end = word.index + parts[to - 1].index + joined[to - 1].length;
        yield { letters: joined.slice(from, to).join(""), start, end };
      }
      const own = joined[from].replace(MEANT, ""); // pdsgongxu
      if (own !== joined[from]) yield { letters: own, start, end: start + own.length };
    }
  }
}

const pinyin = (id) => id.replace(/[^a-z]/g, "");
const filed = (cities) => [...cities].sort((one, other) => (other.years.length > 0) - (one.years.length > 0));

function taken(city, text, start, end, how) {
  return { city, said: text.slice(start, end), how, rest: `${text.slice(0, start)}${PLACE}${text.slice(end)}` };
}

// The city that a county lies in, where the text names the county only.
export function inCounty(text, county) {
  const at = county ? text.indexOf(county.said) : -1;
  return at < 0 ? null : taken(county.city, text, at, at + county.said.length, "county");
}

// Whether one letter was left out, added, changed, or two neighbours changed places.
function oneApart(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const rest = [one.slice(start), other.slice(start)];
  const [a, b] = rest;
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a.length > 1 && a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}

// { year, rest, relative }: the year a query names; `thisYear` for 今年, 去年, 明年, which need a city beside them.
export function findYear(text, thisYear) {
  const named = text.includes(PLACE);
  const patterns = [
    [/(?<![\d.\-])((?:19|20)\d\d)(?![\d.%]|\s*[-—至到~]\s*\d)\s*(?:年度?)?/u, (found) => Number(found[1])],
    [/(?<![\d第.])(\d\d)\s*年(?!前|内|以)度?/u, (found) => 2000 + Number(found[1])],
    [/([〇零一二三四五六七八九]{4})\s*年?度?/u, (found) => Number(digits(found[1]))],
    [/(?<![〇零一二三四五六七八九十])([一二三][〇零一二三四五六七八九])年度?/u, (found) => 2000 + Number(digits(found[1]))],
  ];
  if (named) {
    patterns.push(
      [new RegExp(`(?<=${PLACE}\\s*)(\\d\\d)${NOT_COUNTED}`, "u"), (found) => 2000 + Number(found[1])],
      [new RegExp(`(?<![\\d.])(\\d\\d)(?=\\s*${PLACE})`, "u"), (found) => 2000 + Number(found[1])],
    );
    const relative = text.match(/今年|本年度?|去年|明年|前年/gu) ?? [];
    if (relative.length === 1) {
      const shift = { 今: 0, 本: 0, 去: -1, 明: 1, 前: -2 }[relative[0][0]];
      patterns.push([/今年|本年度?|去年|明年|前年/u, () => thisYear + shift, true]);
    }
  }
  for (const [pattern, read, relative = false] of patterns) {
    const found = pattern.exec(text);
    const year = found ? read(found) : 0;
    if (year >= 1990 && year < 2060) {
      return { year, relative, rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}` };
    }
  }
  return { year: null, relative: false, rest: text };
}

export const withoutPlace = (text) => text.replaceAll(PLACE, " ");
