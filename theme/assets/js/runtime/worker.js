// The module worker that runs Python for the page. It downloads, starts, calls and reports; it computes nothing.
//
// In:  {start: {folder, files, lock}}   folder: absolute address of the runtime; files, lock: of its manifest
//      {id, op, payload, data}          payload: JSON text; data: an ArrayBuffer, the bytes of a file, or nothing
// Out: {progress: {phase, loaded, total}}   phase: "download" (loaded, total: bytes on the wire), then "start"
//      {ready: {milliseconds}}
//      {failed: {code, detail}}             the start failed; codes: SENTENCES in client.js
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

let python = null;
let call = null;

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
    self.postMessage({ progress: { phase: "download", loaded: Math.round(loaded), total } });
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
    throw new Failure("network", `${name}: ${error}`);
  }
}

// The meter reads a copy: a response built anew around a counting stream would lose the browser's cache of the
// compiled program, which is worth a third of every later visit.
async function download(address, name, meter) {
  const response = await orNetworkFailure(name, fetch(address));
  if (!response.ok) throw new Failure("network", `${name}: HTTP ${response.status}`);
  meter.expect(name, response.headers);
  const whole = orNetworkFailure(name, meter.follow(name, response.clone().body));
  const typed = name !== MACHINE || response.headers.get("Content-Type")?.startsWith("application/wasm");
  const headers = { "Content-Type": "application/wasm" };
  return { whole, response: typed ? response : new Response(response.body, { headers }) };
}

async function script(address, name, meter) {
  const module = await orNetworkFailure(name, import(address));
  meter.complete(name);
  return module;
}

// Pyodide asks for its files only when its own script has come, and waits for ever for one that is broken. Here
// all are asked for at once, Pyodide is handed what it asks for, and what breaks rejects the promise.
function boot({ folder, files, lock }) {
  return new Promise((resolve, reject) => {
    const meter = new Meter(files);
    const arriving = new Map(
      [MACHINE, ARCHIVE].map((name) => [folder + name, download(folder + name, name, meter)]),
    );
    const whole = Promise.all([...arriving.values()].map((file) => file.then((started) => started.whole)));
    whole.catch(reject);

    const { fetch } = self;
    const { instantiateStreaming } = WebAssembly;
    self.fetch = (address, options) =>
      arriving.get(String(address))?.then((started) => started.response) ?? fetch.call(self, address, options);
    WebAssembly.instantiateStreaming = async (source, imports) => {
      try {
        return await instantiateStreaming.call(WebAssembly, source, imports);
      } catch (error) {
        if (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) {
          reject(new Failure("wasm-missing", String(error)));
        }
        throw error;
      }
    };

    const load = async () => {
      const [core] = await Promise.all([CORE, PROGRAM].map((name) => script(folder + name, name, meter)));
      whole.then(() => self.postMessage({ progress: { phase: "start" } }), reject);
      const options = { indexURL: folder, stdLibURL: folder + ARCHIVE, lockFileContents: lock };
      const pyodide = await core.loadPyodide(options);
      self.fetch = fetch;
      WebAssembly.instantiateStreaming = instantiateStreaming;
      return pyodide;
    };
    load().then(resolve, reject);
  });
}

async function start(order) {
  try {
    checkWebAssembly();
    python = await boot(order);
    call = python.pyimport(ENTRY).call;
    self.postMessage({ ready: { milliseconds: Math.round(performance.now()) } });
  } catch (error) {
    const code = error instanceof Failure ? error.code : "start";
    self.postMessage({ failed: { code, detail: String(error.message ?? error) } });
  }
}

function answer({ id, op, payload, data }) {
  try {
    const bytes = data ? python.toPy(new Uint8Array(data)) : undefined;
    const pair = call(op, payload, bytes);
    const [result, file] = pair.toJs();
    pair.destroy();
    bytes?.destroy();
    self.postMessage({ id, result, data: file?.buffer }, file ? [file.buffer] : []);
  } catch (error) {
    self.postMessage({ id, error: { code: codeOf(error), detail: String(error.message ?? error) } });
  }
}

function codeOf(error) {
  if (error.type === "MemoryError") return "memory";
  return error.type ? "python" : "crashed";
}

self.onmessage = ({ data }) => (data.start ? start(data.start) : answer(data));
