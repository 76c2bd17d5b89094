"""Excel files (``.xlsx``) to tables of text, each cell as it is shown; what is hidden or left out is said."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xueshi.texts import say
from xueshi.workbook.library import library
from xueshi.workbook.shown import GENERAL, LOCAL_DATES, Oddity, Shown, shown

LARGEST_FILE = 20_000_000
"""Bytes of a file, packed: a ledger of 50,000 rows has about 3 million."""

LARGEST_CONTENT = 80_000_000
"""Bytes of a file, unpacked: more would fill the memory of a browser."""

MOST_PARTS = 1_000
"""Files inside a workbook."""

MOST_SPREAD = 200_000
"""Cells over which merged areas and links spread, together: openpyxl makes an object for each."""

_ZIP = b"PK\x03\x04"
_SHEETS = "xl/worksheets/"
_ODD = {Oddity.NO_YEAR: "file_no_year", Oddity.ROUNDED: "file_rounded"}
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)|\0")
"""Names for text, which can stand for ever more text; and letters of two bytes, which would hide them."""

_SPREAD = re.compile(
    rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\s(?:[^>"']|"[^"]*"|'[^']*')*?\bref\s*=\s*["']([^"']*)["']"""
)
_AREA = re.compile(rb"\s*\$?([A-Za-z]{0,3})\$?([0-9]{0,7}):\$?([A-Za-z]{0,3})\$?([0-9]{0,7})\s*")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class UnreadableWorkbookError(ValueError):
    """Raised when bytes are no workbook that can be read; its message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sheet that has something in it: its number in the sheet, its texts by column (from 1)."""

    number: int
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows, cells merged into another one, and what a reader should be told (sentences)."""

    name: str
    rows: tuple[TableRow, ...]
    merged: Mapping[tuple[int, int], tuple[int, int]]
    """Row and column of a cell, to those of the cell whose text is shown in its place."""
    hidden: bool = False
    remarks: tuple[str, ...] = ()


def is_workbook(data: bytes) -> bool:
    """Whether a file is for this module, be it only to be refused."""
    return data.startswith(_ZIP)


def read_workbook(data: bytes) -> tuple[Table, ...]:
    """The sheets of a file. Raises ``UnreadableWorkbookError`` and ``NoWorkbookLibraryError``."""
    load = library("openpyxl").load_workbook
    formulas = _checked(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of drawings and lists that are not read here
        try:
            book = load(io.BytesIO(data), data_only=True, keep_links=False)
            rules = load(io.BytesIO(data), keep_links=False) if formulas else None
            return tuple(_table(sheet, rules[sheet.title] if rules else None) for sheet in book.worksheets)
        except MemoryError:
            raise UnreadableWorkbookError(say("file_too_large")) from None
        except Exception as error:
            # A broken file makes openpyxl raise whatever it stumbles over.
            raise UnreadableWorkbookError(say("file_workbook")) from error


def _checked(data: bytes) -> bool:
    """Refuse what must not be unpacked; gives whether there are formulas."""
    import zlib

    zipfile = library("zipfile")  # a dozen modules: in a page they come with openpyxl
    if len(data) > LARGEST_FILE:
        raise UnreadableWorkbookError(say("file_too_large"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # No part is ever unpacked beyond the size that it states here.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
                raise UnreadableWorkbookError(say("file_too_large"))
            names = {part.filename for part in parts}
            if "mimetype" in names or "xl/workbook.bin" in names or "[Content_Types].xml" not in names:
                raise UnreadableWorkbookError(say("file_other_workbook"))
            formulas = False
            spread = 0
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = archive.read(part)
                    if _ENTITY.search(content):
                        raise UnreadableWorkbookError(say("file_workbook"))
                    for area in _SPREAD.findall(content):
                        spread += _cells_of(area)
                        if spread > MOST_SPREAD:
                            where = area[:20].decode("ascii", "replace")
                            raise UnreadableWorkbookError(say("file_spread", area=where))
                    formulas |= part.filename.startswith(_SHEETS) and bool(_FORMULA.search(content))
            return formulas
    except UnreadableWorkbookError:
        raise
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        ValueError,
        RuntimeError,
        OSError,
    ) as error:
        raise UnreadableWorkbookError(say("file_workbook")) from error


def _cells_of(area: bytes) -> int:
    """How many cells ``B2:C9`` has; without columns or rows it has all of them. 0 for what is no area."""
    found = _AREA.fullmatch(area)
    if found is None:
        return MOST_SPREAD + 1 if b"&" in area else 0  # letters written in another way: nobody does that
    left, top, right, bottom = found.groups()
    columns = _column(right, _LAST_COLUMN) - _column(left, 1) + 1
    rows = int(bottom or _LAST_ROW) - int(top or 1) + 1
    return max(0, columns) * max(0, rows)


def _column(letters: bytes, default: int) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number or default


def _table(sheet: Any, rules: Any) -> Table:
    rows: dict[int, dict[int, str]] = {}
    odd: dict[Oddity, list[tuple[int, str]]] = {oddity: [] for oddity in Oddity}
    unsaved = []
    for (row, column), cell in _cells(sheet):
        text = _shown(cell, sheet.parent.epoch)
        if not text.text and rules and cell.value is None and rules.cell(row, column).data_type == "f":
            unsaved.append(row)
        if text.oddity:
            odd[text.oddity].append((row, text.text))
        if text.text:
            rows.setdefault(row, {})[column] = text.text
    hidden = [row for row in rows if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden]
    remarks = []
    if hidden:
        remarks.append(say("file_hidden_rows", count=len(hidden)))
    if unsaved:
        remarks.append(say("file_formula", count=len(unsaved), row=unsaved[0]))
    for oddity, places in odd.items():
        if places:
            row, example = places[0]
            remarks.append(say(_ODD[oddity], count=len(places), row=row, text=example))
    table = tuple(TableRow(number, rows[number]) for number in sorted(rows))
    hides = sheet.sheet_state != "visible"
    return Table(str(sheet.title), table, dict(_merged(sheet)), hides, tuple(remarks))


def _cells(sheet: Any) -> Sequence[tuple[tuple[int, int], Any]]:
    """The cells that a file has, in order. `iter_rows` would make a million where one is in the last row."""
    return sorted(sheet._cells.items(), key=lambda item: item[0])


def _shown(cell: Any, epoch: Any) -> Shown:
    number_format, value = cell.number_format, cell.value
    local = LOCAL_DATES.get(cell._style.numFmtId) if number_format == GENERAL and cell.has_style else None
    if local and isinstance(value, int | float) and not isinstance(value, bool):
        number_format, value = local, library("openpyxl.utils.datetime").from_excel(value, epoch)
    return shown(value, number_format)


def _merged(sheet: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Cells below the first of a merged area, in its first column; those beside it are of other columns."""
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            yield (row, area.min_col), (area.min_row, area.min_col)
