// The desk in a worker of its own. Python runs in a second worker, which this one starts.

import { startRuntime } from "../../runtime/client.js";
import { serve } from "./desk.js";

const receive = serve((message) => self.postMessage(message), startRuntime);

self.onmessage = ({ data }) => receive(data);
// A browser that cannot start a worker from a worker keeps its desk on the page; see desk-link.js.
self.postMessage({ event: "hello", nested: typeof Worker === "function" });
