// The desk in a worker of its own. Python runs in a second worker, which the page has started (runtime/early.js) or
// this one starts.

import { startRuntime } from "../../runtime/client.js";
import { serve } from "./desk.js";
import { Lent } from "./lent.js";

let lent = null;

const receive = serve(
  (message) => self.postMessage(message),
  (options) => startRuntime({ ...options, lent: lent?.take() }),
);

self.onmessage = ({ data }) => {
  if (data.port) lent = new Lent(data.port, () => self.postMessage({ event: "dismissed" }));
  else if (data.broken !== undefined) lent?.break(data.broken);
  else receive(data);
};
// A browser that cannot start a worker from a worker keeps its desk on the page; see desk-link.js.
self.postMessage({ event: "hello", nested: typeof Worker === "function" });
