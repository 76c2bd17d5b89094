"""How a file looks from outside: what looks the same is taken to hold the same."""

from __future__ import annotations

import os
from pathlib import Path

Mark = bytes
"""Time, size and number of a file: while they stay, its content is taken to stay. There are many."""


def mark_of(path: Path | str) -> Mark | None:
    """The mark of a file; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 (there are many: a text will do)
    except OSError:
        return None
    return b"%d %d %d" % (found.st_mtime_ns, found.st_size, found.st_ino)
