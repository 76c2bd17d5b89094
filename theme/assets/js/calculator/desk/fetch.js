// Published data, as parsed JSON.

import { RuntimeFailure, afterAwake } from "../../runtime/client.js";

const PATIENCE = 45; // seconds awake after which an answer is not waited for any longer

/** Parsed JSON, null for what is not there. Errors: RuntimeFailure. */
async function fetchJson(address, cache = "no-cache") {
  const waiting = new AbortController();
  const callOff = afterAwake(PATIENCE, () => waiting.abort());
  try {
    // Asked after each time: a host that says nothing of it must not have old rules judged by.
    const response = await fetch(address, { cache, signal: waiting.signal });
    if (response.status === 404) return null;
    if (response.ok) return await response.json();
  } catch {
    // said below, like every answer that is no use
  } finally {
    callOff();
  }
  throw new RuntimeFailure("network", String(address));
}

/**
 * What the calculator needs of a city and year: `{edition, sheet, rules}`; null where it is not on file. With the
 * edition that a page names, what the browser has of that edition need not be asked after. Errors: RuntimeFailure.
 */
export async function fetchCityYear(base, key, edition = "") {
  const address = new URL(`assets/calculator/${key}.json`, base);
  if (!edition) return fetchJson(address);
  address.search = edition;
  const kept = await fetchJson(address, "force-cache").catch(() => null);
  return kept?.edition === edition ? kept : fetchJson(address, "reload");
}
