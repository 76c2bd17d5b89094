// Keeps the site usable without a network. The build puts `const BUILD = …` before the first line: the version,
// the scripts and styles of every page (core) and Python's files (runtime), each with its hash.
//
// Pages and data come from the network when there is one, so that a correction is seen at once; what was seen
// last is kept for when there is none. Files with a hash in their address come from the cache. A new version of
// this file waits until the page asks for it: an open ledger is never changed under its owner's hands. Pages that were
// kept before it took over name the scripts and the Python of their own time, so those of one version before stay, too.

const root = new URL("./", self.location.href);
// Another site may lie below the same host: caches belong to a folder, and only one's own are thrown away.
const PLACE = encodeURIComponent(root.pathname);
const CORES = `xueshi-core-${PLACE}:`;
const CORE = CORES + BUILD.version;
const SEEN = `xueshi-seen-${PLACE}`;
const MOST_SEEN = 300; // pages and data files that are kept, the oldest going first
const IMPATIENT = 8000; // milliseconds until the kept copy of a page is shown instead of a slow answer
const LIST = new URL("sw.js?files", root).href; // in the cache of a version that took over: when, and its files' hashes

const hashes = new Map([...BUILD.core, ...BUILD.runtime].map(([path, hash]) => [new URL(path, root).href, hash]));
const verified = new Set();
let before = null; // a promise of the version before this one, once it was asked for

self.addEventListener("install", (event) => event.waitUntil(fill(BUILD.core)));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  const { kind, addresses = [], runtime = false } = event.data ?? {};
  if (kind === "take over") event.waitUntil(self.skipWaiting());
  if (kind === "keep") event.waitUntil(keep(addresses, runtime));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  address.hash = "";
  if (request.method !== "GET" || address.origin !== root.origin || !address.pathname.startsWith(root.pathname)) return;
  if (request.headers.has("range") || address.pathname.includes("/__reload")) return;
  if (isHashed(address)) event.respondWith(fromCache(address.href));
  else if (request.mode === "navigate") event.respondWith(fromNetwork(request, address));
  else event.respondWith(fromBefore(address.href).then((kept) => kept ?? fromNetwork(request, address)));
});

// Python's files, the scripts and the styles of this version: below folders whose names hold their hash.
function isHashed({ href }) {
  return hashes.has(href) && BUILD.hashed.some((folder) => href.startsWith(new URL(folder, root).href));
}

async function fill(files) {
  const cache = await caches.open(CORE);
  const missing = [];
  for (const [path] of files) {
    const address = new URL(path, root).href;
    if (!(await cache.match(address))) missing.push(address);
  }
  await Promise.all(missing.map((address) => fetchWhole(address, cache)));
}

// A file whose bytes are what the build made of it, or an error: half a file is never kept. What the version before
// has is not fetched again.
async function fetchWhole(address, cache, isKept = true) {
  for (const mode of ["before", "default", "reload"]) {
    const response = await (mode === "before" ? keptBefore(address) : fetch(address, { cache: mode }));
    if (!response) continue;
    if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
    const bytes = await response.arrayBuffer();
    if ((await hash(bytes)) === hashes.get(address)) {
      verified.add(address);
      const kept = new Response(bytes, { headers: { "Content-Type": response.headers.get("Content-Type") ?? "" } });
      await cache.put(address, kept.clone()).catch((error) => {
        if (isKept) throw error;
      });
      return kept;
    }
  }
  throw new Error(`${address}: not the file of this version`);
}

async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function takeOver() {
  before = null;
  const older = await versionBefore();
  for (const name of await caches.keys()) {
    if (name.startsWith(CORES) && name !== CORE && name !== older?.name) await caches.delete(name);
  }
  const list = new Response(JSON.stringify({ since: Date.now(), files: [...hashes] }));
  await (await caches.open(CORE)).put(LIST, list).catch(() => {}); // a full disk keeps nobody from the new version
  await self.clients.claim();
}

function versionBefore() {
  before ??= findBefore().catch(() => null);
  return before;
}

// The version that took over last, of those with a file which this one has not: where only the rules changed, the
// scripts are the same. One that waited and never took over has no list.
async function findBefore() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(CORES) || name === CORE) continue;
    const list = await caches.match(LIST, { cacheName: name });
    const { since, files } = (await list?.json().catch(() => null)) ?? { files: [] };
    if (files.some(([address, hash]) => hashes.get(address) !== hash)) found.push({ name, since, hashes: new Map(files) });
  }
  return found.sort((one, other) => other.since - one.since)[0] ?? null;
}

async function keptBefore(address) {
  const older = await versionBefore();
  return older && caches.match(address, { cacheName: older.name }).catch(() => null);
}

// A file that only the version before has, once its bytes were looked at; null where there is none.
async function fromBefore(address) {
  const wanted = hashes.has(address) ? undefined : (await versionBefore())?.hashes.get(address);
  const kept = wanted && (await keptBefore(address));
  const isWhole = kept && (verified.has(address) || (await isSound(address, kept, wanted).catch(() => false)));
  return isWhole ? kept : null;
}

// What a page asks to have kept: itself and what it loaded before this worker was there.
async function keep(addresses, runtime) {
  const seen = await caches.open(SEEN);
  const older = await versionBefore();
  for (const address of addresses) {
    if (!address.startsWith(root.href) || hashes.has(address) || older?.hashes.has(address)) continue;
    const response = await fetch(address, { cache: "no-cache" }).catch(() => null);
    if (response?.ok) await seen.put(address, response);
  }
  if (runtime) await fill(BUILD.runtime);
  await forget(seen);
}

async function forget(seen) {
  const kept = await seen.keys();
  for (const request of kept.slice(0, Math.max(0, kept.length - MOST_SEEN))) await seen.delete(request);
}

// From the cache once their bytes were looked at, else whole from the network.
async function fromCache(address) {
  let cache;
  try {
    cache = await caches.open(CORE);
    const kept = await cache.match(address);
    if (kept && (verified.has(address) || (await isSound(address, kept, hashes.get(address))))) return kept;
    await cache.delete(address);
  } catch {
    return fetch(address); // what is kept cannot be read; the network may be there
  }
  return fetchWhole(address, cache, false).catch(() => Response.error());
}

async function isSound(address, response, wanted) {
  const sound = (await hash(await response.clone().arrayBuffer())) === wanted;
  if (sound) verified.add(address);
  return sound;
}

async function fromNetwork(request, address) {
  const coming = fetch(request);
  const answer = request.mode === "navigate" ? await inTime(coming, address) : await coming.catch(() => null);
  if (answer === null) return (await known(address)) ?? Response.error();
  if (answer.ok && answer.type === "basic" && !hashes.has(address.href)) {
    const copy = answer.clone();
    const seen = await caches.open(SEEN);
    seen.put(address.href, copy).catch(() => {}); // a full disk keeps nobody from reading
  }
  return answer;
}

// The answer; null when there is none, or none yet and a kept copy is there.
function inTime(coming, address) {
  return new Promise((resolve) => {
    const timer = setTimeout(async () => (await known(address)) && resolve(null), IMPATIENT);
    coming.then(resolve, () => resolve(null)).finally(() => clearTimeout(timer));
  });
}

async function known(address) {
  for (const href of new Set([address.href, `${address.origin}${address.pathname}`])) {
    for (const name of [CORE, SEEN]) {
      const kept = await caches.match(href, { cacheName: name });
      if (kept) return kept;
    }
  }
  return null;
}
