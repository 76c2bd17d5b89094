"""Tables of text to Excel files: days as days, numbers as numbers, all else text that hides no formula."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xueshi.workbook.library import library
from xueshi.workbook.shown import decimal_text

TEXT_FORMAT, DAY_FORMAT = "@", "yyyy-mm-dd"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,3})?")
_LIST_LIMIT = 255
"""Characters that Excel allows in a list of choices."""
_SPARE_ROWS = 500
"""Rows below the last one in which choices are offered, too."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write: header and rows of texts."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[str] = frozenset()
    """Columns whose texts are numbers, where they are."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What may stand in a column."""
    widths: Mapping[str, float] = field(default_factory=dict)
    """Widths of columns, in characters."""


def write_workbook(sheet: Sheet) -> bytes:
    """A workbook of one sheet. Raises ``NoWorkbookLibraryError``."""
    book = library("openpyxl").Workbook()
    page = book.active
    page.title = sheet.title
    page.freeze_panes = "A2"
    styles = library("openpyxl.styles")
    letter = library("openpyxl.utils").get_column_letter
    for at, name in enumerate(sheet.header, 1):
        cell = page.cell(1, at, name)
        cell.font = styles.Font(bold=True)
        cell.fill = styles.PatternFill("solid", fgColor="E8EEF4")
        page.column_dimensions[letter(at)].width = sheet.widths.get(name, 12)
    for number, row in enumerate(sheet.rows, 2):
        for at, (name, text) in enumerate(zip(sheet.header, row, strict=False), 1):
            if text:
                put(page.cell(number, at), text, number=name in sheet.numbers)
    _offer(page, sheet)
    return saved(book)


def put(cell: Any, text: str, *, number: bool = False) -> None:
    """Write a text into a cell as what it is; what only looks like a formula stays text."""
    if _DAY.fullmatch(text) and (day := _day(text)):
        cell.value, cell.number_format = day, DAY_FORMAT
    elif number and _NUMBER.fullmatch(text) and decimal_text(Decimal(text)) == text:
        cell.value = Decimal(text)
    else:
        cell.value = library("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type, cell.number_format = "s", TEXT_FORMAT


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _offer(page: Any, sheet: Sheet) -> None:
    letter = library("openpyxl.utils").get_column_letter
    validation = library("openpyxl.worksheet.datavalidation").DataValidation
    last = len(sheet.rows) + 1 + _SPARE_ROWS
    for name, values in _listable(sheet.choices.items()):
        # A warning only: what a person means to write, the check of the ledger tells him better.
        offer = validation(type="list", formula1=f'"{values}"', allow_blank=True, errorStyle="warning")
        column = letter(sheet.header.index(name) + 1)
        offer.add(f"{column}2:{column}{last}")
        page.add_data_validation(offer)


def _listable(choices: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Columns with their choices as Excel writes them, where it can."""
    for name, values in choices:
        joined = ",".join(values)
        unclear = any("," in value or '"' in value for value in values)
        if values and len(joined) <= _LIST_LIMIT and not unclear:
            yield name, joined
