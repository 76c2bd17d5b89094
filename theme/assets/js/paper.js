// One part of a page on paper, and nothing else of it. Classes, because not every browser knows `:has()`.

const HIDDEN = "xs-unprinted";
const AROUND = "xs-around-printed";

/** Prints an element that stands outside of any shadow tree. */
export function printAlone(element) {
  const marked = [];
  const mark = (node, name) => {
    node.classList.add(name);
    marked.push(() => node.classList.remove(name));
  };
  for (let inner = element; inner !== document.body; inner = inner.parentElement) {
    for (const other of inner.parentElement.children) if (other !== inner) mark(other, HIDDEN);
    mark(inner.parentElement, AROUND);
  }
  window.addEventListener("afterprint", () => marked.forEach((undo) => undo()), { once: true });
  window.print();
}
