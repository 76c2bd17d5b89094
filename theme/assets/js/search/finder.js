// From a query to results: an address that is known, exact tokens, the city's own pages, then the whole index.

import { exactPlaces } from "./exact.js";
import { Found, WORTH, cityUrl, kindOf, MOST_PAGES, place, titleOf, yearUrl } from "./found.js";
import { Index } from "./index.js";
import { marked, prepare, rate, snippet } from "./rank.js";
import { Store } from "./store.js";
import { Front } from "./understand.js";
import { isGeneral } from "./words.js";

const RATED = 8; // pages whose text is read to rank them and to show the place,
const RATED_YEARS = 3; // and how many of them are city-years, whose long texts an index ranks low
const LISTED = { platforms: "平台", bases: "基地" };
const UNREAD = /^(?:errors|fields|shapes)\//; // pages that are found by codes and names only
const CITY_YEARS = 5; // years of a city that are read
const FEW_YEARS = 2; // above so many city-years a document's own page comes first
const ENOUGH = 0.35; // share of the best score that a page must reach
const OLDER = 0.005; // what a notice is worth less for each year that it is older than another that was found,
const OLD = 5; // up to so many
const TITLED = 1.5; // what a word counts in the title of a page about the site
const MUCH = 0.35; // share of a query's words that a page must hold to be an answer

export class Finder {
  constructor(base, load) {
    this.store = new Store(base, load);
    this.texts = new Map();
  }

  // What the empty box shows.
  async open() {
    const data = await this.store.file("front");
    if (!data) throw new Error("search/front");
    this.front ??= new Front(data);
    this.index ??= new Index(this.store, data);
    const cities = this.front.cities.all.filter(({ years }) => years.length);
    return {
      suggested: data.suggested,
      cities: this.front.cities.all.map(({ id, name, years }) => ({ id, name, years })),
      newest: this.newest(cities, 4),
    };
  }

  // City-years, the newest first; those of a city that was asked about stand before, then those of its province.
  newest(cities, count) {
    const all = cities.flatMap((city) => city.years.map((year) => ({ city, year })));
    const away = ({ code }) => (this.near ? Number(code !== this.near.code) + Number(code.slice(0, 2) !== this.near.code.slice(0, 2)) : 0);
    all.sort((one, other) => away(one.city) - away(other.city) || other.year - one.year);
    return all.slice(0, count).map(({ city, year }) => ({ url: yearUrl(city, year), title: titleOf(city, year) }));
  }

  // `near` is a city whose page is open; a city that was named last stands above it.
  async find(typed, chosen = {}, near = null) {
    await this.open();
    const { missed } = this.store;
    const text = this.front.normal(typed);
    const exact = await exactPlaces(this.front, this.store, text);
    const query = this.front.understand(exact.rest, chosen, exact.county);
    query.words = marked(query.concepts, exact.said);
    this.near = query.city ?? this.near ?? this.front.cities.byId.get(near) ?? null;
    const found = new Found();
    const notice = this.known(query, found);
    this.addExact(exact, query, found);
    const precise = query.concepts.filter((concept) => !isGeneral(concept));
    if (query.city?.years.length) await this.addCity(query, found);
    await this.addOthers(query, found);
    const answered = found.pages.size > 0 && (!precise.length || exact.places.length > 0 || found.held);
    const relaxed = !answered && (query.city !== null || query.year !== null) && found.pages.size > 0;
    if (!answered && query.concepts.length) {
      const count = found.pages.size;
      await this.addIndexed(query, precise, found, relaxed);
      if (precise.length && found.pages.size === count) await this.addIndexed(query, [], found, relaxed);
    }
    const partial = this.store.missed > missed;
    const untold = !partial && !found.told && !exact.places.length && !query.city && !query.year;
    if (untold) this.addNewest(query, found);
    if (!found.pages.size && query.year) this.addYear(query, found);
    const results = found.list();
    await this.tell(results, query);
    return {
      city: query.city?.name ?? null,
      year: query.year,
      county: query.county,
      slip: query.slip && query.city ? { said: query.slip, meant: query.city.short } : null,
      notice,
      results,
      relaxed: results.some((result) => result.other) ? (query.city?.short ?? `${query.year} 年度`) : null,
      among: found.among,
      partial,
      untold: untold && precise.length > 0 && results.length > 0,
      by: query.city ? "city" : oneCity(exact.places) ? "token" : "words",
      nearest: results.length ? [] : this.newest(this.front.cities.all, 3),
      empty: !text,
    };
  }

