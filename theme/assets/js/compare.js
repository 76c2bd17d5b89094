// Two city-years side by side, chosen by the reader and kept in the address. What each cell says, and the key by
// which cells are the same, was made beforehand; this only fetches, puts side by side and draws.

import { fill, h } from "./calculator/dom.js";

const LETTERS = ["a", "b"];
const form = document.querySelector("[data-xs-compare]");
const { base, folder, absent } = form.dataset;
const sum = document.querySelector("[data-xs-compare-sum]");
const box = document.querySelector("[data-xs-compare-table]");
const only = document.getElementById("cmp-only");
const pickers = LETTERS.map((letter) => ({
  city: document.getElementById(`cmp-${letter}-city`),
  year: document.getElementById(`cmp-${letter}-year`),
}));
const fetched = new Map();
let cities = [];
let turn = 0;

async function json(path) {
  const answer = await fetch(new URL(base + path, document.baseURI));
  if (!answer.ok) throw new Error(path);
  return answer.json();
}

function column(place) {
  if (!fetched.has(place)) {
    const coming = json(`${folder}/${place}.json`);
    coming.catch(() => fetched.delete(place));
    fetched.set(place, coming);
  }
  return fetched.get(place);
}

const place = (picker) => `${picker.city.value}/${picker.year.value}`;

function offerYears(picker, wanted) {
  const { years } = cities.find((city) => city.id === picker.city.value);
  fill(picker.year, years.map((year) => h("option", { value: String(year) }, String(year))));
  picker.year.value = years.map(String).includes(wanted) ? wanted : String(years[0]);
}

/** Chooses what the address asks for; returns whether it is on file. */
function choose(picker, wanted) {
  const [cityId, year] = (wanted ?? "").split("/");
  const city = cities.find((one) => one.id === cityId);
  if (!city || (year && !city.years.map(String).includes(year))) return false;
  picker.city.value = cityId;
  offerYears(picker, year);
  return true;
}

function drawCell(cell, title) {
  if (!cell) return h("td", { role: "cell", "data-label": title }, h("div", {}, h("span", { class: "xs-silent" }, absent)));
  const { source } = cell;
  return h(
    "td",
    { role: "cell", "data-label": title },
    h(
      "div",
      {},
      h("span", { class: cell.silent ? "xs-silent" : null }, cell.text),
      source &&
        h(
          "span",
          { class: "xs-cmp__source" },
          h("a", { href: base + source.page, title: source.document }, source.clause),
          " ",
          h("q", { class: "xs-evidence" }, source.evidence),
        ),
    ),
  );
}

function drawRow(id, sides) {
  const cells = sides.map((side) => side.cells.find((cell) => cell.id === id));
  const differs = cells[0]?.key !== cells[1]?.key;
  const row = h(
    "tr",
    { role: "row", class: differs ? "xs-cmp__differs" : null },
    h(
      "th",
      { role: "rowheader", scope: "row" },
      (cells[0] ?? cells[1]).name,
      differs && [" ", h("span", { class: "xs-cmp__mark" }, "不同")],
    ),
    cells.map((cell, at) => drawCell(cell, sides[at].title)),
  );
  return { row, differs };
}

function draw(sides) {
  const every = sides.flatMap((side) => side.cells);
  const groups = form.dataset.groups.split("|").filter((group) => every.some((cell) => cell.group === group));
  let total = 0;
  let different = 0;
  const bodies = groups.map((group) => {
    const ids = [...new Set(every.filter((cell) => cell.group === group).map((cell) => cell.id))];
    const drawn = ids.map((id) => drawRow(id, sides));
    total += drawn.length;
    different += drawn.filter((one) => one.differs).length;
    return h(
      "tbody",
      { role: "rowgroup" },
      h("tr", { role: "row", class: "xs-cmp__group" }, h("th", { role: "rowheader", scope: "rowgroup", colspan: "3" }, group)),
      drawn.map((one) => one.row),
    );
  });
  const head = h(
    "thead",
    { role: "rowgroup" },
    h(
      "tr",
      { role: "row" },
      h("th", { role: "columnheader", scope: "col" }, "项目"),
      sides.map((side) => h("th", { role: "columnheader", scope: "col" }, h("a", { href: base + side.page }, side.title))),
    ),
  );
  fill(box, h("table", { class: "xs-grid", role: "table", "aria-label": "逐项对照" }, head, bodies));
  sum.textContent = `共 ${total} 项，${different} 项不同。`;
}


async function show({ remember = true } = {}) {
  turn += 1;
  const mine = turn;
  const places = pickers.map(place);
  try {
    const sides = await Promise.all(places.map(column));
    if (mine !== turn) return;
    draw(sides);
  } catch {
    if (mine === turn) sum.textContent = "没有取到数据，请检查网络后再选一次。下面仍是原来的对照。";
    return;
  }
  if (remember) {
    const address = new URL(location.href);
    LETTERS.forEach((letter, at) => address.searchParams.set(letter, places[at]));
    history.replaceState(null, "", address.href.replaceAll("%2F", "/"));
  }
}

async function start() {
  const asked = new URLSearchParams(location.search);
  const shown = pickers.map(place);
  try {
    cities = (await json("api/v1/index.json")).cities.filter((city) => city.years.length);
  } catch {
    return;
  }
  pickers.forEach((picker, at) => {
    fill(picker.city, cities.map((city) => h("option", { value: city.id }, city.name)));
    choose(picker, shown[at]);
    picker.city.addEventListener("change", () => {
      offerYears(picker, picker.year.value);
      show();
    });
    picker.year.addEventListener("change", () => show());
    picker.city.disabled = false;
    picker.year.disabled = false;
  });
  only.disabled = false;
  only.addEventListener("change", () => box.classList.toggle("xs-cmp--only", only.checked));
  const absentNames = LETTERS.filter((letter, at) => asked.has(letter) && !choose(pickers[at], asked.get(letter)));
  if (LETTERS.some((letter) => asked.has(letter))) await show({ remember: false });
  if (absentNames.length) sum.textContent = `没有收录 ${absentNames.map((letter) => asked.get(letter)).join("、")}，请另选。${sum.textContent}`;
}

start();
