"""A served site whose pages note what went wrong on them, for browsers whose console no protocol shows."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

from builder.serving.reload import LiveReload, send_script

_SCRIPT_AT = "/__reload-watch.js"
_SCRIPT = """\
const noted = window.watched = JSON.parse(sessionStorage.getItem("watched") ?? "[]");
const note = (text) => {
  noted.push(text);
  sessionStorage.setItem("watched", JSON.stringify(noted));
};
const { error } = console;
console.error = (...said) => { note(`console: ${said.join(" ")}`); error.apply(console, said); };
addEventListener("error", ({ message, filename, lineno, target }) => {
  if (target === window) note(`${message} (${filename}:${lineno})`);
  else if (target.src || target.rel === "stylesheet") note(`not loaded: ${target.src || target.href}`);
}, true);
addEventListener("unhandledrejection", ({ reason }) => note(`unhandled: ${reason?.stack ?? reason}`));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  note(`policy: ${violatedDirective} ${blockedURI}`));
"""

TAKEN = """() => {
  const found = JSON.parse(sessionStorage.getItem("watched") ?? "[]");
  sessionStorage.removeItem("watched");
  window.watched?.splice(0);
  return found;
}"""
"""In a page: what was noted since the last call, on all pages of the tab."""


class Watch(LiveReload):
    """Puts the noting script in front of everything else of a page."""

    def inject(self, page: bytes) -> bytes:
        """The page with the script at the beginning of its head; a file, as the page's policy wants it."""
        return page.replace(b"<head>", f'<head><script src="{_SCRIPT_AT}"></script>'.encode(), 1)

    def answers(self, handler: BaseHTTPRequestHandler, path: str) -> bool:
        """Answers the address of the script; False for all others."""
        if path == _SCRIPT_AT:
            send_script(handler, _SCRIPT, "max-age=3600")
        return path == _SCRIPT_AT
