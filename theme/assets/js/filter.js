// Narrows a page's list by what is chosen above it. The choice stands in the address, so that it can be shared.

const form = document.querySelector("[data-xs-filter]");
const items = [...document.querySelectorAll("[data-xs-item]")];
const boxes = [...document.querySelectorAll("[data-xs-box]")];

// Without what people put between the digits of a telephone.
function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s()\-‐–—]+/g, "");
}

function fits(item, wanted) {
  return wanted.every(([name, value]) =>
    name === "words" ? plain(item.textContent).includes(plain(value)) : item.dataset[name].split(" ").includes(value),
  );
}

function narrow() {
  const wanted = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
  let shown = 0;
  for (const item of items) {
    item.hidden = !fits(item, wanted);
    if (!item.hidden) shown += 1;
  }
  for (const box of boxes) {
    box.hidden = box.querySelector("[data-xs-item]:not([hidden])") === null && !box.matches("[data-xs-item]:not([hidden])");
    const heading = document.getElementById(box.dataset.xsBox);
    if (heading) heading.hidden = box.hidden;
  }
  const told = shown ? `${shown} 项，共 ${items.length} 项` : `没有符合的，共 ${items.length} 项。换个说法，或按“全部显示”。`;
  form.querySelector("[role=status]").textContent = wanted.length ? told : "";
  form.querySelector("[type=reset]").hidden = !wanted.length;
  const address = new URL(location.href);
  for (const { name } of form.elements) address.searchParams.delete(name);
  for (const [name, value] of wanted) address.searchParams.set(name, value);
  history.replaceState(history.state, "", address);
}

function start() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = form.elements.namedItem(name);
    if (control && [...(control.options ?? [{ value }])].some((option) => option.value === value)) control.value = value;
  }
  form.addEventListener("input", (event) => event.isComposing || narrow());
  form.addEventListener("compositionend", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  form.addEventListener("submit", (event) => event.preventDefault());
  if (location.search) narrow();
}

if (form) start();
