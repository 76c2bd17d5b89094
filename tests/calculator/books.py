"""Excel files for tests, as people and programs write them, and what a ledger reads of them."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl

from xueshi.ledger.files import LedgerFile
from xueshi.ledger.workbooks import read_workbook_ledger

HEADER = ("完成日期", "科目", "学时", "课程")
LONG = "12345678901234567890"
DAY = datetime.datetime.fromisoformat("2025-09-05")


def book(*rows: Sequence[Any], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A file of one sheet with these rows; `change` gets the sheet."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    return file(made)


def file(made: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one of its parts changed, as another program would have written it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def read(data: bytes, sheet: str | None = None) -> LedgerFile:
    """The only ledger of a file."""
    found = read_workbook_ledger(data, sheet)
    assert isinstance(found, LedgerFile)
    return found


def cells(data: bytes, sheet: str | None = None) -> list[tuple[str, ...]]:
    """The first four cells of each row."""
    return [line.cells[:4] for line in read(data, sheet).ledger.lines]


def with_rows(rows: bytes) -> bytes:
    """A file with a header and rows as some program wrote them."""
    end = b"</sheetData>"
    return patched(book(HEADER), "xl/worksheets/sheet1.xml", lambda part: part.replace(end, rows + end))
