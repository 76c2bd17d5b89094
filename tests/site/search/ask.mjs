// Asks the search of a built site without a browser: the same worker, its files read from the disk.
// node ask.mjs SITE < [["query", {city, year}], …] > [view, …]

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath, pathToFileURL } from "node:url";

const site = pathToFileURL(`${process.argv[2]}/`);
const front = readdirSync(site).find((name) => name.startsWith("front-")) ?? "assets";

let told = null;
globalThis.self = { postMessage: (message) => (told = message) };
await import(new URL(`${front}/js/search/worker.js`, site));

async function ask(message) {
  await self.onmessage({ data: { base: site, ...message } });
  if (told.error) throw new Error(told.error);
  return told.view;
}

async function load(url) {
  const path = fileURLToPath(String(url).split("?")[0]);
  if (!existsSync(path)) return { ok: false };
  const bytes = readFileSync(path);
  return { ok: true, arrayBuffer: async () => Uint8Array.from(bytes).buffer, json: async () => JSON.parse(bytes) };
}

globalThis.fetch = load; // Pagefind's own reading
await ask({ op: "open" });
const views = [];
for (const [query, chosen] of JSON.parse(await text(process.stdin))) views.push(await ask({ op: "find", query, chosen }));
console.log(JSON.stringify(views));
