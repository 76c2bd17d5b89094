"""A form that a notice annexes, filled in, as an Excel file that prints on A4: columns as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from xueshi.workbook.library import library
from xueshi.workbook.writing import put, saved

SHEET = "表"
WIDTH = 10
"""Columns over which a form without a table is laid out."""

SIGNED_HEIGHT, FIELD_HEIGHT, TITLE_HEIGHT = 90.0, 24.0, 36.0
"""Points."""

LEAST_ROWS = 5
"""Rows that a table has, filled or not."""

GROUPED = "："
"""Between the name of a group of fields and that of a field in it."""


def write_form(form: Mapping[str, Any], texts: Mapping[str, str], rows: Sequence[Sequence[str]]) -> bytes:
    """A form (as published, with ``name``, ``fields``, ``columns``, ``signed``) with what was filled in.

    ``texts`` are by field, ``rows`` by column. Raises ``NoWorkbookLibraryError``.
    """
    page = _Page(form)
    page.title(form["name"])
    columns = list(form["columns"])
    kinds = groupby(
        form["fields"], lambda field: (field in columns, "" if field in columns else _group(field))
    )
    for (_, name), fields in kinds:
        inside = list(fields)
        if inside[0] in columns:
            page.table(columns, rows)
        else:
            for field in inside:
                page.field(name, field, texts.get(field, ""), field in form["signed"])
    return page.bytes()


def _group(field: str) -> str:
    return field.partition(GROUPED)[0] if GROUPED in field else ""


class _Page:
    """A sheet that is filled from above."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self.styles = library("openpyxl.styles")
        self.book = library("openpyxl").Workbook()
        self.sheet = self.book.active
        self.sheet.title = SHEET
        self.width = max(len(form["columns"]), WIDTH)
        self.row = 0
        line = self.styles.Side(style="thin")
        self.box = self.styles.Border(left=line, right=line, top=line, bottom=line)
        self.sheet.page_setup.paperSize = self.sheet.PAPERSIZE_A4
        self.sheet.page_setup.orientation = "landscape" if form["columns"] else "portrait"
        self.sheet.page_setup.fitToWidth, self.sheet.page_setup.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        letter = library("openpyxl.utils").get_column_letter
        for at in range(1, self.width + 1):
            self.sheet.column_dimensions[letter(at)].width = 13 if form["columns"] else 9

    def title(self, text: str) -> None:
        """The form's name over its whole width."""
        self._next(TITLE_HEIGHT)
        cell = self._merged(1, self.width, text, box=False)
        cell.font = self.styles.Font(bold=True, size=16)
        cell.alignment = self.styles.Alignment(horizontal="center", vertical="center", wrap_text=True)

    def field(self, group: str, field: str, text: str, signed: bool) -> None:
        """One field: its name, beside it what was filled in."""
        self._next(SIGNED_HEIGHT if signed else FIELD_HEIGHT)
        name = field.removeprefix(group + GROUPED) if group else field
        if group:
            self._merged(1, 2, group)
            self._merged(3, 4, name)
        else:
            self._merged(1, 4, name)
        self._merged(5, self.width, text)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """The part that is filled in line by line."""
        self._next(FIELD_HEIGHT * 1.5)
        for at, name in enumerate(columns, 1):
            self._merged(at, at, name).font = self.styles.Font(bold=True)
        for number in range(max(len(rows), LEAST_ROWS)):
            self._next(FIELD_HEIGHT)
            row = rows[number] if number < len(rows) else ()
            for at in range(1, len(columns) + 1):
                self._merged(at, at, row[at - 1] if at <= len(row) else "")

    def bytes(self) -> bytes:
        """The file."""
        return saved(self.book)

    def _next(self, height: float) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = height

    def _merged(self, first: int, last: int, text: str, *, box: bool = True) -> Any:
        for at in range(first, last + 1):
            if box:
                self.sheet.cell(self.row, at).border = self.box
        cell = self.sheet.cell(self.row, first)
        if text:
            put(cell, text)
        cell.alignment = self.styles.Alignment(horizontal="left", vertical="center", wrap_text=True)
        if last > first:
            self.sheet.merge_cells(start_row=self.row, end_row=self.row, start_column=first, end_column=last)
        return cell
