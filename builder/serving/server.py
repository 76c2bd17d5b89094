"""Serves a built site on this machine: for the preview, for the tests and for measuring.

Behaves as a good static host would: right types, the content policy, precompressed siblings, validators, and
a long life for files whose name holds their hash.
"""

import os
import re
import sys
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from builder.hosting.policy import CARD, HASHED, IMMUTABLE, OPEN, REVALIDATE, SHARED, headers
from builder.hosting.types import TYPES
from builder.serving.reload import LiveReload

_NOT_FOUND = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>404</title>'
    "<body>没有这一页，或者网站还没有生成。</body></html>"
)

_CHUNK = 16 * 1024

_PACKED = {"br": ".br", "gzip": ".gz"}
"""Codings of the packed copies, the smaller first; over plain HTTP some browsers take gzip only."""


@dataclass(frozen=True)
class Request:
    """One request and its answer; `size` is the body's length in bytes as it goes over the line."""

    method: str
    path: str
    status: int
    size: int


class SiteServer:
    """A server for `folder`, running between `__enter__` and `__exit__`.

    prefix: the sub-path the site lies below, "/" or like "/xueshi/".
    throttle: (bits per second of the whole line, milliseconds before each answer), or None.
    live: when given, pages are told to reload through it.
    strict: whether the content policy is sent; pages of others, which are measured beside ours, need none.
    Raises OSError when the port is taken.
    """

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        prefix: str = "/",
        throttle: tuple[float, float] | None = None,
        *,
        host: str = "127.0.0.1",
        live: LiveReload | None = None,
        strict: bool = True,
    ) -> None:
        self.folder = folder
        self.prefix = "/" + prefix.strip("/") + "/" if prefix.strip("/") else "/"
        self.live = live
        self.strict = strict
        self.line = Line(*throttle) if throttle else None
        self.transferred: Counter[str] = Counter()
        self.requests: list[Request] = []
        self._record = threading.Lock()
        self._server = _Server((host, port), _Handler)
        self._server.site = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on, also when 0 was asked for."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The address of the home page, with a slash at the end."""
        host = str(self._server.server_address[0])
        return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{self.port}{self.prefix}"

    def note_request(self, request: Request) -> None:
        """Notes an answer that is about to be sent."""
        with self._record:
            self.requests.append(request)

    def note_bytes(self, path: str, size: int) -> None:
        """Notes a part of a body that is about to be sent."""
        with self._record:
            self.transferred[path] += size

    def forget(self) -> None:
        """Empties the notes, for a measurement that starts now."""
        with self._record:
            self.transferred.clear()
            self.requests.clear()

    def wait(self) -> None:
        """Waits until the server is stopped; an interrupt gets through."""
        while self._thread.is_alive():
            self._thread.join(timeout=1)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live:
            self.live.close()
        self._server.shutdown()
        self._server.server_close()


