"""What the tour asks of a browser, whatever its make, and what all of them share."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

PATIENCE_S = 180
"""Seconds until a wait counts as failed: on a busy machine WebKitGTK takes a minute for a roster."""


TIMEOUTS = {"script": 1000 * PATIENCE_S, "pageLoad": 1000 * PATIENCE_S}
"""The same for WebDriver."""

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of WebDriver for a reference to an element."""


class BrowserFailure(Exception):  # noqa: N818 (what failed is the browser)
    """The browser did not start, went away, or refused a command; the message is for developers."""


class Driven(Protocol):
    """One running browser with one window and a storage of its own, which is empty at first."""

    name: str
    version: str

    def open(self, address: str) -> None:
        """Goes to an address and waits until it has loaded."""

    def run(self, function: str, *arguments: Any) -> Any:
        """The JSON value that a JavaScript function, given as text, returns or promises."""

    def type(self, element: str, text: str) -> None:
        """Types a text with keys into the element that a JavaScript expression gives."""

    def attach(self, element: str, file: Path) -> None:
        """Chooses a file for the file input that a JavaScript expression gives."""

    def complaints(self) -> list[str]:
        """The errors that pages wrote to the console since the last call."""

    def photograph(self, to: Path) -> None:
        """Writes what the window shows as PNG."""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, also while a browser that ends still writes into it."""
    folder = Path(tempfile.mkdtemp(prefix="xueshi-browser-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def process(command: list[str], log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs as long as the block, with what it says in a file."""
    with log.open("wb") as said:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, env=env
        )
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(timeout=10)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def until[T](found: Callable[[], T | None], what: str, running: subprocess.Popen[bytes]) -> T:
    """What a function finds in the end; BrowserFailure when the program ended or too long passed."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        value = found()
        if value is not None:
            return value
        if running.poll() is not None:
            raise BrowserFailure(f"{what}: ended with code {running.returncode}")
        time.sleep(0.05)
    raise BrowserFailure(f"{what}: no answer within {PATIENCE_S} s")
