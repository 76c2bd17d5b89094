// The search off the page's own thread, and without a document: Pagefind then leaves our tokens as they are.

import { Finder } from "./finder.js";

let finder = null;

self.onmessage = async ({ data: { id, op, base, query, chosen, near } }) => {
  try {
    if (op === "open") finder ??= new Finder(base);
    const view = op === "open" ? await finder.open() : await finder.find(query, chosen, near);
    self.postMessage({ id, view });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};
