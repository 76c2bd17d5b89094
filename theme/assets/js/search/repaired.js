// The query of an address that is no sound UTF-8: old pages of Chinese offices link in GBK, and some cut a link short.

const BROKEN = "\ufffd";
const LONGEST = 3; // bytes of a character that was cut off

export function repaired(query) {
  const raw = query?.includes(BROKEN) ? /[?&]q=([^&#]+)/.exec(location.search)?.[1] : null;
  if (!raw) return query;
  const letters = [...raw.replaceAll("+", " ").matchAll(/%([0-9a-f]{2})|[^]/gi)];
  const bytes = Uint8Array.from(letters, ([letter, code]) => (code ? parseInt(code, 16) : letter.charCodeAt(0)));
  for (let cut = 0; cut <= LONGEST; cut += 1) {
    const text = read(bytes.subarray(0, bytes.length - cut), "utf-8");
    if (text) return text;
  }
  return read(bytes, "gb18030") ?? query.replaceAll(BROKEN, "");
}

function read(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
