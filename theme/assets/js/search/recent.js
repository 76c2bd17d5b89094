// The latest queries, kept in this browser only.

const KEY = "xueshi.search.recent";
const MOST = 8;
const LONGEST = 60;

export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function remember(query) {
  const words = query.trim().slice(0, LONGEST);
  if (!words) return;
  try {
    localStorage.setItem(KEY, JSON.stringify([words, ...recent().filter((other) => other !== words)].slice(0, MOST)));
  } catch {
    // a browser that keeps nothing still searches
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // nothing was kept
  }
}
