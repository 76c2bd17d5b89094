"""Excel files (``.xlsx``) to rows, one after the other as they lie there, with the standard library alone.

Ledgers and rosters are read by this one reader. A staff of a hundred thousand rows would not fit a browser's
memory otherwise; what cells are shown as is decided in ``shown.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from xueshi.texts import say
from xueshi.workbook.areas import Area, Areas
from xueshi.workbook.contents import Contents, Limits, SheetName
from xueshi.workbook.marks import LOST, UnreadableWorkbookError
from xueshi.workbook.sheetxml import RowsOfSheet, SharedTexts, drive
from xueshi.workbook.shown import (
    GENERAL,
    Oddity,
    Shown,
    day_of,
    is_day,
    iso_moment,
    shown,
)

WIDEST = 500
"""Columns to the right of a merged cell that are looked at."""

MOST_REMEMBERED = 20_000
"""Numbers whose text is kept before that memory starts anew: the same days and hours come again and again."""

DIGITS_KEPT = 15
"""Digits of a number that a spreadsheet keeps; those behind them become noughts."""

_PADDED = re.compile("0{2,}")
"""A format that shows noughts before a number, as many digits as it has: so ids are often kept."""
_NOTHING: Mapping[int, int] = {}


class SheetRow(NamedTuple):
    """A row that has something in it: its number, from 1, and its texts by column, from 0."""

    number: int
    cells: dict[int, str]
    above: Mapping[int, int]
    """Columns in which the text of a cell above is shown, because they are merged: the row of that cell."""
    beside: Mapping[int, int]
    """Columns without a text, merged with a cell to their left that has one: the column of that cell."""
    hidden: bool
    odd: Mapping[int, Oddity]
    """Columns of which a reader should be told something."""


class Workbook:
    """An Excel file that is read sheet by sheet. Raises ``UnreadableWorkbookError`` for any other file."""

    def __init__(self, stream: BinaryIO, limits: Limits | None = None) -> None:
        self.contents = Contents(stream, limits or Limits())
        self.sheets = self.contents.sheets
        self._texts: list[str] | None = None
        self._areas: dict[str, Areas] = {}
        self._numbers: dict[tuple[str, str], str | Shown] = {}

    # ---- what has to be known before the first row

    def prepare(self) -> Iterator[float]:
        """Look through the file for what its rows need, in short steps; gives the share that is done.

        Whoever does not call it waits for it with the first row. Raises ``UnreadableWorkbookError``.
        """
        sizes = {part.filename: part.file_size for part in self.contents.archive.infolist()}
        texts = self.contents.texts
        wanted = [sheet for sheet in self.sheets if not sheet.hidden]
        whole = max(1, sum(sizes.get(part, 0) for part in (texts, *(sheet.part for sheet in wanted))))
        done = 0
        for part in (self._share_texts(), *(self._look_through(sheet) for sheet in wanted)):
            try:
                for read in part:
                    done += read
                    yield min(1.0, done / whole)
            except UnreadableWorkbookError:
                raise
            except self.contents.errors as error:
                raise UnreadableWorkbookError(say("file_workbook")) from error

    def _share_texts(self) -> Iterator[int]:
        """The texts that cells refer to by number; what only says how they are read aloud is left out."""
        if self._texts is not None:
            return
        texts = SharedTexts()
        if self.contents.has(self.contents.texts):
            yield from drive(self.contents.archive, self.contents.texts, texts)
        self._texts = texts.found

    def _look_through(self, sheet: SheetName) -> Iterator[int]:
        if sheet.part in self._areas:
            return
        areas = Areas()
        with self.contents.archive.open(sheet.part) as part:
            yield from areas.read(part, self.contents.limits.merged_cells)
        self._areas[sheet.part] = areas

    # ---- rows

    def is_hidden(self, sheet: SheetName, column: int) -> bool:
        """Whether a column, from 0, is not shown. Of a sheet of which a row was read, or that is prepared."""
        return self._areas[sheet.part].is_hidden(column)

    def rows(self, sheet: SheetName) -> Iterator[SheetRow]:
        """The rows of a sheet that have something in them. Raises ``UnreadableWorkbookError``."""
        try:
            for _ in (*self._share_texts(), *self._look_through(sheet)):
                pass
            merged = self._areas[sheet.part].merged
            reach: list[tuple[Area, str]] = []
            for number, cells, hidden, odd in self._rows(sheet):
                begun = merged.get(number)
                if begun:
                    reach += [(area, cells.get(area.left, "")) for area in begun]
                if not cells:
                    continue
                above, beside = _NOTHING, _NOTHING
                if reach:
                    reach = [one for one in reach if one[0].bottom >= number]
                    above, beside, covered = _shared(reach, number, cells)
                    odd = {**odd, **covered} if covered else odd
                yield SheetRow(number, cells, above, beside, hidden, odd)
        except UnreadableWorkbookError:
            raise
        except self.contents.errors as error:
            raise UnreadableWorkbookError(say("file_workbook")) from error

    def _rows(self, sheet: SheetName) -> Iterator[tuple[int, dict[int, str], bool, Mapping[int, Oddity]]]:
        rows = RowsOfSheet(self._shown_or_struck if self.contents.struck else self._shown)
        for _ in drive(self.contents.archive, sheet.part, rows):
            yield from rows.found
            rows.found = []

    def _shown_or_struck(self, kind: str, style: str, value: str) -> str | Shown:
        """The same in a file that strikes texts through."""
        found = self._shown(kind, style, value)
        if style not in self.contents.struck:
            return found
        return Shown(found if isinstance(found, str) else found.text, Oddity.STRUCK)

    def _shown(self, kind: str, style: str, value: str) -> str | Shown:
        """The text of a cell by its kind, its style and what is kept in it; with more where it is odd."""
        if kind == "s":
            assert self._texts is not None
            return self._texts[int(value) if value.isdecimal() else len(self._texts)].strip()
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind not in ("n", "d"):
            return value.strip()
        found = self._numbers.get((value, style))
        if found is None:
            if len(self._numbers) >= MOST_REMEMBERED:
                self._numbers = {}
            read = self._number(value, int(style)) if kind == "n" else self._moment(value, int(style))
            found = read if isinstance(read, str) or read.oddity else read.text
            self._numbers[value, style] = found
        return found

    def _number(self, value: str, style: int) -> str | Shown:
        number_format = self.contents.number_format(style)
        if number_format == GENERAL and value.isdecimal() and len(value) <= DIGITS_KEPT:
            return str(int(value))
        if _PADDED.fullmatch(number_format) and value.isdecimal():
            return value.zfill(len(number_format))
        number = float(value)
        if is_day(number_format):
            return shown(day_of(number, number_format, from_1904=self.contents.from_1904), number_format)
        found = shown(int(value) if value.lstrip("-").isdecimal() else number, number_format)
        lost = abs(number) >= 10**DIGITS_KEPT
        return Shown(found.text + LOST, found.oddity) if lost else found

    def _moment(self, value: str, style: int) -> Shown:
        """A day that is written out, as some programs keep it."""
        number_format = self.contents.number_format(style)
        return shown(iso_moment(value), number_format if is_day(number_format) else "yyyy-mm-dd")


def _shared(
    reach: list[tuple[Area, str]], number: int, cells: dict[int, str]
) -> tuple[Mapping[int, int], Mapping[int, int], Mapping[int, Oddity]]:
    """Columns of a row that merged areas reach, from above and from the left; the former get their text.

    A cell that was merged by copying a format keeps its own text, which is not shown: such are the last.
    """
    above: dict[int, int] = {}
    beside: dict[int, int] = {}
    covered: dict[int, Oddity] = {}
    for area, text in reach:
        if number > area.top and text:
            if cells.get(area.left, text) != text:
                covered[area.left] = Oddity.COVERED
            cells[area.left] = text
            above[area.left] = area.top
        if area.right > area.left and text:
            last = min(area.right, area.left + WIDEST)
            beside |= {at: area.left for at in range(area.left + 1, last + 1) if at not in cells}
    return above, beside, covered
