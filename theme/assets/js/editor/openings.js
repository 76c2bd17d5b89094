// What can be opened, and how it becomes work for the desk: a file from disk, a published year, the drafts of a
// notice, a year after an earlier one. Each gives the work, or `{refused}` with the reason in words.

export class Openings {
  #python;

  constructor(python) {
    this.#python = python;
  }

  async file({ name, bytes, handle = null }) {
    const opened = await this.#python.call("open", { name, bytes });
    return { name, handle, onDisk: handle && bytes, ...opened, original: opened.text };
  }

  async year(key) {
    const place = `cities/${key}.yml`;
    const { [place]: text } = await this.#python.city(key);
    return { name: lastOf(place), place, text, original: text };
  }

  /** A notice becomes several files: the year is opened, the others lie beside it. */
  async draft(operation, payload) {
    await this.#python.want("draft");
    const { refused, files } = await this.#python.call(operation, payload);
    if (refused) return { refused };
    const [place] = Object.keys(files);
    const { [place]: text, ...others } = files;
    return { name: lastOf(place), place, text, original: "", others };
  }

  /** A year without a notice at hand: after the city's latest year, or out of nothing. */
  async fresh({ city, year }) {
    const { years, blank } = await this.#python.index();
    const before = Object.keys(years).filter((key) => key.startsWith(`${city}/`) && key < `${city}/${year}`).sort().at(-1);
    const earlier = before ? (await this.#python.city(before))[`cities/${before}.yml`] : null;
    return this.draft("fresh", { city, year, blank, earlier, before: before?.split("/")[1] ?? null });
  }
}

/** Another file of the same draft, in the place of the one that was open. */
export function turned({ place: was, text: left, others, ...work }, place) {
  const { [place]: text, ...rest } = { ...others, [was]: left };
  return { ...work, name: lastOf(place), place, text, original: "", handle: null, others: rest };
}

export const lastOf = (place) => place.split("/").at(-1);

/** Whether a file of a draft can be worked on by itself. */
export const canOpen = (place) => /^(documents\/|cities\/|(platforms|bases)\.yml$)/.test(place) && !place.endsWith(".cases.yml");
