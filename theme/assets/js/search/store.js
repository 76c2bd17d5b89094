// The files of the search: loaded when they are needed, once.

export class Store {
  constructor(base, load = (url) => fetch(url)) {
    this.base = base;
    this.load = load;
    this.known = new Map();
    this.missed = 0; // files that did not come
  }

  // A packed file below search/; null when it did not come, and asked for again the next time.
  file(path) {
    if (!this.known.has(path)) {
      const loading = this.read(path).catch(() => {
        this.known.delete(path);
        this.missed += 1;
        return null;
      });
      this.known.set(path, loading);
    }
    return this.known.get(path);
  }

  async read(path) {
    const answer = await this.load(new URL(`search/${path}.gzip`, this.base));
    if (!answer.ok) throw new Error(path);
    const body = new Uint8Array(await answer.arrayBuffer());
    if (body[0] !== 0x1f || body[1] !== 0x8b) return JSON.parse(new TextDecoder().decode(body));
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  text(url) {
    return this.file(`text/${url.replace(/\/$/, "") || "index"}`);
  }
}
