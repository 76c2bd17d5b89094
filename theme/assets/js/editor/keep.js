// What is being edited, kept in this browser, so that nothing typed is lost. Each tab keeps its work in a place of its
// own: two tabs never write over each other.

const KEY = "xueshi:editor";
const MOST = 20; // works that are kept side by side
const SCHEMA = 1;
const TAB = `${Date.now()}-${Math.random()}`;

const places = Array.from({ length: MOST }, (_, at) => (at ? `${KEY}:${at + 1}` : KEY));
let own = null; // the place of this tab
let apart = false; // whether another tab went on with what stood in an earlier one

function record(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function write(place, work) {
  localStorage.setItem(place, JSON.stringify({ ...work, schema: SCHEMA, saved: new Date().toISOString(), tab: TAB }));
}

/** Keeps the work: "kept", "apart" when another tab took over what this one had kept, "" when the browser refuses. */
export function keep(work) {
  try {
    const there = own && record(own);
    if (there && there.tab !== TAB) {
      own = null;
      apart = true;
    }
    own ??= places.find((place) => localStorage.getItem(place) === null) ?? null;
    if (!own) return "";
    write(own, work);
    return apart ? "apart" : "kept";
  } catch {
    return "";
  }
}

/** The works that are kept, the latest first, each with its `kept` place; none that a newer page kept. */
export function kept() {
  const found = places.map((place) => ({ ahead: [], ...record(place), kept: place }));
  const sound = found.filter((work) => work.schema === SCHEMA && typeof work.text === "string");
  return sound.sort((one, other) => (one.saved < other.saved ? 1 : -1));
}

/** Takes up a kept work, from now on this tab's own. */
export function takeUp({ kept: place, ...work }) {
  own = place;
  apart = false;
  try {
    write(place, work);
  } catch {
    // It is told when the next change is to be kept.
  }
}

/** Takes away what is kept at a place; of this tab's own work unless a place is named. */
export function forget(place = own) {
  try {
    const there = place && record(place);
    if (there && (place !== own || there.tab === TAB)) localStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
  if (place !== own) return;
  own = null;
  apart = false;
}
