// The search behind the theme's dialog: it speaks the messages of the theme's own worker, but reads Chinese.
// The index is small, so every page is looked at: pairs of Chinese characters, and whole words and numbers,
// rare ones weighing more. Text leaves here escaped, with <mark> around what was found.

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

const MOST_PAGES = 20;
const MOST_SECTIONS = 3;
const ENOUGH = 0.5; // share of the query's weight that a page must hold,
const NEARLY = 0.8; // or, when no page holds so much, this share of what the best one holds
const KNOWN = 0.25; // share of the query's words that must occur anywhere at all
const SNIPPET = 90; // characters
const YEAR = /(?<!\d)20\d\d(?!\d)/;

let pages = [];

// One character stays one character, so that places in the folded text are places in the text.
const fold = (text) =>
  Array.from(text, (letter) => {
    const plain = letter.normalize("NFKC").toLowerCase();
    return plain.length === letter.length ? plain : letter;
  }).join("");

const decode = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const encode = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const plain = (html) => decode(html.replace(/\u2060/g, "").replace(/<sup>.*?<\/sup>|<[^>]*>/g, " ").replace(/\s+/g, " ")).trim();

function section(doc) {
  const title = plain(doc.title);
  const text = plain(doc.text);
  const body = fold(`${title} ${text}`);
  return { location: doc.location, boost: doc.boost ?? 1, title, text, heading: fold(title), body };
}

function read(docs) {
  const byPage = new Map();
  for (const doc of docs) {
    const address = doc.location.split("#")[0];
    if (!byPage.has(address)) byPage.set(address, []);
    byPage.get(address).push(section(doc));
  }
  pages = [...byPage.values()].map((sections) => ({
    sections,
    boost: sections[0].boost,
    body: sections.map((item) => item.body).join("\n"),
    tight: sections.map((item) => item.body.replace(/\s/g, "")).join("\n"),
  }));
}

// 不得结转 → 不得, 得结, 结转; 2025, smx and single characters stay whole. A hyphen inside a number goes.
function tokens(query) {
  const found = new Set();
  for (const [run] of fold(query).replace(/(?<=\d)-(?=\d)/g, "").matchAll(/\p{sc=Han}+|[a-z\d.%]+/gu)) {
    if (!/\p{sc=Han}/u.test(run) || run.length === 1) found.add(run);
    else for (let i = 0; i + 1 < run.length; i += 1) found.add(run.slice(i, i + 2));
  }
  return [...found];
}

function search(query) {
  const words = tokens(query);
  if (!words.length) return [];
  const weight = new Map();
  for (const word of words) {
    const having = pages.filter((page) => page.body.includes(word)).length;
    const short = word.length === 1 ? 0.2 : 1;
    weight.set(word, having ? short * Math.log(1 + pages.length / having) : 0);
  }
  if (words.filter((word) => weight.get(word)).length < words.length * KNOWN) return [];
  const whole = words.reduce((sum, word) => sum + weight.get(word), 0);
  const rate = (item) =>
    words.reduce((sum, word) => {
      if (!item.body.includes(word)) return sum;
      return sum + weight.get(word) * (item.heading.includes(word) ? 1.5 : 1);
    }, 0) / whole;
  const phrase = fold(query).replace(/\s/g, "");
  // A page whose own name holds every Chinese word asked for is what is meant: 郑州; for 平顶山 2022, of which there
  // is no page, it is the city's, which lists its years, and not the page of another year.
  const chinese = words.filter((word) => /\p{sc=Han}/u.test(word));
  const asked = words.filter((word) => YEAR.test(word));
  const named = ({ sections: [{ heading }] }) =>
    chinese.length > 0 &&
    chinese.every((word) => heading.includes(word)) &&
    (!asked.length || !YEAR.test(heading) || asked.some((year) => heading.includes(year)));

  const held = (page) => words.reduce((sum, word) => sum + (page.body.includes(word) ? weight.get(word) : 0), 0) / whole;
  const rated = pages.map((page) => ({
    page,
    held: held(page),
    named: named(page),
    score:
      page.boost *
      (rate({ heading: page.sections[0].heading, body: page.body }) +
        (page.tight.includes(phrase) ? 1 : 0) +
        (named(page) ? 1 : 0)),
  }));
  const most = Math.max(...rated.map((item) => item.held));
  const least = most >= ENOUGH ? ENOUGH : most * NEARLY;

  return rated
    .filter((item) => item.held >= least || item.named)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST_PAGES)
    .map(({ page, score }) => {
      const [top, ...rest] = page.sections;
      const best = rest
        .map((item) => ({ item, rate: rate(item) }))
        .filter(({ rate: worth }) => worth > 0.3)
        .sort((one, other) => other.rate - one.rate)
        .slice(0, MOST_SECTIONS);
      return [top, ...best.map(({ item }) => item)].map((item) => ({
        location: item.location,
        title: mark(item.title, item.heading, words),
        text: snippet(item, words, weight),
        score,
        terms: {},
      }));
    });
}

function snippet({ title, text }, words, weight) {
  const folded = fold(text);
  const [place] = words
    .map((word) => ({ at: folded.indexOf(word), worth: weight.get(word) }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => other.worth - one.worth);
  const from = Math.max(0, (place?.at ?? 0) - SNIPPET / 3);
  const part = text.slice(from, from + SNIPPET);
  if (!part || part === title) return "";
  const html = mark(part, fold(part), words);
  return `<p>${from > 0 ? "…" : ""}${html}${from + SNIPPET < text.length ? "…" : ""}</p>`;
}

// Marks every found word; marks that touch become one.
function mark(text, folded, words) {
  const hit = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) hit.fill(1, at, at + word.length);
  }
  let html = "";
  for (let i = 0; i < text.length; ) {
    let end = i;
    while (end < text.length && hit[end] === hit[i]) end += 1;
    const part = encode(text.slice(i, end));
    html += hit[i] ? `<mark data-md-highlight>${part}</mark>` : part;
    i = end;
  }
  return html;
}

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) {
    read(message.data.docs);
    postMessage({ type: READY });
  } else if (message.type === QUERY) {
    postMessage({ type: RESULT, data: { items: search(message.data) } });
  }
});
