// Keeps one ledger in the cabinet: at once when it is small, with rests between when it is large;
// notices when another tab has written, and says what the state of keeping is.

import { Cabinet, Conflict } from "./cabinet.js";
import { TooNew } from "./lifts.js";

const LARGE = 2_000; // rows
const REST = 1_000; // milliseconds between two writings of a large ledger
const CHANNEL = "xueshi";

export class Keeper {
  #cabinet = new Cabinet();
  #key;
  #tell;
  #channel = null;
  #rest = null;
  #revision = 0;
  #pending = null;
  #writing = false;
  #force = false;

  body = null;
  /** "kept", "off" (the browser refuses), "full", "conflict" (another tab wrote), "newer" (a newer page wrote). */
  state = "kept";

  constructor(key, tell) {
    this.#key = key;
    this.#tell = tell;
    this.#listen();
  }

  /** Ends listening and telling; what waits to be kept is still kept. */
  close() {
    this.#tell = () => {};
    this.#channel?.close();
    this.#channel = null;
    this.flush();
  }

  /** Reads what is kept into `body`. */
  async reopen() {
    this.#pending = null;
    try {
      const { body, revision } = await this.#cabinet.load(this.#key);
      this.body = body;
      this.#revision = revision;
      this.#set("kept");
    } catch (error) {
      this.body = null;
      this.#set(error instanceof TooNew ? "newer" : "off");
    }
  }

  /** Keeps what `make` gives, soon; only the newest counts. */
  keep(make) {
    this.#pending = make;
    if (!this.#writing && (this.state !== "conflict" || this.#force)) this.#write();
  }

  /** Does not wait any longer with what waits to be kept. */
  flush() {
    this.#rest?.();
  }

  /** The next writing overwrites what another tab wrote. */
  force() {
    this.#force = true;
  }

  async forget() {
    this.#pending = null;
    try {
      await this.#cabinet.remove(this.#key);
      this.#revision = 0;
      this.#set("kept");
      this.#announce();
    } catch {
      this.#set("off");
    }
  }

  async #write() {
    this.#writing = true;
    while (this.#pending) {
      const body = this.#pending();
      this.#pending = null;
      const force = this.#force;
      this.#force = false;
      try {
        this.#revision = await this.#cabinet.save(this.#key, body, this.#revision, { force });
        this.#set("kept");
        this.#announce();
      } catch (error) {
        this.#set(refusal(error));
        if (this.state === "conflict") break;
      }
      if (body.rows.length > LARGE) await this.#pause();
    }
    this.#writing = false;
  }

  #pause() {
    return new Promise((resolve) => {
      this.#rest = resolve;
      setTimeout(resolve, REST);
    });
  }

  #set(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell({ state });
  }

  #announce() {
    this.#channel?.postMessage({ key: this.#key, revision: this.#revision });
  }

  #listen() {
    if (typeof BroadcastChannel !== "function") return;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }) => {
      if (data.key === this.#key && data.revision !== this.#revision)
        this.#tell({ state: this.state, elsewhere: true });
    };
  }
}

function refusal(error) {
  if (error instanceof Conflict) return "conflict";
  if (error instanceof TooNew) return "newer";
  return error?.name === "QuotaExceededError" ? "full" : "off";
}
