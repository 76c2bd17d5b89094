"""The rows of a roster, packed and apart by person, found again by their number."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Sequence

from xueshi.roster.intake.spool import SpooledRow
from xueshi.roster.people.rows import RowReader
from xueshi.roster.safe import row_mark
from xueshi.roster.tables.source import Table

PARTS = 1024
"""Parts of a roster: whoever opens one person reads so many times fewer rows."""

NOBODY = PARTS
"""The part of rows that can be given to nobody."""


class Shelf:
    """Rows by part: all of one person lie in one part, so that a part can be judged by itself."""

    def __init__(self) -> None:
        self._parts: list[dict[int, bytes]] = [{} for _ in range(PARTS + 1)]
        self._part_of: dict[int, int] = {}
        self._marks: dict[int, str] = {}
        """Of rows that were corrected: the marks of those that stand in the file."""

    def __len__(self) -> int:
        return len(self._part_of)

    def put(self, number: int, key: str | None, row: SpooledRow) -> int:
        """Put a row by under the key of its person, None for nobody's; gives its part."""
        part = NOBODY if key is None else zlib.crc32(key.encode()) % PARTS
        self._parts[part][number] = marshal.dumps(row)
        self._part_of[number] = part
        return part

    def rows_of(self, part: int) -> Iterator[SpooledRow]:
        """The rows of a part in the order in which they came."""
        for packed in self._parts[part].values():
            yield marshal.loads(packed)

    def row(self, number: int) -> SpooledRow:
        """A row's table, its line there, and its cells as they stand there."""
        table, line, cells = marshal.loads(self._parts[self._part_of[number]][number])
        return table, line, cells

    def take(self, number: int) -> tuple[int, SpooledRow]:
        """Take away a row that is to be replaced: its part and what it was. Its mark stays."""
        self._marks[number] = self.mark(number)
        old = self._part_of[number]
        row: SpooledRow = marshal.loads(self._parts[old].pop(number))
        return old, row

    def number_of(
        self, table: str, line: int, tables: Sequence[Table], readers: Sequence[RowReader]
    ) -> int | None:
        """The number of a row by the name of its table and its line there."""
        for reader, one in zip(readers, tables, strict=True):
            if one.name == table and reader.base + line in self._part_of:
                return reader.base + line
        return None

    def mark(self, number: int) -> str:
        """What tells whether a row of a file is this one, as it stood when the roster was opened."""
        return self._marks.get(number) or row_mark(self.row(number)[2])
