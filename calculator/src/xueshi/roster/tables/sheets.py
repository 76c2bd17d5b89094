"""The sheets of an Excel file as records of a roster; ``xueshi.workbook`` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from xueshi.roster.sentences import say
from xueshi.roster.tables.table import MOST_COLUMNS, Record, UnreadableRosterError
from xueshi.workbook.contents import SheetName
from xueshi.workbook.marks import UnreadableWorkbookError
from xueshi.workbook.sheets import Workbook


def open_workbook(stream: BinaryIO) -> Workbook:
    """An Excel file. Raises ``UnreadableRosterError``."""
    try:
        return Workbook(stream)
    except UnreadableWorkbookError as error:
        raise UnreadableRosterError(str(error)) from error


def prepared(book: Workbook) -> Iterator[float]:
    """Look through an Excel file in short steps; gives the share. Raises ``UnreadableRosterError``."""
    try:
        yield from book.prepare()
    except UnreadableWorkbookError as error:
        raise UnreadableRosterError(str(error)) from error


def sheet_records(book: Workbook, sheet: SheetName) -> Iterator[Record]:
    """The rows of a sheet that have something in them. Raises ``UnreadableRosterError``."""
    try:
        for number, cells, above, beside, hidden, odd in book.rows(sheet):
            width = max(cells) + 1
            if width > MOST_COLUMNS:
                raise UnreadableRosterError(say("many_columns", line=number, most=MOST_COLUMNS))
            texts = tuple([cells.get(at, "") for at in range(width)])
            yield Record(number, texts, frozenset(above), hidden, beside, odd)
    except UnreadableWorkbookError as error:
        raise UnreadableRosterError(str(error)) from error
