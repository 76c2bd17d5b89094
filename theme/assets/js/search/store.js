// The files of the search: loaded when they are needed, once.

export class Store {
  constructor(base, load = (url) => fetch(url)) {
    this.base = base;
    this.load = load;
    this.known = new Map();
  }

  // A packed file below search/; null when it is not there.
  file(path) {
    if (!this.known.has(path)) {
      const loading = this.read(path).catch(() => {
        this.known.delete(path);
        return null;
      });
      this.known.set(path, loading);
    }
    return this.known.get(path);
  }

  async read(path) {
    const answer = await this.load(new URL(`search/${path}.gzip`, this.base));
    if (!answer.ok) return null;
    const body = new Uint8Array(await answer.arrayBuffer());
    if (body[0] !== 0x1f || body[1] !== 0x8b) return JSON.parse(new TextDecoder().decode(body));
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }

  text(url) {
    return this.file(`text/${url.replace(/\/$/, "") || "index"}`);
  }
}
