"""Rows waiting to be judged, apart by person: in memory as far as allowed, then on the disk."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator
from pathlib import Path

MOST_WAITING = 32_768
"""Rows of all parts together that are not packed yet."""

_LENGTH = 8

SpooledRow = tuple[int, int, tuple[str, ...]]
"""Table, line in the file, cells."""


def batch_of(parts: int) -> int:
    """How many rows of a part are packed together: fewer where there are many parts, each with some."""
    return max(4, min(256, MOST_WAITING // parts))


def part_of(key: str, parts: int) -> int:
    """The part in which everything of one person lies; the same in every run."""
    return zlib.crc32(key.encode()) % parts


class Spool:
    """Rows in parts. All of one person lies in one part, so that a part can be judged by itself.

    Without a ``folder`` everything is kept in memory; with one, no more than ``most`` bytes are.
    """

    def __init__(self, parts: int, folder: Path | None = None, most: int = 64 << 20) -> None:
        self.parts, self.folder, self.most = parts, folder, most
        self._rows: list[list[SpooledRow]] = [[] for _ in range(parts)]
        self._packed: list[list[bytes]] = [[] for _ in range(parts)]
        self._held, self._batch = 0, batch_of(parts)

    def add(self, key: str, row: SpooledRow) -> None:
        """Keep a row of the person with this key."""
        part = part_of(key, self.parts)
        rows = self._rows[part]
        rows.append(row)
        if len(rows) >= self._batch:
            self._pack(part)
            if self.folder is not None and self._held > self.most:
                self.flush()

    def _pack(self, part: int) -> None:
        packed = marshal.dumps(self._rows[part])
        self._packed[part].append(packed)
        self._held += len(packed)
        self._rows[part] = []

    def flush(self) -> None:
        """Put everything on the disk, so that another process can read it."""
        assert self.folder is not None
        for part in range(self.parts):
            if self._rows[part]:
                self._pack(part)
            if self._packed[part]:
                with self._file(part).open("ab") as stream:
                    for packed in self._packed[part]:
                        stream.write(len(packed).to_bytes(_LENGTH))
                        stream.write(packed)
                self._packed[part] = []
        self._held = 0

    def _file(self, part: int) -> Path:
        assert self.folder is not None
        return self.folder / f"rows-{part}"

    def rows(self, part: int) -> Iterator[SpooledRow]:
        """The rows of a part in the order in which they came."""
        if self.folder is not None and self._file(part).exists():
            with self._file(part).open("rb") as stream:
                while head := stream.read(_LENGTH):
                    yield from marshal.loads(stream.read(int.from_bytes(head)))
        for packed in self._packed[part]:
            yield from marshal.loads(packed)
        yield from self._rows[part]

    def drop(self, part: int) -> None:
        """Forget a part that is judged."""
        self._rows[part], self._packed[part] = [], []
        if self.folder is not None:
            self._file(part).unlink(missing_ok=True)