  // City and year without looking anything up; a notice where there is none on file.
  known({ city, year, relative }, found) {
    if (!city) return null;
    if (year && city.years.includes(year)) {
      found.add(yearUrl(city, year), WORTH.year);
      return null;
    }
    if (city.years.length && !year) return null;
    found.add(cityUrl(city), WORTH.unfiled);
    const near = city.years.length ? [city] : this.nearest(city);
    for (const other of near) {
      const best = [...other.years].sort((one, two) => Math.abs(one - (year ?? one)) - Math.abs(two - (year ?? two)))[0];
      const worth = relative && other === city ? WORTH.year : WORTH.near; // 今年: the newest is meant
      found.add(yearUrl(other, best), worth, { near: true });
    }
    return { city: city.name, year, years: city.years };
  }

  nearest({ code }) {
    const filed = this.front.cities.all.filter(({ years }) => years.length);
    const away = (other) => Math.abs(Number(other.code) - Number(code));
    return filed.sort((one, other) => away(one) - away(other)).slice(0, 2);
  }

  addExact({ places }, query, found) {
    const fitting = places.filter(({ url }) => !conflicts(url, query));
    const years = new Set(fitting.filter(({ url }) => kindOf(url.split("#")[0])[0] === "year").map(({ url }) => url));
    const asked = query.concepts.flatMap(({ find }) => find).join(" ");
    fitting.forEach(({ url, label, hits }, i) => {
      const [page, id] = url.split("#");
      const own = kindOf(page)[0] !== "year" && years.size > FEW_YEARS ? 5 : 0;
      const meant = asked.includes(LISTED[id]) ? 0.5 : 0; // 中原工学院 is a base, and gives a platform its name
      found.add(page, WORTH.token + hits + own + meant - i / 100, { section: { id: id ?? "", heading: "", passage: label } });
    });
  }

  // The city's newest years by what they hold; with a year, that year alone.
  async addCity(query, found, worth = WORTH.city) {
    const years = query.year ? query.city.years.filter((year) => year === query.year) : query.city.years;
    const most = query.others.length ? 1 : CITY_YEARS; // of several cities the newest of each stand first
    const urls = years.slice(0, most).map((year) => yearUrl(query.city, year));
    const rated = await Promise.all(urls.map(async (url) => [url, await this.rated(url, query.concepts)]));
    const best = Math.max(0, ...rated.map(([, { score }]) => score));
    found.held ||= query.concepts.some((concept) => !isGeneral(concept)) ? best > 0.5 : true;
    rated.forEach(([url, { score, sections }], i) => {
      const newest = score >= best * 0.7 ? 1 - i / 10 : 0;
      found.add(url, worth + newest + (best ? score / best : 0) / 2, { sections });
    });
    if (!query.year) {
      years.slice(most).forEach((year, i) => found.add(yearUrl(query.city, year), worth - 10 - i / 100));
      found.add(cityUrl(query.city), worth - 20);
    }
  }

  // Further cities that the query names, after the first; and the page that holds years beside each other.
  async addOthers(query, found) {
    for (const { city, year } of query.others) {
      const own = { ...query, city, year: city.years.includes(year) ? year : null };
      if (own.year) found.add(yearUrl(city, year), WORTH.otherYear);
      if (city.years.length) await this.addCity(own, found, WORTH.otherCity);
      else found.add(cityUrl(city), WORTH.otherUnfiled);
    }
    if (query.others.length) found.add("compare/", WORTH.compare);
  }

