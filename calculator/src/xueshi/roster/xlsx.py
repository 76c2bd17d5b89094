"""Tables to Excel files row by row, in memory that does not grow; equal tables give equal bytes.

openpyxl would write the day into the file and keep every cell in memory. Text is text, whatever it looks
like; numbers and days are such.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from xueshi.roster.safe import written

MOST_ROWS = 1_048_576
"""Rows of a sheet; more go on in the next one."""

LONGEST_LIST = 255
"""Characters that Excel allows in a list of choices."""

_STAMP = (1980, 1, 1, 0, 0, 0)
_BUFFER = 512
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST = datetime.date(1899, 12, 30)
_PLAIN, _HEAD, _TEXT, _DAYS, _WRAPPED = range(5)
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

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
    f'{_HEADER}<styleSheet xmlns="{_NAMESPACE}">'
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
            _info(f"xl/worksheets/sheet{len(self.titles)}.xml"), "w", force_zip64=True
        )
        widths = "".join(
            f'<col min="{at}" max="{at}" width="{form.widths.get(name, 12)}" customWidth="1"'
            f' style="{self._style(name)}"/>'
            for at, name in enumerate(form.header, 1)
        )
        self._lines = [
            f'{_HEADER}<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
        ]
        self._row = 0
        self._write([_text(name, _HEAD) for name in form.header])

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
        if name in form.numbers and _NUMBER.fullmatch(text):
            return f"<c><v>{text}</v></c>"
        if name in form.days and _DAY.fullmatch(text):
            days = (datetime.date.fromisoformat(text) - _FIRST).days
            return f'<c s="{_DAYS}"><v>{days}</v></c>'
        return _text(text, self._style(name))

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
        numbers = range(1, len(self.titles) + 1)
        sheets = "".join(
            f'<sheet name="{escape(title)}" sheetId="{at}" r:id="rId{at}"/>'
            for at, title in zip(numbers, self.titles, strict=True)
        )
        self._put(
            "xl/workbook.xml",
            f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        )
        links = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in numbers]
        links.append((f"rId{len(self.titles) + 1}", "styles", "styles.xml"))
        self._put("xl/_rels/workbook.xml.rels", _relations(links))
        self._put("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        kinds += [(f"/xl/worksheets/sheet{at}.xml", "worksheet") for at in numbers]
        base = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        overrides = "".join(
            f'<Override PartName="{part}" ContentType="{base}{kind}+xml"/>' for part, kind in kinds
        )
        relations = "application/vnd.openxmlformats-package.relationships+xml"
        self._put(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        )
        self.archive.writestr(_info("xl/styles.xml"), _STYLES)
        self.archive.close()

    def _put(self, name: str, content: str) -> None:
        self.archive.writestr(_info(name), _HEADER + content)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _STAMP)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
    return info


def escape(text: str) -> str:
    """A text as it stands in XML, also between quotation marks. ``xml.sax`` would bring half a web client."""
    marks = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;"))
    for mark, name in marks:
        text = text.replace(mark, name)
    return text


def _text(text: str, style: int) -> str:
    content = escape(written(text))
    kept = ' xml:space="preserve"' if content != content.strip() or "\n" in content else ""
    return f'<c s="{style}" t="inlineStr"><is><t{kept}>{content}</t></is></c>'


def _relations(links: Iterable[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


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
            f' sqref="{column}2:{column}{_OFFERED_ROWS}"><formula1>{formula}</formula1></dataValidation>'
        )
    items = "".join(offered)
    return f'<dataValidations count="{len(offered)}">{items}</dataValidations>' if offered else ""


_OFFERED_ROWS = 5_000
"""Last row in which choices are offered."""


def column_name(number: int) -> str:
    """The letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
