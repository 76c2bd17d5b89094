// A page that is closed or loaded again right after something was typed: the browser's database may not have it yet,
// and what was begun there ends with the page. So it is written down in the one way that does not wait, and taken up
// at the next visit; see desk/left.js.

const NAME = "xueshi:left:";

export class Leaving {
  #desk;
  #name;
  #left = null; // what the desk has and the database may not have yet
  #isWritten = false;

  /** @param {{desk: object, key: string, signal: AbortSignal}} parts `key`: city and year; `signal` ends listening */
  constructor({ desk, key, signal }) {
    this.#desk = desk;
    this.#name = NAME + key;
    desk.on("left", (news) => news.key === key && this.#hear(news.left));
    window.addEventListener("pagehide", () => this.#write(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.#write(), { signal });
  }

  /** What the last visit left behind, or null. */
  found() {
    try {
      const left = JSON.parse(localStorage.getItem(this.#name));
      this.#isWritten = left !== null;
      return left;
    } catch {
      return null; // a browser that keeps nothing has kept nothing
    }
  }

  /** Takes away what any visit left behind. */
  forget() {
    this.#left = null;
    try {
      this.#clear();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  #hear(left) {
    this.#left = left && { ...this.#left, ...left };
    if (!this.#isWritten) return;
    if (!left || (left.isKept && !this.#desk.typed.length)) this.#clear();
    else this.#write(); // what was written down has been gone on from
  }

  #write() {
    const { typed } = this.#desk;
    if (!this.#left || (this.#left.isKept && !typed.length)) return;
    try {
      localStorage.setItem(this.#name, JSON.stringify({ ...this.#left, typed }));
      this.#isWritten = true;
    } catch {
      // No room, or a browser that keeps nothing: the database is asked all the same.
    }
  }

  #clear() {
    this.#isWritten = false;
    localStorage.removeItem(this.#name);
  }
}