  async addIndexed(query, precise, found, relaxed) {
    const concepts = precise.length ? precise : query.concepts;
    const { pages, among } = await this.index.find(concepts, (this.near ?? this.front.cities.all[0])?.code);
    found.among = among;
    const indexed = pages ?? this.everyYear(query.year).map((url) => [url, 1]);
    const filed = ([url]) => kindOf(url)[0] !== "city" || this.front.cities.byId.get(place(url)[1])?.years.length;
    const ranked = indexed.filter(filed).map(([url, score]) => [url, score * kindOf(url)[1]]);
    const ofYear = ranked.filter(([url]) => Number(place(url)?.[2]) === query.year);
    const other = relaxed || Boolean(query.year && !ofYear.length);
    const fitting = other || !query.year ? ranked : ofYear;
    fitting.sort((one, other) => other[1] - one[1]);
    const years = fitting.filter(([url]) => kindOf(url)[0] === "year").slice(0, RATED_YEARS);
    const read = [...years, ...fitting.filter((page) => !years.includes(page)).slice(0, RATED - years.length)];
    const newest = Math.max(...years.map(([url]) => Number(place(url)[2])));
    const rated = await Promise.all(
      read.map(async ([url]) => {
        const { score, sections, held, title, named } = await this.rated(url, query.concepts);
        const [kind, worth] = kindOf(url);
        const fresh = 1 - OLDER * Math.min(OLD, kind === "year" ? newest - Number(place(url)[2]) : 0);
        return { url, score: worth * fresh * (kind === "page" ? score + TITLED * title : score), sections, held, named };
      }),
    );
    const best = Math.max(...rated.map(({ score }) => score), 0);
    // The texts did not come: in the order of the index, then.
    if (!best && this.store.missed) fitting.slice(0, RATED).forEach(([url], i) => found.add(url, WORTH.held - i, { other }));
    if (!best) return;
    // A page about the site itself is an answer when it names the thing; elsewhere it only happens to say the word.
    found.told ||= rated.some(({ url, held, named }) => held >= MUCH && (named || kindOf(url)[0] !== "page"));
    for (const { url, score, sections } of rated) {
      if (score >= best * ENOUGH) found.add(url, WORTH.held + (10 * score) / best, { sections, other });
    }
    const rest = fitting.filter((page) => !read.includes(page) && page[1] >= fitting[0][1] * ENOUGH);
    rest.forEach(([url], i) => found.add(url, WORTH.indexed - i / 100, { other }));
  }

  // 学时, 继续教育: words of every page mean the newest years, and so do words that no page has.
  addNewest({ concepts }, found) {
    if (!concepts.length || !(found.pages.size || concepts.some(isGeneral))) return;
    const held = [...found.pages.values()].filter(({ url }) => kindOf(url)[0] === "year");
    const newest = this.newest(this.front.cities.all, 3);
    newest.forEach(({ url }, i) => found.add(url, WORTH.newest + 1 - i / 2 + (held.find((page) => page.url === url)?.score ?? 0) / 10));
    for (const { url, score } of held) found.add(url, WORTH.newest + score / 10);
  }

  everyYear(year) {
    const all = this.newest(this.front.cities.all, Infinity).map(({ url }) => url);
    const ofYear = all.filter((url) => Number(place(url)[2]) === year);
    return (ofYear.length ? ofYear : all).slice(0, MOST_PAGES);
  }

  addYear({ year }, found) {
    for (const city of this.front.cities.all) {
      if (city.years.includes(year)) found.add(yearUrl(city, year), WORTH.newest);
    }
  }

  async rated(url, concepts) {
    const text = await this.text(url);
    return text ? rate(text, concepts) : { score: 0, sections: [], held: 0, title: 0, named: false };
  }

  async text(url) {
    if (!this.texts.has(url)) {
      const raw = UNREAD.test(url) ? null : await this.store.text(url);
      if (!raw) return null;
      this.texts.set(url, prepare(raw));
    }
    return this.texts.get(url);
  }

  // Titles and marked words of the results, in place.
  async tell(results, query) {
    await Promise.all(
      results.map(async (result, i) => {
        const at = place(result.url);
        const city = at ? this.front.cities.byId.get(at[1]) : null;
        const known = city && at[2] ? titleOf(city, at[2]) : city?.name;
        const read = known && i >= RATED ? null : await this.text(result.url);
        result.title = snippet(known ?? read?.title ?? "/", query.words, 200);
        result.kind = kindOf(result.url)[0];
        result.sections = result.sections.map(({ id, heading, passage }) => ({
          id,
          heading: snippet(heading || (read?.sections.find((section) => section.id === id)?.heading ?? ""), query.words),
          text: snippet(passage, query.words),
        }));
        const lede = read?.sections.find((section) => !section.id)?.passages[0]?.passage;
        if (!result.sections.length && lede) result.sections = [{ id: "", heading: [], text: snippet(lede, query.words) }];
      }),
    );
  }
}

const oneCity = (places) => new Set(places.map(({ url }) => place(url)?.[1]).filter(Boolean)).size === 1;

function conflicts(url, { city, year }) {
  const at = place(url);
  if (!at) return false;
  return Boolean((city && at[1] !== city.id) || (year && at[2] && Number(at[2]) !== year));
}
