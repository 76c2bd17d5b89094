"""Files that are no ledger are refused in one sentence; without its modules the page says what it needs."""

import io
import sys
import zipfile
from typing import Any

import openpyxl
import pytest

from tests.calculator.books import DAY, HEADER, book, cells, file, patched, read, with_rows
from tests.calculator.invented import rules
from xueshi import jsontext
from xueshi.ledger.files import UnreadableLedgerError
from xueshi.ledger.workbooks import read_workbook_ledger
from xueshi.page import handle
from xueshi.workbook import reading


def bomb() -> bytes:
    """A small file that unpacks to more than is allowed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(reading.LARGEST_CONTENT))
    return out.getvalue()


def bad_stream() -> bytes:
    """A file in which a packed part is damaged."""
    data = bytearray(book(HEADER))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo("xl/workbook.xml").header_offset + 60
    data[at : at + 40] = b"\xff" * 40
    return bytes(data)


def entities() -> bytes:
    """A file with names for text that stand for ever more text."""
    return patched(book(HEADER), "xl/workbook.xml", lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part)


def spread(area: str, *, coding: str = "utf-8") -> bytes:
    """A file with one merged area, however large."""
    merged = f'<mergeCells count="1"><mergeCell x=">" ref="{area}"/></mergeCells></worksheet>'

    def more(part: bytes) -> bytes:
        return part.decode().replace("</worksheet>", merged).encode(coding)

    return patched(book(HEADER), "xl/worksheets/sheet1.xml", more)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "太大"),
        (spread("A1:XFD1048576"), "（A1:XFD1048576）大得打不开"),
        (spread("$A:$C"), "取消这片合并"),
        (spread("A1&#58;XFD1048576"), "取消这片合并"),
        (spread("A1:XFD1048576", coding="utf-16"), "损坏"),
        (b"PK\x03\x04" + bytes(reading.LARGEST_FILE), "太大"),
        (b"PK\x03\x04 and nothing more", "损坏"),
        (entities(), "损坏"),
        (patched(book(HEADER), "xl/workbook.xml", lambda part: part[:-20]), "损坏"),
        (patched(book(HEADER), "no part", bytes)[:-30], "损坏"),
        (bad_stream(), "损坏"),
        (book(("姓名", "学时")), "表头"),
        (book(), "表头"),
        (book((*HEADER, "学时")), "重复"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableLedgerError, match=words) as caught:
        read_workbook_ledger(data)
    assert "\n" not in str(caught.value)


def test_an_open_document_is_named_as_what_it_is() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UnreadableLedgerError, match=r"不是 \.xlsx"):
        read_workbook_ledger(out.getvalue())


def test_without_its_modules_the_page_is_told_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xueshi.ledger.workbooks", None)
    key = handle("open_rules", {"rules": jsontext.loads(jsontext.dumps(rules()))})["key"]
    data = b"PK\x05\x06" + bytes(18)
    assert handle("read_file", {"name": "a.xlsx", "bytes": b"PK\x03\x04" + data}) == {"needs": "workbooks"}
    assert handle("write_xlsx", {"key": key, "rows": []}) == {"needs": "workbooks"}
    assert handle("read_file", {"name": "a.xlsx", "bytes": empty_workbook()}) == {"needs": "workbooks"}


def empty_workbook() -> bytes:
    """As much of a workbook as says that it is one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return out.getvalue()


def test_a_staff_list_is_no_ledger_of_one_person() -> None:
    """Two names among the rows are two people; the line with the total is nobody."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(("姓名", "完成日期", "科目", "学时"))
    sheet.append(("张三", DAY, "公需", 30))
    sheet.append(("合计", None, None, 30))
    assert len(cells(file(made))) == 2
    sheet.append(("李四", DAY, "专业", 60))
    with pytest.raises(UnreadableLedgerError, match="2 个人"):
        read(file(made))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
        b'<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        b'<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
        b'<row r="2"><c r="A2" t="s"><v>-1</v></c></row>',
        b'<row r="2"><c r="A2"><v>1e999</v></c><c r="B2" s="1"><v>nonsense</v></c></row>',
    ],
)
def test_what_spreadsheets_call_damaged_is_refused(rows: bytes) -> None:
    """Of two numbers in one place, one would be lost without a word."""
    data = with_rows(rows)
    with pytest.raises(UnreadableLedgerError, match="损坏"):
        read_workbook_ledger(data)
