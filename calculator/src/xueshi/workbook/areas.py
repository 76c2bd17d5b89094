"""What the XML of a sheet says about areas of it: which cells are merged, which columns are hidden.

Merged cells stand behind all rows, and are needed with the first: the part is looked through beforehand, as
bytes, which takes a tenth of the time of reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from xueshi.texts import say
from xueshi.workbook.marks import UnreadableWorkbookError

MOST_MERGED = 200_000
"""Merged areas of a sheet."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_CHUNK = 1 << 17
_LARGEST_TAG = 4 << 20
"""Bytes that are kept in wait for the next tag."""

_ATTRIBUTES = rb"""\s(?:[^>"']|"[^"]*"|'[^']*')*"""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s(?:[^>"']|"[^"]*"|'[^']*')*?\bref\s*=\s*["']([^"']*)["']""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col" + _ATTRIBUTES + rb">")
_VALUE = re.compile(rb"""\b(min|max|hidden|width)\s*=\s*["']([^"']*)["']""")
_AREA = re.compile(rb"\s*\$?([A-Za-z]{0,3})\$?([0-9]{0,7}):\$?([A-Za-z]{0,3})\$?([0-9]{0,7})\s*")


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: its first and last row, from 1; its first and last column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Areas:
    """The merged areas of a sheet by their first row, and its hidden columns, from 0."""

    merged: dict[int, list[Area]] = field(default_factory=dict)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    """First and last of columns that are not shown."""
    _count: int = 0
    _spread: int = 0

    def is_hidden(self, column: int) -> bool:
        """Whether a column is not shown."""
        return any(first <= column <= last for first, last in self.hidden)

    def read(self, part: IO[bytes], most_cells: int) -> Iterator[int]:
        """Look through a part up to its last tag, the end; gives how many bytes were read, piece by piece.

        Raises ``UnreadableWorkbookError`` where merged areas have more cells than ``most_cells`` together,
        ``ValueError`` for letters of two bytes, in which nothing would be found.
        """
        rest, before = b"", True
        while chunk := part.read(_CHUNK):
            if b"\0" in chunk:
                raise ValueError("letters of two bytes")
            block = rest + chunk
            cut = max(block.rfind(b"<"), 0)
            if len(block) - cut > _LARGEST_TAG:
                raise ValueError("a tag that does not end")
            block, rest = block[:cut], block[cut:]
            before = self._take(block, before, most_cells)
            yield len(chunk)

    def _take(self, block: bytes, before: bool, most_cells: int) -> bool:
        """Take what whole tags say; gives whether the rows are still to come."""
        if before:
            self._columns(block)
        if b"mergeCell" in block:
            for found in _MERGED.findall(block):
                self._merge(found, most_cells)
        return before and b"sheetData" not in block

    def _columns(self, block: bytes) -> None:
        for tag in _COLUMNS.findall(block):
            told = dict(_VALUE.findall(tag))
            if told.get(b"hidden") in (b"1", b"true") or _is_nought(told.get(b"width")):
                self.hidden.append((int(told[b"min"]) - 1, int(told[b"max"]) - 1))

    def _merge(self, text: bytes, most_cells: int) -> None:
        area = _area(text)
        self._count += 1
        if area:
            self._spread += (area.bottom - area.top + 1) * (area.right - area.left + 1)
            self.merged.setdefault(area.top, []).append(area)
        if self._spread > most_cells or self._count > MOST_MERGED or b"&" in text:
            # Letters written by number (`&#58;`): nobody does that.
            where = text[:20].decode("ascii", "replace")
            raise UnreadableWorkbookError(say("file_spread", area=where))


def _is_nought(width: bytes | None) -> bool:
    return width is not None and float(width) == 0


def _area(text: bytes) -> Area | None:
    """``B2:C9``; without columns or rows it has all of them. None for what is no area of several cells."""
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    area = Area(int(top or 1), _column(left, 1) - 1, int(bottom or LAST_ROW), _column(right, LAST_COLUMN) - 1)
    return area if area.bottom >= area.top and area.right >= area.left else None


def _column(letters: bytes, default: int) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number or default
