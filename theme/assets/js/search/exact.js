// Where a query's exact tokens stand: numbers of documents, telephones, hosts, amounts, codes, names, counties.

import { place } from "./found.js";
import { shard } from "./keys.js";

// { places: [{ url, label, hits }], said, rest, county }, `rest` being the text without the names that were found.
export async function exactPlaces(front, store, text) {
  const { shards } = front.data;
  const keys = front.keys(text);
  const places = new Map();
  const said = [];
  let rest = text;
  let county = null;
  const files = await Promise.all(keys.map(({ key }) => store.file(`exact/${shard(key, shards)}`)));
  for (const [i, { key, said: words, fits, printed }] of keys.entries()) {
    const targets = fitting(files[i]?.[key] ?? [], printed);
    if (!targets.length) continue;
    if (key.startsWith("p:")) {
      county ??= { said: words, city: front.cities.byId.get(place(targets[0][0])[1]), name: targets[0][1] };
      continue;
    }
    said.push(words);
    rest = rest.replace(key.startsWith("m:") ? words : words.replace(fits, ""), " ");
    if (key.startsWith("d:") && fits) rest = rest.replace(fits, " ");
    for (const [url, label] of targets) {
      const known = places.get(url) ?? { url, label, hits: 0 };
      places.set(url, { ...known, hits: known.hits + 1 });
    }
  }
  return { places: [...places.values()], said, rest, county };
}

// Targets whose letters before the number are those that were typed; if none, those that end like them.
function fitting(targets, typed) {
  const same = targets.filter(([, , printed]) => printed && typed.endsWith(printed));
  return same.length ? same : targets.filter(([, , printed]) => agree(printed, typed));
}

// Letters before a document's number, as printed and as typed: one ends like the other.
function agree(printed, typed) {
  if (!printed || !typed) return true;
  const [one, other] = [printed.replace(/令$/u, ""), typed];
  const shorter = Math.min(one.length, other.length, 3);
  return shorter > 1 ? one.slice(-shorter) === other.slice(-shorter) : one.at(-1) === other.at(-1);
}
