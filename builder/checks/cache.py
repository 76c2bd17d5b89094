"""What the last check of the same data by the same program found: what is unchanged is not checked again.

The key is made of every byte that the result can depend on: all data files and source texts, all of our own
code, the versions of what it uses, and the folder's name, which stands in the messages. Whatever cannot be
read, or does not look as it was left, is checked again.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple
from importlib.metadata import version
from pathlib import Path

from builder.reading.problem import Problem

OURS = ("builder", "calculator/src/xueshi")
"""Folders of the code that a check runs through."""

USED = ("PyYAML", "chinesecalendar")
"""Packages whose change may change a result."""

MOST_KEPT = 32
"""Results of this many folders and states are kept."""

Check = Callable[[Path, Path | None], list[Problem]]


class UncertainError(Exception):
    """Something could not be read: nothing is said about whether it has changed."""


def checked(root: Path, data: Path, sources: Path | None, check: Check) -> list[Problem]:
    """The problems of a data folder, from the last time where nothing has changed since.

    ``root`` is the project's folder: the results lie in its ``.cache``.
    """
    before = _key(root, data, sources)
    kept = root / ".cache" / "check" / f"{before}.json"
    if before is not None and (known := _read(kept)) is not None:
        return known
    found = check(data, sources)
    if before is not None and _key(root, data, sources) == before:
        _write(kept, found)
    return found


def _key(root: Path, data: Path, sources: Path | None) -> str | None:
    """The state of all that a result depends on; None where it cannot be told."""
    state = hashlib.blake2b(digest_size=20)
    names = [
        sys.version,
        *(f"{name} {version(name)}" for name in USED),
        str(data),
        str(sources),
        str(Path.cwd()),
    ]
    state.update("\0".join(names).encode())
    try:
        for name in OURS:
            for part in _parts(root / name, ".py"):
                state.update(part)
        for folder in (data, sources):
            for part in _parts(folder, "") if folder is not None else ():
                state.update(part)
    except (OSError, UncertainError):
        return None
    return state.hexdigest()


def _parts(top: Path, ending: str) -> Iterator[bytes]:
    """Names, kinds and contents below a folder, in one order. Raises ``OSError`` for what cannot be read."""

    def stop(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(top, onerror=stop):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield os.fsencode(folder) + b"\0" + os.fsencode("\0".join(folders)) + b"\0"
        for name in sorted(names):
            if not name.endswith(ending):
                continue
            path = f"{folder}{os.sep}{name}"  # many files: a Path for each would take longer than reading it
            if not stat.S_ISREG(os.lstat(path).st_mode):
                raise UncertainError
            with open(path, "rb") as file:  # noqa: PTH123 (as above)
                content = file.read()
            yield b"%s\0%d\0" % (os.fsencode(name), len(content))
            yield content


def _read(path: Path) -> list[Problem] | None:
    """A result as it was kept; None where there is none, or it is not as it was left."""
    try:
        seal, _, text = path.read_text("ascii").partition("\n")
        if seal != _seal(text):
            return None
        return [
            Problem(code, file, line, column, tuple(where), found, tuple(allowed), *rest)
            for code, file, line, column, where, found, allowed, *rest in json.loads(text)
        ]
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, problems: list[Problem]) -> None:
    """Keep a result; where that cannot be done, the next check takes its time again."""
    text = json.dumps([astuple(problem) for problem in problems])
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(f"{_seal(text)}\n{text}", "ascii")
        beside.replace(path)
        kept = sorted(path.parent.glob("*.json"), key=lambda item: item.stat().st_mtime, reverse=True)
        for old in kept[MOST_KEPT:]:
            old.unlink()
    except OSError:
        return


def _seal(text: str) -> str:
    return hashlib.blake2b(text.encode("ascii"), digest_size=20).hexdigest()
