// Published data, as parsed JSON.

import { RuntimeFailure } from "../../runtime/client.js";

/** Parsed JSON, null for what is not there. Errors: RuntimeFailure. */
export async function fetchJson(address) {
  try {
    // Asked after each time: a host that says nothing of it must not have old rules judged by.
    const response = await fetch(address, { cache: "no-cache" });
    if (response.status === 404) return null;
    if (response.ok) return await response.json();
  } catch {
    // said below, like every answer that is no use
  }
  throw new RuntimeFailure("network", String(address));
}
