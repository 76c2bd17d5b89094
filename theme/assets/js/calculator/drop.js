// A file dropped onto an element.

/** Calls `onFile` with a dropped file; while one hovers, the element has the class `dropping`. */
export function acceptFiles(element, onFile) {
  const hover = (on) => element.classList.toggle("dropping", on);
  const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  element.addEventListener("dragover", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    hover(true);
  });
  element.addEventListener("dragleave", (event) => {
    if (!element.contains(event.relatedTarget)) hover(false);
  });
  element.addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    hover(false);
    onFile(event.dataTransfer.files[0]);
  });
}
