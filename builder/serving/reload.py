"""Tells open pages of the preview to load anew. Built pages know nothing of it."""

import threading
import time
from http.server import BaseHTTPRequestHandler

_STREAM = "/__reload"
_SCRIPT_AT = "/__reload.js"
_SCRIPT = f"""\
const built = new URL(document.currentScript.src).search.slice(1);
let source = null;
const listen = () => {{
  source?.close();
  source = null;
  if (document.hidden) return;
  source = new EventSource("{_STREAM}");
  source.addEventListener("build", (event) => event.data !== built && location.reload());
}};
document.addEventListener("visibilitychange", listen);
listen();
"""
_HEARTBEAT = 15.0
"""Seconds between signs of life, by which the server notices pages that were closed."""


class LiveReload:
    """The stamp of the last build, and the pages that wait for another."""

    def __init__(self) -> None:
        self._build = time.time_ns()
        self._closed = False
        self._changed = threading.Condition()

    def rebuilt(self) -> None:
        """Makes all open pages load anew."""
        with self._changed:
            self._build = time.time_ns()
            self._changed.notify_all()

    def close(self) -> None:
        """Ends all streams."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def inject(self, page: bytes) -> bytes:
        """The page with the listening script at the end of its body.

        The script is a file of the same origin, so that a page's content policy lets it run.
        """
        script = f'<script src="{_SCRIPT_AT}?{self._build}"></script>'.encode()
        at = page.rfind(b"</body>")
        at = at if at >= 0 else len(page)
        return page[:at] + script + page[at:]

    def answers(self, handler: BaseHTTPRequestHandler, path: str) -> bool:
        """Answers the two addresses of its own; False for all others."""
        if path == _SCRIPT_AT:
            send_script(handler, _SCRIPT, "no-store")
        elif path == _STREAM:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/event-stream; charset=utf-8")
            handler.send_header("Cache-Control", "no-store")
            handler.send_header("Connection", "close")
            handler.end_headers()
            self._stream(handler)
        return path in (_SCRIPT_AT, _STREAM)

    def _stream(self, handler: BaseHTTPRequestHandler) -> None:
        told = 0
        try:
            while True:
                with self._changed:
                    if self._build == told and not self._closed:
                        self._changed.wait(timeout=_HEARTBEAT)
                    if self._closed:
                        return
                    news = self._build != told
                    told = self._build
                handler.wfile.write(f"event: build\ndata: {told}\n\n".encode() if news else b":\n\n")
                handler.wfile.flush()
        except ConnectionError:
            return


def send_script(handler: BaseHTTPRequestHandler, script: str, keeping: str) -> None:
    """Answers with a script; `keeping` says how long a browser may keep it."""
    body = script.encode()
    handler.send_response(200)
    handler.send_header("Content-Type", "text/javascript; charset=utf-8")
    handler.send_header("Cache-Control", keeping)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
