// The module worker that runs Python for the page. It downloads, starts, calls and reports; it computes nothing.
//
// In:  {start: {folder, files, lock, fresh, reload}}   folder: absolute address of the runtime; files, lock: of its
//                                       manifest; fresh: use no kept memory; reload: no file that a cache has kept
//      {id, op, payload, data}          payload: JSON text; data: an ArrayBuffer, the bytes of a file, or nothing
//      {port}                           a MessagePort that takes the place of the worker's own line, both ways;
//                                       then {start, manifest}, or {lost}: what could not be fetched (early.js)
//      {end: true}                      the worker is no longer needed
// Out: {progress: {phase, loaded, total}}   phase: "download" (loaded, total: bytes on the wire), then "start"
//      {manifest}                           where somebody else started the worker
//      {ready: {milliseconds, recalled}}    recalled: from a kept memory
//      {failed: {code, detail}}             the start failed; codes: SENTENCES in client.js, or "stale": what was
//                                           kept of an earlier visit was no use and is gone, so start once more
//      {id, result, data}                   result: JSON text; data as above
//      {id, error: {code, detail}}

const CORE = "pyodide-core.js";
const PROGRAM = "pyodide.asm.js";
const MACHINE = "pyodide.asm.wasm";
const ARCHIVE = "python.zip";
const ENTRY = "bridge";

// The smallest module there is: a content policy that forbids WebAssembly refuses to compile it. Pyodide itself
// would then wait for ever instead of failing.
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// After the first start Python's memory, with everything imported and before anybody's data comes in, is kept in
// the browser under the address of this very runtime. Later visits begin there. With any doubt it is thrown away.
// The cache belongs to the folder of the site: another site may lie below the same host.
const MEMORY = `xueshi-memory-${encodeURIComponent(new URL("../../../", import.meta.url).pathname)}`;
const SHA256 = "X-Content-Sha256"; // headers of what is kept
const SIZE = "X-Content-Size";
const BLOCK = 65_536; // bytes; memory is kept up to the last block that is not empty
const QUIET = 1000; // milliseconds without a call after which there is time to keep it
const UNUSED = 4000; // the same when nobody has called yet

const load = self.fetch.bind(self); // while Pyodide starts, `fetch` hands it what is on its way already

let python = null;
let call = null;
let line = self;
let folder = "";
let fresh = null; // a memory that is not kept yet
let quiet = 0;

function post(message, transfer = []) {
  line.postMessage(message, transfer);
}

class Failure extends Error {
  constructor(code, detail) {
    super(detail);
    this.code = code;
  }
}

// Counts what arrives. A body arrives decoded: its share of the decoded size, which the manifest knows, is taken
// of the size on the wire, which the server states when it compresses.
class Meter {
  constructor(files) {
    this.decoded = new Map(files.map((file) => [file.name, file.bytes]));
    this.wire = new Map(this.decoded);
    this.imported = files.filter((file) => file.name === CORE || file.name === PROGRAM);
    this.arrived = new Map();
    this.percent = -1;
  }

  expect(name, headers) {
    const length = Number(headers.get("Content-Length"));
    if (!headers.has("Content-Encoding") || length === 0) return;
    this.wire.set(name, length);
    // Scripts are imported, which shows no headers: a server that packs one file packs these as well.
    for (const file of this.imported) this.wire.set(file.name, file.brotli_bytes);
  }

  leaveOut(name) {
    this.decoded.delete(name);
    this.wire.delete(name);
  }

  async follow(name, body) {
    const reader = body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.length;
      this.set(name, bytes);
    }
    this.complete(name);
  }

  complete(name) {
    this.set(name, this.decoded.get(name));
  }

  set(name, bytes) {
    this.arrived.set(name, bytes);
    let loaded = 0;
    let total = 0;
    for (const [each, size] of this.wire) {
      total += size;
      loaded += size * Math.min(1, (this.arrived.get(each) ?? 0) / this.decoded.get(each));
    }
    const percent = Math.floor((100 * loaded) / total);
    if (percent === this.percent) return;
    this.percent = percent;
    post({ progress: { phase: "download", loaded: Math.round(loaded), total } });
  }
}

function checkWebAssembly() {
  if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiateStreaming !== "function") {
    throw new Failure("wasm-missing", "WebAssembly.instantiateStreaming");
  }
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    throw new Failure("policy", String(error));
  }
}

async function orNetworkFailure(name, promise) {
  try {
    return await promise;
  } catch (error) {
    // A script that has come and is none was damaged on its way, or in a cache.
    throw new Failure(error instanceof SyntaxError ? "start" : "network", `${name}: ${error}`);
  }
}

// The meter reads a copy: a response built anew around a counting stream would lose the browser's cache of the
// compiled program, which is worth a third of every later visit.
async function download(address, name, meter, cache) {
  const response = await orNetworkFailure(name, load(address, { cache }));
  if (!response.ok) throw new Failure("network", `${name}: HTTP ${response.status}`);
  meter.expect(name, response.headers);
  const whole = orNetworkFailure(name, meter.follow(name, response.clone().body));
  const typed = name !== MACHINE || response.headers.get("Content-Type")?.startsWith("application/wasm");
  const headers = { "Content-Type": "application/wasm" };
  return { whole, response: typed ? response : new Response(response.body, { headers }) };
}

async function script(address, name, meter, cache) {
  // What is fetched in this way takes the place of what the cache has kept, and is imported from there.
  if (cache === "reload") await orNetworkFailure(name, load(address, { cache }).then((response) => response.blob()));
  const module = await orNetworkFailure(name, import(address));
  meter.complete(name);
  return module;
}

async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const canKeep = () => Boolean(self.caches && self.crypto?.subtle);

