"""Builds in a process of its own, which stays and makes the next change of the data quickly."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

AGAIN = "--again"
"""Option of `build`: after each line on its input, build again; a number on its output says how it went."""


class Builds:
    """The building process of a preview. A changed program, theme or text needs a new one."""

    def __init__(self, root: Path, out: Path, options: list[str]) -> None:
        self._root = root
        self._command = [sys.executable, str(root / "build.py"), "build", AGAIN, "--out", str(out), *options]
        self._process: subprocess.Popen[str] | None = None

    def build(self, *, anew: bool) -> bool:
        """Builds; `anew` with the program as it is now. Returns whether there is a new site."""
        if anew or self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                self._command, cwd=self._root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write("\n")
            process.stdin.flush()
        except BrokenPipeError:
            return process.wait() == 0
        told = process.stdout.readline()
        if not told:
            return process.wait() == 0
        return told.strip() == "0"

    def end(self) -> None:
        """Lets the process end."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()
            process.wait()
