"""The SHA-256 of the files of a site, each worked out once however often and by whom it is asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Mark = tuple[int, int, int]
"""Time, size and number of a file: while they stay, its content is taken to stay."""


class Marks:
    """How files looked when they were last asked about."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}
        self._values: dict[str, object] = {}

    def same(self, folder: Path, name: str) -> bool:
        """Whether a file looks as it did the last time; False the first time, and where there is none.

        The folder may be another: its files, moved, look the same.
        """
        path, last = folder / name, self._marks.pop(name, None)
        if (mark := mark_of(path)) is None:
            return False
        self._marks[name] = mark
        return mark == last

    def kept(self, name: str, value: object) -> bool:
        """Whether a value is what it was the last time it was shown under a name."""
        last, self._values[name] = self._values.get(name), value
        return last == value


class Hashes:
    """Hashes of the files below ``site``. What was just made is known already; the rest is read once."""

    def __init__(self, site: Path, made: Mapping[str, bytes] | None = None) -> None:
        self._site = site
        self._made = made or {}
        self._seen: dict[str, tuple[Mark | None, str]] = {}

    def made(self, hashes: Mapping[str, bytes]) -> None:
        """From now on the files that were made have these hashes, by their paths."""
        self._made = hashes

    def of(self, name: str) -> str:
        """The hash of a file by its path below the site, as hexadecimal digits."""
        if (known := self._made.get(name)) is not None:
            return known.hex()
        path = self._site / name
        mark = mark_of(path)
        seen = self._seen.get(name)
        if seen is None or seen[0] != mark:
            with path.open("rb") as file:
                seen = (mark, hashlib.file_digest(file, "sha256").hexdigest())
            self._seen[name] = seen
        return seen[1]


def files_below(site: Path, folder: str = "", *, without: tuple[str, ...] = ()) -> list[str]:
    """The paths of all files below a folder of the site, by folders and names; ``without`` some folders."""
    return sorted(_files(str(site), folder, without), key=lambda name: name.split("/"))


def _files(site: str, folder: str, without: tuple[str, ...]) -> Iterator[str]:
    try:
        entries = list(os.scandir(f"{site}/{folder}"))
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir():
            yield name
        elif name not in without:
            yield from _files(site, name, without)


def mark_of(path: Path) -> Mark | None:
    """The mark of a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
