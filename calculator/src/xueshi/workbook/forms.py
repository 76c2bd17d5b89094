"""A form that a notice annexes, filled in, as an Excel file that prints on A4: columns as printed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from xueshi.workbook.package import HEADER, NAMESPACE, finish, part_info, text_cell
from xueshi.workbook.xlsx import column_name

SHEET = "表"
WIDTH = 10
"""Columns over which a form without a table is laid out."""

SIGNED_HEIGHT, FIELD_HEIGHT, TITLE_HEIGHT = 90.0, 24.0, 36.0
"""Points."""

LEAST_ROWS = 5
"""Rows that a table has, filled or not."""

GROUPED = "："
"""Between the name of a group of fields and that of a field in it."""

_TITLE, _BOX, _HEAD = 1, 2, 3
_LINE = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'{HEADER}<styleSheet xmlns="{NAMESPACE}"><fonts count="3"><font><sz val="11"/></font>'
    '<font><b/><sz val="16"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="2"><border/><border>{_LINE}</border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    + "".join(
        f'<xf numFmtId="49" fontId="{font}" borderId="1" applyNumberFormat="1" applyFont="1"'
        ' applyBorder="1" applyAlignment="1">'
        '<alignment horizontal="left" vertical="center" wrapText="1"/></xf>'
        for font in (0, 2)
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_form(form: Mapping[str, Any], texts: Mapping[str, str], rows: Sequence[Sequence[str]]) -> bytes:
    """A form (as published, with ``name``, ``fields``, ``columns``, ``signed``) with what was filled in.

    ``texts`` are by field, ``rows`` by column.
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
        self.wide = bool(form["columns"])
        self.width = max(len(form["columns"]), WIDTH)
        self._rows: list[str] = []
        self._merged: list[str] = []

    def title(self, text: str) -> None:
        """The form's name over its whole width."""
        self._row(TITLE_HEIGHT, [(self.width, text, _TITLE)])

    def field(self, group: str, field: str, text: str, signed: bool) -> None:
        """One field: its name, beside it what was filled in."""
        name = field.removeprefix(group + GROUPED) if group else field
        named = [(2, group, _BOX), (2, name, _BOX)] if group else [(4, name, _BOX)]
        height = SIGNED_HEIGHT if signed else FIELD_HEIGHT
        self._row(height, [*named, (self.width - 4, text, _BOX)])

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """The part that is filled in line by line."""
        self._row(FIELD_HEIGHT * 1.5, [(1, name, _HEAD) for name in columns])
        for number in range(max(len(rows), LEAST_ROWS)):
            row = (*(rows[number] if number < len(rows) else ()), *[""] * len(columns))[: len(columns)]
            self._row(FIELD_HEIGHT, [(1, text, _BOX) for text in row])

    def _row(self, height: float, cells: Sequence[tuple[int, str, int]]) -> None:
        """A row of cells: over how many columns each goes, its text, its style."""
        number, at, made = len(self._rows) + 1, 1, []
        for width, text, style in cells:
            # Every cell below a merged one has its border, too.
            made.append(text_cell(text, style) if text else f'<c s="{style}"/>')
            made += [f'<c s="{style}"/>'] * (width - 1)
            if width > 1:
                area = f"{column_name(at)}{number}:{column_name(at + width - 1)}{number}"
                self._merged.append(f'<mergeCell ref="{area}"/>')
            at += width
        self._rows.append(f'<row ht="{height}" customHeight="1">{"".join(made)}</row>')

    def bytes(self) -> bytes:
        """The file."""
        width, turned = (13, "landscape") if self.wide else (9, "portrait")
        sheet = (
            f'{HEADER}<worksheet xmlns="{NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<cols><col min="1" max="{self.width}" width="{width}" customWidth="1"/></cols>'
            f"<sheetData>{''.join(self._rows)}</sheetData>"
            f'<mergeCells count="{len(self._merged)}">{"".join(self._merged)}</mergeCells>'
            f'<pageSetup paperSize="9" orientation="{turned}" fitToWidth="1" fitToHeight="0"/></worksheet>'
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(part_info("xl/worksheets/sheet1.xml"), sheet)
            finish(archive, [SHEET], _STYLES)
        return out.getvalue()
