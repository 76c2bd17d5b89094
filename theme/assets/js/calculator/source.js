// Where a number stands: document, clause, words. One click away from the number, open when printed.

import { h, drawing } from "./dom.js";
import { T } from "./text.js";

const SECTION =
  "M15.67 4.42a6.1 6.1 0 0 0-3.22-.86c-1.58 0-2.79.78-2.79 2 0 1.4 1.34 1.91 3.34 2.58 2.5.81 4.4 1.83 4.4 4.24a4.01 4.01 0 0 1-1.8 3.23c.65.61 1.01 1.47 1 2.36 0 2.82-2.6 4-5.1 4-1.46.06-2.91-.33-4.15-1.1L8 19.34c1.04.71 2.27 1.09 3.53 1.1 1.72 0 3-.78 3-2.2 0-1.24-.78-1.93-3.28-2.79C8.5 14.5 6.6 13.5 6.6 11.21c.07-1.32.83-2.52 2-3.14-.63-.57-.99-1.4-1-2.26C7.6 3.45 9.77 2 12.53 2c1.29 0 2.56.29 3.7.89zm-4.32 9c1.06.33 2.09.76 3.06 1.29.65-.49 1.02-1.26 1-2.07 0-1-.64-1.88-2.41-2.5-1.11-.37-2.22-.83-3.28-1.37-.75.45-1.22 1.26-1.22 2.14 0 .97.73 1.77 2.85 2.51";

export class Sources {
  /**
   * @param {string} base address of the site's root
   * @param {{ref: string, title: string, page: string}[]} documents those that sources may name
   */
  constructor(base, documents) {
    this.base = base;
    this.documents = new Map(documents.map((document) => [document.ref, document]));
  }

  /** A fold with the source, or null where no notice stands behind a sentence. */
  note(source) {
    if (!source) return null;
    const fold = h("details", { class: "source" });
    fold.append(h("summary", {}, drawing(SECTION, "icon small"), `${T.source} ${source.clause}`));
    // The inside is made when it is first looked at: a table may hold hundreds of these.
    fold.addEventListener("toggle", () => this.open(fold, source), { once: true });
    return fold;
  }

  open(fold, source) {
    if (fold.childElementCount > 1) return;
    const known = this.documents.get(source.document);
    const lines = [
      [
        T.sourceDocument,
        known ? [known.title === source.document ? null : `${known.title} `, source.document] : source.document,
      ],
      [T.sourceClause, source.clause],
      known ? [T.sourceWords, h("q", {}, source.evidence)] : [T.sourceOwn, source.evidence],
      [T.sourceDerivation, source.derivation],
    ];
    const list = h("dl", {});
    for (const [name, value] of lines) if (value) list.append(h("div", {}, h("dt", {}, name), h("dd", {}, value)));
    fold.append(h("div", { class: "source-box" }, list, this.links(source, known)));
  }

  links(source, known) {
    const here = placeOnPage(source);
    const links = [
      here && h("a", { href: `#${here}` }, T.sourceHere),
      known?.page && h("a", { href: new URL(known.page, this.base).href }, T.sourcePage),
    ].filter(Boolean);
    return links.length ? h("p", { class: "source-links" }, links) : null;
  }
}

// The list of sources of a city-year's page has an item per source; the one with the same words is meant.
function placeOnPage({ clause, evidence }) {
  const items = document.querySelectorAll('li[id^="src-"]');
  const said = [...items].find((item) => item.textContent.includes(evidence) && item.textContent.includes(clause));
  return said?.id ?? null;
}
