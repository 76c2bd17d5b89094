"""The new site takes the old one's place at once: whoever looks sees the one or the other, whole.

The new site lies finished beside the old one before anything is touched. Where the system can exchange two
folders in one step (Linux), it does; elsewhere the old one is set aside first, and if the machine stops
between the two steps, the next build puts it back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

EXCHANGE = 2
"""Flag of ``renameat2``: both names stay, their folders change places (Linux 3.15)."""

CURRENT_FOLDER = -100

MARK = Path("api") / "v1" / "index.json"
"""Every site that this program made has this file; a folder without it is not replaced."""


def is_replaceable(out: Path) -> bool:
    """Whether ``out`` may be replaced: it is missing, empty, or a site made by this program."""
    if not out.exists():
        return True
    return out.is_dir() and ((out / MARK).is_file() or next(out.iterdir(), None) is None)


def publish(made: Path, out: Path) -> None:
    """Put ``made`` in the place of ``out``. Raises ``OSError`` with ``out`` as it was."""
    new, old = _beside(out)
    recover(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, new)
    flush()
    if not out.exists():
        new.rename(out)
    elif not exchange(new, out):
        _in_two_steps(new, out, old)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def recover(out: Path) -> None:
    """Undo what a build left behind that stopped in the middle: the last good site is in its place again."""
    new, old = _beside(out)
    if not out.exists() and old.is_dir():
        old.rename(out)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def _in_two_steps(new: Path, out: Path, old: Path) -> None:
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise


def _beside(out: Path) -> tuple[Path, Path]:
    return out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")


def flush() -> None:
    """Bring what was written to the disk before it is named: a power cut must not leave empty files."""
    if hasattr(os, "sync"):
        os.sync()


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    done = rename(CURRENT_FOLDER, os.fsencode(one), CURRENT_FOLDER, os.fsencode(other), EXCHANGE)
    if done == 0:
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV):
        return False
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number), str(other))
