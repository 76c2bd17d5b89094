// Asks the search of a built site without a browser: the same modules, its files read from the disk.
// node ask.mjs SITE < [["query", {city, year}], …] > [view, …]

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

const site = pathToFileURL(`${process.argv[2]}/`);
const front = readdirSync(site).find((name) => name.startsWith("front-")) ?? "assets";
const { Finder } = await import(new URL(`${front}/js/search/finder.js`, site));

async function load(url) {
  const path = fileURLToPath(String(url).split("?")[0]);
  if (!existsSync(path)) return { ok: false };
  const bytes = readFileSync(path);
  return { ok: true, arrayBuffer: async () => Uint8Array.from(bytes).buffer, json: async () => JSON.parse(bytes) };
}

globalThis.fetch = load; // Pagefind's own reading
const finder = new Finder(site, load);
const views = [];
for (const [query, chosen] of JSON.parse(await text(process.stdin))) views.push(await finder.find(query, chosen));
console.log(JSON.stringify(views));
