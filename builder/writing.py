"""Writing files, of which a site has thousands: no more is asked of the system than it takes."""

from __future__ import annotations

import os
from contextlib import suppress

FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
ALONE = "/index.html"
"""Ends the name of a file that has a folder of its own, which is probably not there yet."""


def write_file(path: str, content: bytes) -> None:
    """Write a whole file; the folder that it lies in is made where it is not there."""
    if path.endswith(ALONE):
        with suppress(FileExistsError, FileNotFoundError):
            os.mkdir(path.removesuffix(ALONE))  # noqa: PTH102 (as above)
    try:
        file = os.open(path, FLAGS, 0o666)
    except FileNotFoundError:
        os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 (as above)
        file = os.open(path, FLAGS, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)
