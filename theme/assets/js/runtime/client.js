// The page's side of the Python worker: messages out, promises back.
//
//   const runtime = startRuntime({ base: document.baseURI });
//   runtime.onprogress = ({ phase, loaded, total }) => …;
//   const verdict = await runtime.call("judge", { rules, hours });
//
// Calls may be made at once; they wait until Python is ready. A payload may hold `bytes` (an ArrayBuffer or a
// Uint8Array, e.g. an opened file); so may a result. A worker that breaks down is replaced, and the call it broke
// down on is tried once more. Everything that fails rejects with a RuntimeFailure, whose message is Chinese.

import { published } from "./published.js";

const MANIFEST = "assets/runtime/manifest.json";

// Seconds awake without any news before the start is given up: while bytes should arrive, and while Python starts.
const PATIENCE = { download: 45, start: 90 };

const SENTENCES = {
  "wasm-missing": "这个浏览器太旧，不支持 WebAssembly，无法在本机计算。请换用近几年的 Edge、Chrome、Firefox 或 Safari。",
  policy: "浏览器或单位的安全策略禁止运行 WebAssembly，无法在本机计算。请换一个浏览器，或请管理员放行。",
  network: "计算程序没有下载完整。请检查网络，然后重试。",
  timeout: "计算程序很久没有响应。请检查网络，然后重试；多次如此，请换一个浏览器。",
  start: "计算程序没能启动。请刷新页面重试；多次如此，请换一个浏览器。",
  memory: "内存不够，没有算完。请关掉一些网页，或把文件分成几份再试。",
  python: "计算程序出错，没有得出结果。这是程序的毛病，不是您填错了；已填的内容还在。",
  crashed: "计算程序意外停止，没有得出结果。已填的内容还在，请刷新页面重试。",
  stopped: "计算程序已经停止。",
  outdated: "网站已经更新，这一页还是旧版，要用的部分不在了。请刷新页面，换成新版；已填的内容还在。",
};

// Failures that a file may have caused which a cache has kept damaged, or whose version is gone from the site.
const ONCE_MORE = ["network", "stale", "start"];

const SECOND = 1000; // milliseconds

// Does something after so many seconds in which the page was awake: while a phone sleeps or a tab is frozen nobody
// has waited, and what came meanwhile is still to be heard. Gives a function that calls it off.
export function afterAwake(seconds, act) {
  let left = seconds;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    act();
  }, SECOND);
  return () => clearInterval(timer);
}

// `code` is a key of SENTENCES; `detail` is for developers.
export class RuntimeFailure extends Error {
  constructor(code, detail = "") {
    super(SENTENCES[code] ?? SENTENCES.start);
    this.name = "RuntimeFailure";
    this.code = code;
    this.detail = detail;
  }
}

// For pages and for workers. base: address of the site's root. manifest: content of assets/runtime/manifest.json, the
// one that belongs to these scripts unless said otherwise. lent: a worker that was started already; see early.js.
export function startRuntime({ base, manifest = published, lent = null, patience = PATIENCE }) {
  return new Runtime(new URL(base, globalThis.document?.baseURI ?? location.href), { manifest, lent, patience });
}

class Runtime {
  onprogress = null;

  /** Called whenever Python can be called: when it has started, and when another took the place of one that broke. */
  onready = null;

  #base;
  #patience;
  #worker = null;
  #isReady = false;
  #isStarting = false;
  #ended = null;
  #settle;
  #callOff = () => {};
  #lastId = 0;
  #own; // the manifest that belongs to these scripts
  #published;
  #calls = new Map();
  #lent;

  constructor(base, { manifest, lent, patience }) {
    this.#base = base;
    this.#patience = patience;
    this.#lent = lent;
    this.#own = manifest;
    this.#published = manifest;
    this.ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.ready.catch(() => {}); // whoever calls hears of it; nobody need wait for `ready`
    this.#start();
  }

