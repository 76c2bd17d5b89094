// What is being edited, kept in this browser under a name of its own, so that nothing typed is lost.

const KEY = "xueshi:editor";
const SCHEMA = 1;

/** Keeps the work; false when the browser refuses. */
export function keep(work) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ schema: SCHEMA, saved: new Date().toISOString(), ...work }));
    return true;
  } catch {
    return false;
  }
}

/** The work kept last; null where there is none, or where a newer page kept it. */
export function kept() {
  try {
    const work = JSON.parse(localStorage.getItem(KEY));
    return work?.schema === SCHEMA && typeof work.text === "string" ? work : null;
  } catch {
    return null;
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
