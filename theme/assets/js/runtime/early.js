// Starts Python before anything else of the page has come. The head of a page with a calculator asks for this
// file; the desk takes the worker over once it is there (`lend`). On a line that is slow or paid by the byte
// nothing is started here: then Python waits until somebody needs it.

import { published } from "./published.js";

const ROOT = new URL("../../../", import.meta.url);

const MANIFEST = new URL("assets/runtime/manifest.json", ROOT);

const { saveData = false, effectiveType = "4g" } = navigator.connection ?? {};

let started = saveData || effectiveType !== "4g" ? null : start();

function start() {
  let worker;
  try {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module", name: "xueshi" });
  } catch {
    return null; // said by whoever starts it when it is needed
  }
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port1 }, [port1]);
  const broken = new Promise((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(event.message ?? "");
    };
  });
  order(worker);
  return { port: port2, worker, broken };
}

// With the manifest at hand the order is on its way before the worker runs: the page's thread, busy with the page,
// is not asked again.
async function order(worker) {
  const manifest = published ?? (await fetched());
  if (!manifest) worker.postMessage({ lost: String(MANIFEST) });
  else worker.postMessage({ start: { ...manifest, folder: new URL(manifest.folder, ROOT).href }, manifest });
}

async function fetched() {
  try {
    const response = await fetch(MANIFEST);
    return response.ok ? await response.json() : null;
  } catch {
    return null; // the worker says it, in the same way as of any other file
  }
}

/**
 * The worker that was started, once: `{port, worker, broken}`, where `port` leads to it and the promise `broken`
 * gives why it could not be loaded. Null where none was.
 */
export function lend() {
  const lent = started;
  started = null;
  return lent;
}
