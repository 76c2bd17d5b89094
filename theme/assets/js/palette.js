// Sets the chosen colours before the page is painted; without a choice, those of the system.
(() => {
  const chosen = window.__md_get("__palette");
  const media = chosen?.color?.media ?? (matchMedia("(prefers-color-scheme: dark)").matches
    ? "(prefers-color-scheme: dark)"
    : "(prefers-color-scheme: light)");
  const input = document.querySelector(`input[data-md-color-media="${media}"]`);
  if (!input) return;
  for (const name of ["scheme", "primary", "accent"]) {
    document.body.setAttribute(`data-md-color-${name}`, input.getAttribute(`data-md-color-${name}`));
  }
})();
