"""WebKit as GTK has it (Safari's engine in another window), asked through its own WebKitWebDriver."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from builder.browsers.driven import ELEMENT, PATIENCE_S, TIMEOUTS, BrowserFailure, process, scratch, until
from builder.browsers.watch import TAKEN


def find_webkit() -> str | None:
    """The driver's program, or None; it needs a screen, or Xvfb in place of one."""
    return shutil.which("WebKitWebDriver") if os.environ.get("DISPLAY") or shutil.which("Xvfb") else None


@contextmanager
def webkit(program: str, *, size: tuple[int, int] = (1280, 900), dark: bool = False) -> Iterator[WebKit]:
    """A MiniBrowser under its driver, on a screen that nobody sees."""
    with scratch() as folder, ExitStack() as stack:
        env = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"}
        env |= {"GTK_THEME": "Adwaita:dark"} if dark else {}
        if shutil.which("Xvfb"):
            told = folder / "screen"
            command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
            screen = stack.enter_context(process(command, told, env))
            number = until(
                lambda: re.search(r"^(\d+)\n", told.read_text(errors="replace"), re.MULTILINE), "Xvfb", screen
            )
            env |= {"DISPLAY": f":{number[1]}", "GDK_BACKEND": "x11"}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        driver = stack.enter_context(process([program, f"--port={port}"], folder / "driver", env))
        base = f"http://127.0.0.1:{port}"
        until(lambda: _status(base), "WebKitWebDriver", driver)
        driven = WebKit(base, size)
        stack.callback(driven.end)
        yield driven


def _status(base: str) -> Any:
    """The driver's answer once it listens, else None."""
    try:
        return _ask("GET", f"{base}/status")
    except OSError:
        return None


def _ask(method: str, address: str, parameters: dict[str, Any] | None = None) -> Any:
    """One command of WebDriver and its value."""
    body = None if parameters is None else json.dumps(parameters).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=2 * PATIENCE_S) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise BrowserFailure(f"{address}: {error.read().decode(errors='replace')[:2000]}") from error


class WebKit:
    """A running WebKitGTK."""

    name = "WebKitGTK"

    def __init__(self, base: str, size: tuple[int, int]) -> None:
        wanted = {"timeouts": TIMEOUTS}
        started = _ask("POST", f"{base}/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"{base}/session/{started['sessionId']}"
        self.version: str = started["capabilities"]["browserVersion"]
        _ask("POST", f"{self._session}/window/rect", {"width": size[0], "height": size[1]})

    def end(self) -> None:
        """Closes the window."""
        _ask("DELETE", self._session)

    def open(self, address: str) -> None:
        _ask("POST", f"{self._session}/url", {"url": address})

    def run(self, function: str, *arguments: Any) -> Any:
        asked = {"script": f"return ({function})(...arguments)", "args": list(arguments)}
        return _ask("POST", f"{self._session}/execute/sync", asked)

    def type(self, element: str, text: str) -> None:
        found = self.run(f"() => {element}")
        _ask("POST", f"{self._session}/element/{found[ELEMENT]}/value", {"text": text})

    def attach(self, element: str, file: Path) -> None:
        self.type(element, str(file))

    def complaints(self) -> list[str]:
        found: list[str] = self.run(TAKEN)
        return found

    def photograph(self, to: Path) -> None:
        to.write_bytes(base64.b64decode(_ask("GET", f"{self._session}/screenshot")))
