"""Excel files to tables of text, whole: what one person's ledger is read from; what is left out is said."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from xueshi.texts import say
from xueshi.workbook.contents import Limits, SheetName
from xueshi.workbook.marks import LOST, UNCOMPUTED, UnreadableWorkbookError
from xueshi.workbook.sheets import SheetRow, Workbook
from xueshi.workbook.shown import Oddity

LARGEST_FILE = 20_000_000
"""Bytes of a file, packed: a ledger of 50,000 rows has about 3 million."""

LARGEST_CONTENT = 80_000_000
"""Bytes of a file, unpacked: more would fill the memory of a browser."""

MOST_SPREAD = 200_000
"""Cells over which merged areas of a sheet spread, together."""

_ODD = {
    Oddity.NO_YEAR: "file_no_year",
    Oddity.ROUNDED: "file_rounded",
    Oddity.COVERED: "file_covered",
    Oddity.STRUCK: "file_struck",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sheet that has something in it: its number in the sheet, its texts by column, from 0."""

    number: int
    texts: Mapping[int, str]
    above: Mapping[int, int]
    """Columns in which the text of a cell above is shown, because they are merged: the row of that cell."""
    beside: Mapping[int, int]
    """Columns merged with a cell to their left that has a text: the column of that cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its rows, the columns that are not shown, and what a reader should be told (sentences)."""

    name: str
    rows: tuple[TableRow, ...]
    hidden_columns: frozenset[int]
    hidden: bool = False
    remarks: tuple[str, ...] = ()


def read_workbook(data: bytes) -> tuple[Table, ...]:
    """The sheets of a file. Raises ``UnreadableWorkbookError``."""
    if len(data) > LARGEST_FILE:
        raise UnreadableWorkbookError(say("file_too_large"))
    limits = Limits(LARGEST_CONTENT, LARGEST_CONTENT, MOST_SPREAD, "file_too_large")
    book = Workbook(io.BytesIO(data), limits)
    try:
        return tuple(_table(book, sheet) for sheet in book.sheets)
    except MemoryError:
        raise UnreadableWorkbookError(say("file_too_large")) from None


def _table(book: Workbook, sheet: SheetName) -> Table:
    rows = []
    hidden = 0
    odd: dict[Oddity, list[tuple[int, str]]] = {oddity: [] for oddity in Oddity}
    unsaved: list[int] = []
    for row in book.rows(sheet):
        unsaved += [row.number for column in row.cells if _is_unsaved(row, column)]
        texts = {column: text.removesuffix(LOST) for column, text in row.cells.items() if text != UNCOMPUTED}
        for column, oddity in row.odd.items():
            odd[oddity].append((row.number, texts[column]))
        if texts.keys() - row.above.keys():
            rows.append(TableRow(row.number, texts, row.above, row.beside))
            hidden += row.hidden
    remarks = [say("file_hidden_rows", count=hidden)] if hidden else []
    if unsaved:
        remarks.append(say("file_formula", count=len(unsaved), row=unsaved[0]))
    for oddity, places in odd.items():
        if places:
            number, example = places[0]
            remarks.append(say(_ODD[oddity], count=len(places), row=number, text=example))
    columns = {column for row in rows for column in row.texts}
    unseen = frozenset(column for column in columns if book.is_hidden(sheet, column))
    return Table(sheet.name, tuple(rows), unseen, sheet.hidden, tuple(remarks))


def _is_unsaved(row: SheetRow, column: int) -> bool:
    """Whether a cell is a formula of whose result nothing is known."""
    return row.cells[column] == UNCOMPUTED and column not in row.above
