// How text is compared: one form for each character, pairs of Chinese characters, whole runs of letters and digits.
// builder/search/tokens.py is the same rule for what is indexed; a test holds the two together.

export const HAN = "々〇\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
export const isHan = (letter) => new RegExp(`^[${HAN}]$`, "u").test(letter);

const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "gu");
const LONGEST = 200; // characters of a query that are read

export const fold = (text) => text.normalize("NFKC").toLowerCase();

// What was typed, in the form everything is compared in. `simple` maps traditional characters.
export function normal(typed, simple = new Map()) {
  const visible = typed.slice(0, 4 * LONGEST).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, " ");
  const letters = Array.from(fold(visible)).slice(0, LONGEST);
  return letters.map((letter) => simple.get(letter) ?? letter).join("").replace(/\s+/g, " ").trim();
}

export function tokens(text) {
  const found = [];
  for (const [run] of fold(text).matchAll(RUN)) {
    const letters = Array.from(run);
    if (/^[a-z0-9]/.test(run) || letters.length === 1) found.push(run);
    else for (let i = 0; i + 1 < letters.length; i += 1) found.push(letters[i] + letters[i + 1]);
  }
  return found;
}
