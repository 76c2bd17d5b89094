// Keeps the site usable without a network. The build puts `const BUILD = …` before the first line: the version,
// the scripts and styles of every page (core) and Python's files (runtime), each with its hash.
//
// Pages and data come from the network when there is one, so that a correction is seen at once; what was seen
// last is kept for when there is none. Files with a hash in their address come from the cache. A new version of
// this file waits until the page asks for it: an open ledger is never changed under its owner's hands.

const root = new URL("./", self.location.href);
// Another site may lie below the same host: caches belong to a folder, and only one's own are thrown away.
const PLACE = encodeURIComponent(root.pathname);
const CORES = `xueshi-core-${PLACE}:`;
const CORE = CORES + BUILD.version;
const SEEN = `xueshi-seen-${PLACE}`;
const MOST_SEEN = 300; // pages and data files that are kept, the oldest going first
const IMPATIENT = 8000; // milliseconds until the kept copy of a page is shown instead of a slow answer

const hashes = new Map([...BUILD.core, ...BUILD.runtime].map(([path, hash]) => [new URL(path, root).href, hash]));
const verified = new Set();

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
  event.respondWith(isHashed(address) ? fromCache(address.href) : fromNetwork(request, address));
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

// A file whose bytes are what the build made of it, or an error: half a file is never kept.
async function fetchWhole(address, cache, isKept = true) {
  for (const mode of ["default", "reload"]) {
    const response = await fetch(address, { cache: mode });
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
  for (const name of await caches.keys()) {
    if (name.startsWith(CORES) && name !== CORE) await caches.delete(name);
  }
  await self.clients.claim();
}

// What a page asks to have kept: itself and what it loaded before this worker was there.
async function keep(addresses, runtime) {
  const seen = await caches.open(SEEN);
  for (const address of addresses) {
    if (!address.startsWith(root.href) || hashes.has(address)) continue;
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
    if (kept && (verified.has(address) || (await isSound(address, kept)))) return kept;
    await cache.delete(address);
  } catch {
    return fetch(address); // what is kept cannot be read; the network may be there
  }
  return fetchWhole(address, cache, false).catch(() => Response.error());
}

async function isSound(address, response) {
  const sound = (await hash(await response.clone().arrayBuffer())) === hashes.get(address);
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