// What an earlier visit kept for this runtime, or null.
async function found() {
  if (!canKeep()) return null;
  try {
    return (await (await caches.open(MEMORY)).match(folder + MEMORY)) ?? null;
  } catch {
    return null;
  }
}

// Its bytes, if they are those that were kept.
async function recalled(response) {
  const used = await response.arrayBuffer();
  const size = Number(response.headers.get(SIZE));
  const sound = (await digest(used)) === response.headers.get(SHA256) && size >= used.byteLength;
  if (!sound) throw new Failure("stale", MEMORY);
  const memory = new Uint8Array(size);
  memory.set(new Uint8Array(used));
  return memory;
}

// Python's memory, null where there is no room for a copy of it.
function copied(pyodide) {
  try {
    return pyodide.makeMemorySnapshot();
  } catch {
    return null;
  }
}

async function keep(memory) {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength >> 2);
  let last = words.length;
  while (last > 0 && words[last - 1] === 0) last -= 1;
  const used = memory.subarray(0, Math.min(memory.length, Math.ceil((4 * last) / BLOCK) * BLOCK));
  try {
    const headers = { [SHA256]: await digest(used), [SIZE]: String(memory.length) };
    const cache = await caches.open(MEMORY);
    for (const old of await cache.keys()) await cache.delete(old);
    await cache.put(folder + MEMORY, new Response(used, { headers }));
  } catch {
    await forget(); // no room, or a browser that keeps nothing: the next visit starts as this one did
  }
}

async function forget() {
  await self.caches?.delete(MEMORY).catch(() => {});
}

function rest(milliseconds) {
  clearTimeout(quiet);
  if (!fresh) return;
  quiet = setTimeout(() => {
    const memory = fresh;
    fresh = null;
    keep(memory);
  }, milliseconds);
}

// Pyodide asks for its files only when its own script has come, and waits for ever for one that is broken. Here
// all are asked for at once, Pyodide is handed what it asks for, and what breaks rejects the promise.
// A memory that was kept holds all that is in the archive: an empty one takes its place.
function boot({ files, lock, reload }, finding) {
  return new Promise((resolve, reject) => {
    const meter = new Meter(files);
    const cache = reload ? "reload" : "default";
    const get = (name) => download(folder + name, name, meter, cache);
    const archive = async () => {
      if (!(await finding)) return get(ARCHIVE);
      meter.leaveOut(ARCHIVE);
      return { whole: null, response: new Response("") };
    };
    const arriving = new Map([
      [folder + MACHINE, get(MACHINE)],
      [folder + ARCHIVE, archive()],
    ]);
    const whole = Promise.all([...arriving.values()].map(async (file) => (await file).whole));
    whole.catch(reject);

    const { fetch } = self;
    const { instantiateStreaming } = WebAssembly;
    self.fetch = async (address, options) =>
      (await arriving.get(String(address)))?.response ?? load(address, options);
    WebAssembly.instantiateStreaming = async (source, imports) => {
      try {
        return await instantiateStreaming.call(WebAssembly, source, imports);
      } catch (error) {
        if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
          reject(new Failure(reload ? "wasm-missing" : "start", String(error)));
        }
        throw error;
      }
    };

    const remembering = finding.then((kept) => kept && recalled(kept)); // beside the scripts
    remembering.catch(reject);

    const begin = async () => {
      const [core] = await Promise.all([CORE, PROGRAM].map((name) => script(folder + name, name, meter, cache)));
      whole.then(() => post({ progress: { phase: "start" } }), reject);
      const memory = await remembering;
      const start = memory ? { _loadSnapshot: memory } : { _makeSnapshot: canKeep() };
      const options = { indexURL: folder, stdLibURL: folder + ARCHIVE, lockFileContents: lock, ...start };
      const pyodide = await core.loadPyodide(options);
      self.fetch = fetch;
      WebAssembly.instantiateStreaming = instantiateStreaming;
      return pyodide;
    };
    begin().then(resolve, reject);
  });
}

async function start(order) {
  folder = order.folder;
  const finding = order.fresh ? Promise.resolve(null) : found();
  try {
    checkWebAssembly();
    python = await boot(order, finding);
    const kept = await finding;
    call = python.pyimport(ENTRY).call;
    if (!kept && canKeep()) fresh = copied(python);
    post({ ready: { milliseconds: Math.round(performance.now()), recalled: Boolean(kept) } });
    rest(UNUSED);
  } catch (error) {
    let code = error instanceof Failure ? error.code : "start";
    if (["start", "stale"].includes(code) && (await finding)) {
      code = "stale";
      await forget();
    }
    post({ failed: { code, detail: String(error.message ?? error) } });
  }
}

function answer({ id, op, payload, data }) {
  try {
    const bytes = data ? python.toPy(new Uint8Array(data)) : undefined;
    const pair = call(op, payload, bytes);
    const [result, file] = pair.toJs();
    pair.destroy();
    bytes?.destroy();
    post({ id, result, data: file?.buffer }, file ? [file.buffer] : []);
  } catch (error) {
    const code = codeOf(error);
    // A memory that crashes must not come back at the next visit.
    if (code === "crashed") forget();
    post({ id, error: { code, detail: String(error.message ?? error) } });
  }
  rest(QUIET);
}

function codeOf(error) {
  if (error.type === "MemoryError") return "memory";
  return error.type ? "python" : "crashed";
}

function hear({ data }) {
  if (data.start) start(data.start);
  else if (data.end) self.close();
  else answer(data);
}

self.onmessage = (event) => {
  const { port, lost, manifest } = event.data;
  if (port) {
    line = port;
    port.onmessage = hear;
  } else if (lost) post({ failed: { code: "network", detail: lost } });
  else {
    if (manifest) post({ manifest });
    hear(event);
  }
};
