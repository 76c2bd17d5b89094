"""What a person sees while something takes its time: `[2/5] 生成页面 … 1.2 秒`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Step:
    """One running step; `detail` shows how far it is."""

    def __init__(self, owner: "Progress", head: str) -> None:
        self._owner = owner
        self._head = head
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the step began."""
        return time.monotonic() - self._began

    def detail(self, text: str) -> None:
        """Redraws the line with `text` on a terminal; elsewhere says nothing, so that logs stay short."""
        self._owner.redraw(f"{self._head} … {text}（已用 {self.seconds:.0f} 秒）")


class Progress:
    """Numbers the steps of a run and prints each with the time it took.

    `total` may be raised by `expect` while running; 0 means the number of steps is not known: none is shown.
    """

    def __init__(self, stream: TextIO | None = None, *, total: int = 0, quiet: bool = False) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._total = total
        self._done = 0
        self._quiet = quiet
        self._live = not quiet and self._stream.isatty()

    def expect(self, steps: int) -> None:
        """Says that `steps` more steps will follow."""
        self._total += steps

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Runs the body as one step. A failure ends the line with 失败 and is passed on."""
        self._done += 1
        number = f"[{self._done}/{max(self._total, self._done)}] " if self._total else ""
        step = Step(self, f"{number}{title}")
        if self._live:
            self.redraw(f"{number}{title} …")
        try:
            yield step
        except BaseException:
            self._finish(f"{number}{title} … 失败（{step.seconds:.1f} 秒）")
            raise
        self._finish(f"{number}{title} … {step.seconds:.1f} 秒")

    def note(self, text: str) -> None:
        """Prints one line of its own."""
        self._finish(text)

    def redraw(self, line: str) -> None:
        """Overwrites the current line of a terminal."""
        if self._live:
            self._stream.write(f"\r\x1b[2K{line}")
            self._stream.flush()

    def _finish(self, line: str) -> None:
        if not self._quiet:
            self._stream.write(f"\r\x1b[2K{line}\n" if self._live else f"{line}\n")
            self._stream.flush()