  call(op, payload = {}) {
    if (this.#ended) return Promise.reject(this.#ended);
    const { bytes, ...rest } = payload;
    const message = { id: ++this.#lastId, op, payload: JSON.stringify(rest), data: copyOf(bytes) };
    return new Promise((resolve, reject) => {
      this.#calls.set(message.id, { message, resolve, reject, again: false });
      if (this.#isReady) this.#worker.postMessage(message);
      else if (!this.#worker && !this.#isStarting) this.#start();
    });
  }

  // Adds an archive of Python modules that few pages need; `name` as in the manifest, without its ending. Call it
  // only when a call was answered: then the manifest is there. "outdated": the site has a newer version by now, and
  // no longer the archive that belongs to this one.
  async extend(name) {
    const { folder, extras } = this.#published;
    const { sha256, name: file } = extras.find((extra) => extra.name === `${name}.zip`);
    let bytes;
    try {
      const response = await fetch(new URL(folder + file, this.#base));
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      bytes = await response.arrayBuffer();
    } catch (error) {
      throw new RuntimeFailure((await this.#isOutdated()) ? "outdated" : "network", `${file}: ${error}`);
    }
    await this.call("add_pack", { name, sha256, bytes });
  }

  async #isOutdated() {
    try {
      return (await this.#manifest("reload")).folder !== this.#published.folder;
    } catch {
      return false;
    }
  }

  stop() {
    this.#end(new RuntimeFailure("stopped"));
  }

  // Downloads, starts the worker and, when that failed (`before`: the code), does so once more. Where a file was not
  // there, the manifest is asked for first: after an update of the site the old folder is gone, and then the page is
  // old as well. So too when a kept memory was no use; and when Python did not start, with files that no cache has
  // kept, for one of them may be damaged.
  async #start(before = null) {
    this.#isStarting = true;
    this.#wait("download");
    if (this.#lent) {
      const worker = this.#lent;
      this.#lent = null;
      this.#listen(worker, before);
      return;
    }
    try {
      if (!this.#published) await this.#ask("default");
      else if (before === "network") await this.#ask("reload");
      else if (before === "start") await this.#ask("reload").catch(() => {}); // no network: what is here may yet do
      if (!this.#ended) this.#launch(before);
    } catch (error) {
      this.#isStarting = false;
      this.#end(new RuntimeFailure("network", String(error)));
    }
  }

  async #manifest(cache) {
    const response = await fetch(new URL(MANIFEST, this.#base), { cache });
    if (!response.ok) throw new Error(`${MANIFEST}: HTTP ${response.status}`);
    return response.json();
  }

  // Python of another version was not made for these scripts.
  async #ask(cache) {
    const manifest = await this.#manifest(cache);
    if (this.#own && this.#own.hash !== manifest.hash) this.#end(new RuntimeFailure("outdated", manifest.hash));
    this.#published = manifest;
  }

  #launch(before) {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "xueshi" });
    this.#listen(worker, before);
    const { folder, files, lock } = this.#published;
    const again = { fresh: before !== null, reload: before === "start" };
    worker.postMessage({ start: { folder: new URL(folder, this.#base).href, files, lock, ...again } });
  }

  #listen(worker, before) {
    this.#isStarting = false;
    this.#worker = worker;
    worker.onmessage = ({ data }) => {
      if (data.manifest) this.#published = data.manifest;
      else if (data.progress) this.#heard(data.progress);
      else if (data.ready) this.#open(data.ready);
      else if (data.failed) this.#refuse(data.failed, before);
      else if (data.error) this.#fail(data.id, data.error);
      else this.#deliver(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.#isReady) this.#replace(event.message);
      else this.#refuse({ code: "start", detail: event.message }, before);
    };
  }

  #heard(progress) {
    this.#wait(progress.phase);
    this.onprogress?.(progress);
  }

  #open(news) {
    this.#callOff();
    this.#isReady = true;
    this.#settle.resolve(news);
    this.onready?.();
    for (const { message } of this.#calls.values()) this.#worker.postMessage(message);
  }

  #refuse({ code, detail }, before) {
    if (!ONCE_MORE.includes(code) || before) return this.#end(new RuntimeFailure(code, detail));
    this.#dismiss();
    return this.#start(code);
  }

  #deliver({ id, result, data }) {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    const value = JSON.parse(result);
    call?.resolve(data ? { ...value, bytes: data } : value);
  }

  #fail(id, { code, detail }) {
    if (code === "crashed") return this.#replace(detail);
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call?.reject(new RuntimeFailure(code, detail));
  }

  // The worker takes calls in turn, so the oldest is the one it broke down on. A new worker starts for what is
  // left, or with the next call.
  #replace(detail) {
    this.#dismiss();
    const [oldest] = this.#calls.values();
    if (oldest?.again) {
      this.#calls.delete(oldest.message.id);
      oldest.reject(new RuntimeFailure("crashed", detail));
    } else if (oldest) {
      oldest.again = true;
    }
    if (this.#calls.size > 0) this.#start();
  }

  #wait(phase) {
    this.#callOff();
    this.#callOff = afterAwake(this.#patience[phase], () => this.#end(new RuntimeFailure("timeout", phase)));
  }

  #dismiss() {
    this.#callOff();
    this.#worker?.terminate();
    this.#worker = null;
    this.#isReady = false;
  }

  #end(failure) {
    if (this.#ended) return;
    this.#ended = failure;
    this.#dismiss();
    this.#settle.reject(failure);
    for (const { reject } of this.#calls.values()) reject(failure);
    this.#calls.clear();
  }
}

// The caller keeps its bytes, also when a call has to be sent a second time.
function copyOf(bytes) {
  if (bytes === undefined || bytes === null) return undefined;
  return bytes instanceof ArrayBuffer ? bytes.slice(0) : bytes.slice().buffer;
}
