"""The SHA-256 of the files of a site, each worked out once however often and by whom it is asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path

from builder.marks import Mark, mark_of


class Marks:
    """How files looked when they were last asked about."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}
        self._values: dict[str, bytes] = {}

    def same(self, folder: Path, name: str) -> bool:
        """Whether a file looks as it did the last time; False the first time, and where there is none.

        The folder may be another: its files, moved, look the same.
        """
        last = self._marks.pop(name, None)
        if (mark := mark_of(f"{folder}/{name}")) is None:
            return False
        self._marks[name] = mark
        return mark == last

    def kept(self, name: str, values: Iterable[str]) -> bool:
        """Whether words are what they were the last time they were shown under a name."""
        digest = hashlib.sha256()
        for value in values:
            digest.update(value.encode() + b"\0")
        last, self._values[name] = self._values.get(name), digest.digest()
        return last == digest.digest()


class Hashes:
    """Hashes of the files below ``site``. What was just made is known already; the rest is read once."""

    def __init__(self, site: Path, made: Mapping[str, bytes] | None = None) -> None:
        self._site = site
        self._made = made or {}
        self._seen: dict[str, tuple[Mark | None, bytes]] = {}

    def made(self, hashes: Mapping[str, bytes]) -> None:
        """From now on the files that were made have these hashes, by their paths."""
        self._made = hashes

    def of(self, name: str) -> str:
        """The hash of a file by its path below the site, as hexadecimal digits."""
        if (known := self._made.get(name)) is not None:
            return known.hex()
        mark = mark_of(f"{self._site}/{name}")
        seen = self._seen.get(name)
        if seen is None or seen[0] != mark:
            with (self._site / name).open("rb") as file:
                seen = (mark, hashlib.file_digest(file, "sha256").digest())
            self._seen[name] = seen
        return seen[1].hex()


def files_below(site: Path, folder: str = "", *, without: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of all files below a folder of the site, by folders and names; ``without`` some folders."""
    return _files(str(site), folder, without)


def _files(site: str, folder: str, without: tuple[str, ...]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(f"{site}/{folder}"), key=attrgetter("name"))
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir():
            yield name
        elif name not in without:
            yield from _files(site, name, without)
