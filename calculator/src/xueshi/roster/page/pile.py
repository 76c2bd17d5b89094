"""Rows that come in any order and go out in another; packed meanwhile, because they are many."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Sequence

BLOCK = 256
"""Rows that go out together."""

LOOSE = 8_192
"""Rows of all blocks that are not packed yet."""


class Pile:
    """Rows by their place among those that go out."""

    def __init__(self) -> None:
        self._loose: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
        self._packed: dict[int, list[bytes]] = {}
        self._count = 0

    def put(self, place: int, row: Sequence[str]) -> None:
        """Keep the row of a place."""
        self._loose.setdefault(place // BLOCK, []).append((place, tuple(row)))
        self._count += 1
        if self._count >= LOOSE:
            self._pack()

    def _pack(self) -> None:
        for block, rows in self._loose.items():
            packed = zlib.compress(marshal.dumps(rows), 1)
            self._packed.setdefault(block, []).append(packed)
        self._loose, self._count = {}, 0

    def rows(self) -> Iterator[tuple[str, ...]]:
        """All rows by their place, each once: what has gone out is forgotten."""
        for block in sorted({*self._loose, *self._packed}):
            rows = self._loose.pop(block, [])
            for packed in self._packed.pop(block, ()):
                rows.extend(marshal.loads(zlib.decompress(packed)))
            for _, row in sorted(rows):
                yield row