class Line:
    """A slow network line that all connections share."""

    def __init__(self, bits_per_second: float, latency_ms: float) -> None:
        self._seconds_per_byte = 8 / bits_per_second
        self._latency = latency_ms / 1000
        self._free_at = 0.0
        self._lock = threading.Lock()

    def wait_for_answer(self) -> None:
        """Waits as long as a request is under way."""
        time.sleep(self._latency)

    def wait_for(self, size: int) -> None:
        """Waits until `size` more bytes have gone through the line."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size * self._seconds_per_byte
            wait = self._free_at - time.monotonic()
        time.sleep(max(0.0, wait))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = sys.platform != "win32"  # there it would share a taken port
    site: SiteServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of a browser that went away in the middle; other faults are shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # typeshed's socket union


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a body goes out with its head, not after the browser confirmed that
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name upstream)
        """Keeps the terminal for the builder's messages."""

    def _answer(self) -> None:
        site = self.server.site
        if site.line:
            site.line.wait_for_answer()
        path = urllib.parse.urlsplit(self.path).path
        if site.live and site.live.answers(self, path):
            return
        inner = self._inner(urllib.parse.unquote(path))
        if inner is None:
            self._missing(path)
            return
        target = _inside(site.folder, inner)
        if target is not None and target.is_dir():
            if not path.endswith("/"):
                self._send(path, HTTPStatus.MOVED_PERMANENTLY, b"", {"Location": f"{path}/"})
                return
            target = target / "index.html"
        elif inner.endswith("/"):
            target = None
        try:
            if target is not None and target.is_file():
                self._file(path, inner, target)
                return
        except FileNotFoundError:
            pass  # a new build took its place in this moment
        self._missing(path)

    def _inner(self, path: str) -> str | None:
        """The path below the prefix, or None outside of it."""
        prefix = self.server.site.prefix
        if path == prefix.rstrip("/"):
            path = prefix
        return path[len(prefix) - 1 :] if path.startswith(prefix) else None

    def _file(self, path: str, inner: str, target: Path) -> None:
        live = self.server.site.live
        own = headers(framed=inner.startswith(CARD)) if self.server.site.strict else {}
        sent = (
            own
            | _shared(inner)
            | {
                "Content-Type": TYPES.get(target.suffix, "application/octet-stream"),
                "Cache-Control": IMMUTABLE if re.search(HASHED, inner) else REVALIDATE,
                "Vary": "Accept-Encoding",
            }
        )
        if live and target.suffix == ".html":
            self._send(path, HTTPStatus.OK, live.inject(target.read_bytes()), sent)
            return
        accepted = _accepted(self.headers.get("Accept-Encoding", ""))
        coding = next((one for one in _PACKED if one in accepted and _packed(target, one).is_file()), "")
        if coding:
            sent["Content-Encoding"] = coding
            target = _packed(target, coding)
        facts = target.stat()
        sent["ETag"] = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}{coding and f"-{coding}"}"'
        known = (self.headers.get("If-None-Match") or "").split(",")
        if sent["ETag"] in (tag.strip() for tag in known):
            self._send(path, HTTPStatus.NOT_MODIFIED, b"", sent)
        else:
            self._send(path, HTTPStatus.OK, target.read_bytes(), sent)

    def _missing(self, path: str) -> None:
        site = self.server.site
        page = site.folder / "404.html"
        body = page.read_bytes() if page.is_file() else _NOT_FOUND.encode()
        sent = headers(framed=False) | _shared(self._inner(path) or "")
        sent |= {"Content-Type": TYPES[".html"], "Cache-Control": REVALIDATE}
        self._send(path, HTTPStatus.NOT_FOUND, site.live.inject(body) if site.live else body, sent)

    def _send(self, path: str, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        site = self.server.site
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        size = len(body) if self.command == "GET" else 0
        site.note_request(Request(self.command, path, int(status), size))
        self.end_headers()
        for start in range(0, size, _CHUNK):
            chunk = body[start : start + _CHUNK]
            if site.line:
                site.line.wait_for(len(chunk))
            site.note_bytes(path, len(chunk))
            self.wfile.write(chunk)


def _shared(inner: str) -> dict[str, str]:
    """What lets the pages of others read the data; also that there is none at an address."""
    return SHARED if re.match(OPEN, inner) else {}


def _packed(target: Path, coding: str) -> Path:
    """Where the packed copy of a file would lie."""
    return target.with_name(f"{target.name}{_PACKED[coding]}")


def _inside(folder: Path, inner: str) -> Path | None:
    """The file that `inner` names below `folder`; None for whatever leads out of it or is no honest name."""
    parts = [part for part in inner.split("/") if part]
    if any(part in (".", "..") or "\\" in part or "\0" in part or ":" in part for part in parts):
        return None
    top = folder.resolve()
    target = Path(os.path.realpath(top.joinpath(*parts)))
    return target if target.is_relative_to(top) else None


def _accepted(header: str) -> set[str]:
    """The codings a client accepts: `gzip, br;q=0` accepts gzip only."""
    accepted = set()
    for item in header.split(","):
        name, _, weight = item.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip().lower())
    return accepted
