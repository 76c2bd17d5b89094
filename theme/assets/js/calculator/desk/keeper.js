// Keeps one ledger in the cabinet: at once when it is small, with rests between when it is large, whose changes the
// journal has meanwhile; notices when another tab has written, and says what the state of keeping is.

import { Cabinet, Conflict } from "./cabinet.js";
import { Journal } from "./journal.js";
import { restOf } from "./left.js";
import { TooNew } from "./lifts.js";

const LARGE = 2_000; // rows
const REST = 1_000; // milliseconds between two writings of a large ledger
const CHANNEL = "xueshi";
const NOTHING = { body: null, revision: 0, by: null };

export class Keeper {
  #cabinet = new Cabinet();
  #tell;
  #onKept;
  #by = Math.random().toString(36).slice(2); // tells this tab's writings from those of others
  #channel = null;
  #journal;
  #live = null; // the book and the form, until this ledger is turned away from
  #last = null; // how its rows stood then
  #rest = null;
  #revision = 0;
  #pending = null;
  #written = Promise.resolve();
  #writing = false;
  #force = false;

  body = null;
  /** "kept", "off" (the browser refuses), "full", "conflict" (another tab wrote), "newer" (a newer page wrote). */
  state = "kept";

  /** What the rows of `body` were called, as runs, by whom, and under which revision they are kept. */
  names = null;

  /** Whether `body` is what a page left behind that was closed before it was kept. */
  isTakenUp = false;

  /** @param {Function} tell hears `{state}`; @param {Function} onKept hears that nothing waits to be kept any more */
  constructor(key, tell, onKept) {
    this.key = key;
    this.#tell = tell;
    this.#onKept = onKept;
    this.#journal = new Journal(key, this.#by);
    this.#listen();
  }

  /** Which state of the record stands here, and who writes it. */
  get mark() {
    return { revision: this.#revision, by: this.#by };
  }

  /** Ends listening and telling; what waits to be kept is still kept, as it stands now. */
  close() {
    const last = this.#pending?.();
    if (last) this.#pending = () => last;
    this.#last = this.#live && this.#journal.shot(this.#live.book);
    this.#live = null;
    this.#journal.end();
    this.#tell = () => {};
    this.#onKept = () => {};
    this.#channel?.close();
    this.#channel = null;
    this.flush();
  }

  /** Reads what is kept into `body`; `left`: what a page left behind, which may be newer. */
  async reopen(left = null) {
    this.#pending = null;
    try {
      const record = await this.#cabinet.load(this.key);
      const noted = await this.#journal.goneOn(record);
      const { body, revision, taken } = restOf(left, { ...record, ...noted });
      this.body = body;
      this.#revision = revision;
      this.names = { ...record, ...noted };
      this.isTakenUp = taken || noted !== null;
      this.#set("kept");
    } catch (error) {
      const isNewer = error instanceof TooNew;
      const { body, taken } = restOf(isNewer ? null : left, NOTHING);
      this.body = body;
      this.names = NOTHING;
      this.isTakenUp = taken;
      this.#set(isNewer ? "newer" : "off");
    }
  }

  /** `live`: the `book` that the rows were put into, and `form()` with what is kept beside them. */
  begin(live) {
    this.#live = live;
    this.#journal.refer(this.isTakenUp ? null : this.#journal.shot(live.book), this.#revision);
  }

  /** Resolves when what was to be kept is written down in one way or the other, or cannot be. */
  noted() {
    return this.#journal.settled();
  }

  /** Keeps what `make` gives, soon; only the newest counts. */
  keep(make) {
    this.#pending = make;
    if (this.#live && this.state !== "conflict") this.#journal.note(this.#live);
    if (!this.#writing && (this.state !== "conflict" || this.#force)) this.#written = this.#write();
  }

  /** Does not wait any longer with what waits to be kept, also where keeping it has failed before. */
  flush() {
    this.#rest?.();
    if (this.#pending) this.keep(this.#pending);
  }

  /** Resolves when nothing is being written any more. */
  async settled() {
    this.flush();
    await this.#written;
  }

  /** The next writing overwrites what another tab wrote. */
  force() {
    this.#force = true;
  }

  async forget() {
    this.#pending = null;
    try {
      await this.#cabinet.remove(this.key);
      this.#revision = 0;
      await this.#journal.forget();
      this.#set("kept");
      this.#announce();
    } catch {
      this.#set("off");
    }
  }

  async #write() {
    this.#writing = true;
    while (this.#pending) {
      const make = this.#pending;
      const body = make();
      const shot = this.#live ? this.#journal.shot(this.#live.book) : this.#last;
      this.#pending = null;
      const force = this.#force;
      this.#force = false;
      try {
        const about = { by: this.#by, ids: shot?.isNoted ? shot.runs : null, turn: shot?.turn ?? 0 };
        this.#revision = await this.#cabinet.save(this.key, body, this.#revision, { about, force });
        if (shot) this.#journal.refer(shot, this.#revision);
        this.#set("kept");
        this.#announce();
        if (!this.#pending) this.#onKept();
      } catch (error) {
        this.#set(refusal(error));
        const isNewest = this.#pending === null;
        this.#pending ??= make;
        // Tried again with the next change, or when the page is turned to or left.
        if (isNewest || this.state === "conflict") break;
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
    this.#channel?.postMessage({ key: this.key, revision: this.#revision });
  }

  #listen() {
    try {
      this.#channel = new BroadcastChannel(CHANNEL);
    } catch {
      return; // an old browser, or one that may keep nothing (Firefox): then no other tab writes either
    }
    this.#channel.onmessage = ({ data }) => {
      if (data.key === this.key && data.revision !== this.#revision)
        this.#tell({ state: this.state, elsewhere: true });
    };
  }
}

function refusal(error) {
  if (error instanceof Conflict) return "conflict";
  if (error instanceof TooNew) return "newer";
  return error?.name === "QuotaExceededError" ? "full" : "off";
}
