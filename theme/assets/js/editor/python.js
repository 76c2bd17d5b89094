// Python, as the editor needs it: the page's runtime, the packs of the editor on top of it, and the published files
// that an open file is checked beside. Everything is fetched when something is opened, not before.

import { Engine } from "../calculator/desk/engine.js";
import { startRuntime } from "../runtime/client.js";

const FOLDER = "assets/editor/";
const DOOR = "builder.editor.door:";

export class Python {
  #base;
  #engine;
  #index = null;
  #packs = new Map();
  #wanted = ["editor"];
  #texts = {};

  /** @param {(state: object) => void} tell hears `{state: "loading"|"ready"|"failed", …}` */
  constructor(base, tell) {
    this.#base = base;
    this.#engine = new Engine(
      () => startRuntime({ base }),
      (call) => this.#equip(call),
      tell,
    );
  }

  /** What can be opened and the schemas of it. Errors: a failed fetch. */
  index() {
    this.#index ??= this.#fetch("index.json").then((response) => response.json());
    this.#index.catch(() => (this.#index = null));
    return this.#index;
  }

  /** The published years of a city as they were typed, and the worked cases of one of them, by place. */
  async city(key) {
    const { years } = await this.index();
    const [city] = key.split("/");
    const others = Object.keys(years).filter((year) => year.startsWith(`${city}/`) && year !== key);
    const places = [...(years[key] ?? []), ...others.map((year) => years[year][0])];
    const texts = await Promise.all(places.map(async (place) => (await this.#fetch(place)).text()));
    return Object.fromEntries(places.map((place, at) => [place, texts[at]]));
  }

  /** Lays published files beside the open one, in the place of those that lay there. */
  async beside(texts) {
    this.#texts = texts;
    await this.call("beside", { texts });
  }

  /** The answer of the editor's door. Errors: RuntimeFailure. */
  call(operation, payload) {
    return this.#engine.call(DOOR + operation, payload);
  }

  /** An operation of the calculator itself. */
  calculate(operation, payload) {
    return this.#engine.call(operation, payload);
  }

  /** Makes a further pack part of Python from the next call on. */
  want(name) {
    if (this.#wanted.includes(name)) return null;
    this.#wanted.push(name);
    return this.#engine.call("add_pack", { name, bytes: this.#pack(name) }).catch(() => {});
  }

  // Told to every new Python: the first call finds no door, and this is what it lacks.
  async #equip(call) {
    const { files } = await this.index();
    for (const name of this.#wanted) await call("add_pack", { name, bytes: await this.#pack(name) });
    await call(DOOR + "beside", { files, texts: this.#texts });
  }

  #pack(name) {
    if (!this.#packs.has(name)) this.#packs.set(name, this.#fetchPack(name));
    return this.#packs.get(name);
  }

  async #fetchPack(name) {
    const { packs } = await this.index();
    const { file } = packs.find((pack) => pack.name === name);
    return (await this.#fetch(file)).arrayBuffer();
  }

  async #fetch(name) {
    const response = await fetch(new URL(FOLDER + name, this.#base));
    if (!response.ok) throw new Error(`${name}: HTTP ${response.status}`);
    return response;
  }
}
