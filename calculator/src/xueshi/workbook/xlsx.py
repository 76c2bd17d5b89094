"""Tables to Excel files row by row, in memory that does not grow; equal tables give equal bytes.

openpyxl would write the day into the file and keep every cell in memory. Text is text, whatever it looks
like; numbers and days are such.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from xueshi.workbook.package import HEADER, NAMESPACE, escape, finish, part_info, text_cell

MOST_ROWS = 1_048_576
"""Rows of a sheet; more go on in the next one."""

LONGEST_LIST = 255
"""Characters that Excel allows in a list of choices."""

_BUFFER = 512
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{0,8}[1-9])?")
"""A number as it is shown again; ``08`` and ``8.0`` stay what they are, as text."""
_DIGITS_KEPT = 15
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST, _SURE = datetime.date(1899, 12, 30), datetime.date(1900, 3, 1)
"""From the second day on every program numbers days alike."""
_PLAIN, _HEAD, _TEXT, _DAYS, _WRAPPED = range(5)

_FILLS = (
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill>',
)
_LOOKS = (
    "<xf/>",
    '<xf fontId="1" fillId="2" applyFont="1" applyFill="1"/>',
    '<xf numFmtId="49" applyNumberFormat="1"/>',
    '<xf numFmtId="164" applyNumberFormat="1"/>',
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1">'
    '<alignment wrapText="1" vertical="top"/></xf>',
)
_STYLES = (
    f'{HEADER}<styleSheet xmlns="{NAMESPACE}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    f'<fills count="{len(_FILLS)}">{"".join(_FILLS)}</fills><borders count="1"><border/></borders>'
    f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(_LOOKS)}">{"".join(_LOOKS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class SheetForm:
    """How a sheet looks: its columns, which of them hold numbers or days, what may stand in them."""

    title: str
    header: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    wrapped: frozenset[str] = frozenset()
    """Columns with long texts."""
    widths: Mapping[str, float] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Offered in the first rows below the header; other texts are warned of, not refused."""
    offered: int = 5_000
    """Last row in which choices are offered."""


class XlsxWriter:
    """Writes sheet after sheet."""

    def __init__(self, stream: BinaryIO) -> None:
        self.archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=5)
        self.titles: list[str] = []
        self.form: SheetForm | None = None
        self._part: IO[bytes] | None = None
        self._lines: list[str] = []
        self._row = 0

    def sheet(self, form: SheetForm) -> None:
        """Begin a sheet; what is written comes into it until the next one begins."""
        self._end()
        self.form = form
        self._begin(form.title)

    def _begin(self, title: str) -> None:
        form = self.form
        assert form is not None
        self.titles.append(title)
        self._part = self.archive.open(
            part_info(f"xl/worksheets/sheet{len(self.titles)}.xml"), "w", force_zip64=True
        )
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{form.widths.get(name, 12)}" customWidth="1"'
            f' style="{self._style(name)}"/>'
            for at, name in enumerate(form.header, 1)
        )
        self._lines = [
            f'{HEADER}<worksheet xmlns="{NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
        ]
        self._row = 0
        self._write([text_cell(name, _HEAD) for name in form.header])

    def _style(self, name: str) -> int:
        form = self.form
        assert form is not None
        if name in form.numbers:
            return _PLAIN
        if name in form.days:
            return _DAYS
        return _WRAPPED if name in form.wrapped else _TEXT

    def row(self, cells: Sequence[str]) -> None:
        """Write a row of texts in the order of the header."""
        form = self.form
        assert form is not None
        if self._row >= MOST_ROWS:
            self._end()
            count = sum(title.startswith(form.title) for title in self.titles)
            self._begin(f"{form.title} {count + 1}")
        self._write([self._cell(name, text) for name, text in zip(form.header, cells, strict=False)])

    def _cell(self, name: str, text: str) -> str:
        form = self.form
        assert form is not None
        if not text:
            return "<c/>"
        if name in form.numbers and _NUMBER.fullmatch(text) and len(text.strip("-")) <= _DIGITS_KEPT:
            return f"<c><v>{text}</v></c>"
        if name in form.days and (day := _day(text)):
            return f'<c s="{_DAYS}"><v>{(day - _FIRST).days}</v></c>'
        return text_cell(text, self._style(name))

    def _write(self, cells: Sequence[str]) -> None:
        self._row += 1
        self._lines.append(f"<row>{''.join(cells)}</row>")
        if len(self._lines) >= _BUFFER:
            self._flush()

    def _flush(self) -> None:
        assert self._part is not None
        self._part.write("".join(self._lines).encode())
        self._lines = []

    def _end(self) -> None:
        if self._part is None or self.form is None:
            return
        last = column_name(len(self.form.header))
        self._lines.append(f'</sheetData><autoFilter ref="A1:{last}{max(self._row, 1)}"/>')
        self._lines.append(_validations(self.form))
        self._lines.append("</worksheet>")
        self._flush()
        self._part.close()
        self._part = None

    def close(self) -> None:
        """Write what holds the sheets together; the stream stays open."""
        self._end()
        finish(self.archive, self.titles, _STYLES)


def _day(text: str) -> datetime.date | None:
    """The day of a text, where it is one that every program numbers alike."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _SURE else None


def _validations(form: SheetForm) -> str:
    offered = []
    for name, values in form.choices.items():
        joined = ",".join(values)
        if (
            not values
            or len(joined) > LONGEST_LIST
            or any(mark in value for value in values for mark in ',"')
        ):
            continue
        column = column_name(form.header.index(name) + 1)
        formula = escape(f'"{joined}"')
        offered.append(
            f'<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1"'
            f' sqref="{column}2:{column}{form.offered}"><formula1>{formula}</formula1></dataValidation>'
        )
    items = "".join(offered)
    return f'<dataValidations count="{len(offered)}">{items}</dataValidations>' if offered else ""


def column_name(number: int) -> str:
    """The letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
