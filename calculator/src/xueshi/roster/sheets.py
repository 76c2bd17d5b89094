"""Excel files (``.xlsx``) to records, row by row as they lie in the file, with the standard library alone.

A ledger is read whole by ``xueshi.workbook``; a staff of a hundred thousand rows would not fit a browser's
memory that way. Cells are shown by the same rules. Numbers too long for a spreadsheet to keep are marked.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from xueshi.roster.sentences import say
from xueshi.roster.sheetxml import RowsOfSheet, SharedTexts, column_number, drive, elements
from xueshi.roster.table import LOST, MOST_COLUMNS, Record, UnreadableRosterError
from xueshi.workbook.shown import GENERAL, LOCAL_DATES, bare, shown

LARGEST_CONTENT = 2_000_000_000
"""Bytes of one sheet, unpacked; a full sheet of a million rows and twelve columns has about 900 million."""

LARGEST_TEXTS = 200_000_000
"""Bytes of the texts that the sheets share, unpacked: they have to be kept."""

MOST_PARTS = 1_000

MOST_REMEMBERED = 20_000
"""Numbers whose text is kept before that memory starts anew: the same days and hours come again and again."""

DIGITS_KEPT = 15
"""Digits of a number that a spreadsheet keeps; those behind them become noughts."""

_BROKEN = (NotImplementedError, RuntimeError, OSError, EOFError, LookupError, ValueError)
"""What a broken file makes its readers raise, besides errors of their own."""

_PADDED = re.compile("0{2,}")
"""A format that shows noughts before a number, as many digits as it has: so ids are often kept."""
_RELATION = re.compile(r"(?:\w+:)?id")
_CHUNK = 1 << 16
_MOST_MERGED = 200_000

_FORMATS = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm",
    **LOCAL_DATES,
}
"""Formats that go by number alone and show a number as something else (ECMA-376 part 1, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet of a workbook: its name, its part in the file, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An Excel file that is read sheet by sheet. Raises ``UnreadableRosterError`` for any other file."""

    def __init__(self, stream: BinaryIO) -> None:
        import zipfile  # the page needs it for Excel files only

        try:
            self.archive = zipfile.ZipFile(stream)
            self._refuse_others()
            self.sheets = tuple(self._sheets())
            self._texts: list[str] | None = None
            self._numbers: dict[tuple[str, str], str] = {}
            self._formats, self._epoch = tuple(self._styles()), self._first_day()
        except (zipfile.BadZipFile, zlib.error, *_BROKEN) as error:
            if isinstance(error, UnreadableRosterError):
                raise
            raise UnreadableRosterError(say("file_workbook")) from error

    def _refuse_others(self) -> None:
        parts = self.archive.infolist()
        names = {part.filename for part in parts}
        if "mimetype" in names or "xl/workbook.bin" in names or "[Content_Types].xml" not in names:
            raise UnreadableRosterError(say("file_other_workbook"))
        limit = {"xl/sharedStrings.xml": LARGEST_TEXTS}
        if len(parts) > MOST_PARTS or any(
            part.file_size > limit.get(part.filename, LARGEST_CONTENT) for part in parts
        ):
            raise UnreadableRosterError(say("large_workbook"))

    def _sheets(self) -> Iterator[SheetName]:
        targets = {
            item.get("Id", ""): item.get("Target", "")
            for _, item in elements(self.archive, "xl/_rels/workbook.xml.rels", {"Relationship"})
        }
        for _, item in elements(self.archive, "xl/workbook.xml", {"sheet"}):
            key = next((value for name, value in item.items() if _RELATION.fullmatch(name)), "")
            target = targets.get(key, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in self.archive.NameToInfo and "worksheets" in part:
                yield SheetName(item.get("name", ""), part, item.get("state", "visible") != "visible")

    def _styles(self) -> Iterator[str]:
        """The number format of every style of a cell, in order."""
        if "xl/styles.xml" not in self.archive.NameToInfo:
            return
        own: dict[int, str] = {}
        inside = False
        for name, item in elements(self.archive, "xl/styles.xml", {"numFmt", "cellXfs", "cellStyles", "xf"}):
            if name == "numFmt":
                own[int(item["numFmtId"])] = item.get("formatCode", GENERAL)
            elif name in ("cellXfs", "cellStyles"):
                inside = name == "cellXfs"
            elif inside:
                number = int(item.get("numFmtId", 0))
                yield own.get(number, _FORMATS.get(number, GENERAL))

    def _first_day(self) -> int:
        """Days to add to a number of this file to reach a day counted from 1899-12-30."""
        marks = (item for _, item in elements(self.archive, "xl/workbook.xml", {"workbookPr"}))
        return 1462 if any(item.get("date1904") in ("1", "true") for item in marks) else 0

    def records(self, sheet: SheetName) -> Iterator[Record]:
        """The rows of a sheet that have something in them; a cell merged downwards counts in every row."""
        import zipfile

        try:
            if self._texts is None:
                self._texts = self._shared()
            merged = self._merged(sheet)
            above: dict[int, tuple[int, str]] = {}
            for number, cells, hidden in self._rows(sheet):
                filled: set[int] = set()
                for column, last in merged.get(number, ()):
                    above[column] = last, cells.get(column, "")
                for column, (last, text) in tuple(above.items()):
                    if number > last:
                        del above[column]
                    elif cells and column not in cells and text:
                        cells[column] = text
                        filled.add(column)
                if cells:
                    width = max(cells) + 1
                    if width > MOST_COLUMNS:
                        raise UnreadableRosterError(say("many_columns", line=number, most=MOST_COLUMNS))
                    texts = tuple([cells.get(at, "") for at in range(width)])
                    yield Record(number, texts, frozenset(filled), hidden)
        except UnreadableRosterError:
            raise
        except (zipfile.BadZipFile, zlib.error, *_BROKEN) as error:
            raise UnreadableRosterError(say("file_workbook")) from error

    def _shared(self) -> list[str]:
        """The texts that cells refer to by number; what only says how they are read aloud is left out."""
        if "xl/sharedStrings.xml" not in self.archive.NameToInfo:
            return []
        texts = SharedTexts()
        for _ in drive(self.archive, "xl/sharedStrings.xml", texts):
            pass
        return texts.found

    def _merged(self, sheet: SheetName) -> Mapping[int, list[tuple[int, int]]]:
        """By the first row of a merged area that goes down: its first column and its last row."""
        found: dict[int, list[tuple[int, int]]] = {}
        with self.archive.open(sheet.part) as part:
            tail, count = b"", 0
            while chunk := part.read(_CHUNK * 16):
                block = tail + chunk
                if b"ergeCell" in block:
                    for area in re.finditer(
                        rb'mergeCell[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"', block
                    ):
                        first, last = int(area[2]), int(area[4])
                        if last > first:
                            found.setdefault(first, []).append((column_number(area[1].decode()), last))
                            count += 1
                    if count > _MOST_MERGED:
                        raise UnreadableRosterError(say("large_workbook"))
                tail = block[-64:] if b"ergeCell" in block[-64:] else b""
        return found

    def _rows(self, sheet: SheetName) -> Iterator[tuple[int, dict[int, str], bool]]:
        rows = RowsOfSheet(self._shown)
        for _ in drive(self.archive, sheet.part, rows):
            yield from rows.found
            rows.found = []
        yield from rows.found

    def _shown(self, kind: str, style: str, value: str) -> str:
        """The text of a cell by its kind, its style and what is kept in it."""
        if kind == "s":
            assert self._texts is not None
            return self._texts[int(value)].strip()
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return value.strip()
        found = self._numbers.get((value, style))
        if found is None:
            if len(self._numbers) >= MOST_REMEMBERED:
                self._numbers = {}
            found = self._numbers[value, style] = self._number(value, int(style))
        return found

    def _number(self, value: str, style: int) -> str:
        number_format = self._formats[style] if style < len(self._formats) else GENERAL
        if number_format == GENERAL and value.isdecimal() and len(value) <= DIGITS_KEPT:
            return str(int(value))
        if _PADDED.fullmatch(number_format) and value.isdecimal():
            return value.zfill(len(number_format))
        number = float(value)
        if _is_day(number_format):
            return shown(_moment(number + self._epoch), number_format).text
        text = shown(int(value) if value.lstrip("-").isdecimal() else number, number_format).text
        return text + LOST if len(text.partition(".")[0].lstrip("-")) > DIGITS_KEPT else text


def _is_day(number_format: str) -> bool:
    return number_format != GENERAL and any(mark in bare(number_format) for mark in "ymdhs")


def _moment(number: float) -> datetime.datetime:
    """The day and time that a number of days since 1899-12-30 means. Raises ``ValueError``."""
    try:
        moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=number)  # noqa: DTZ001 - a day
    except OverflowError as error:
        raise ValueError(number) from error
    return moment.replace(microsecond=0)
