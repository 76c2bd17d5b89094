"""Sheets of an Excel file: where the table begins, what is merged or hidden, which sheet is read."""

from typing import Any

import openpyxl
import pytest

from tests.calculator.books import DAY, HEADER, book, cells, file, patched, read
from xueshi.ledger.workbooks import SheetChoice, read_workbook_ledger


def test_what_a_merged_cell_covers_is_not_read_and_this_is_told() -> None:
    """Merged by copying a format, each cell below keeps its number: one is seen, three would count."""

    def merge(part: bytes) -> bytes:
        return part.replace(
            b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="C2:C4"/></mergeCells>'
        )

    data = book(HEADER, *((DAY, "专业", hours, f"课{hours}") for hours in (8, 8, 9)))
    file = read(patched(data, "xl/worksheets/sheet1.xml", merge))
    assert [line.cells[2] for line in file.ledger.lines] == ["8", "", ""]
    assert any("只算第一行" in remark for remark in file.remarks)
    assert any("盖住" in remark and "第 4 行" in remark for remark in file.remarks)


def test_hours_in_several_columns_below_one_header_are_not_left_out_in_silence() -> None:
    """线上 and 线下 below a merged 学时: only the first of them has the header."""

    def merge(sheet: Any) -> None:
        sheet.merge_cells("C1:D1")

    whole, cut = ((DAY, "专业", 8, None, "课"), (DAY, "专业", 8, 4, "课"))
    header = (*HEADER[:3], None, *HEADER[3:])
    assert not read(book(header, whole, change=merge)).remarks
    assert any("“学时”下面合并了几列" in remark for remark in read(book(header, cut, change=merge)).remarks)


def test_the_header_is_found_below_titles_and_beside_empty_columns() -> None:
    data = book(
        ("某单位 2025 年度学时台账",),
        (),
        (None, "完成\n日期", None, " 科目", "学时"),
        (None, DAY, None, "专业", 8),
    )
    file = read(data)
    assert [line.cells[:3] for line in file.ledger.lines] == [("2025-09-05", "专业", "8")]
    assert file.ledger.lines[0].number == 4


def test_merged_text_is_read_in_every_row_and_merged_hours_once() -> None:
    """A number merged over two rows is one number: read twice it would be a wrong 达标."""

    def merge(sheet: Any) -> None:
        for area in ("A2:A3", "B2:B3", "C2:C3"):
            sheet.merge_cells(area)

    data = book(HEADER, (DAY, "专业", 30, "甲"), (None, None, None, "乙"), change=merge)
    assert cells(data) == [("2025-09-05", "专业", "30", "甲"), ("2025-09-05", "专业", "", "乙")]
    assert sum("合并" in remark for remark in read(data).remarks) == 2


def test_hidden_rows_are_read_and_told() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    data = book(HEADER, (DAY, "专业", 8, "甲"), (DAY, "专业", 9, "乙"), change=hide)
    assert len(cells(data)) == 2
    assert any("隐藏" in remark for remark in read(data).remarks)


def test_of_several_sheets_the_one_with_the_header_is_read_else_one_is_asked_for() -> None:
    made = openpyxl.Workbook()
    first: Any = made.active
    first.append(("说明",))
    for name in ("甲", "乙"):
        sheet = made.create_sheet(name)
        sheet.append(HEADER)
        if name == "甲":
            sheet.append((DAY, "专业", 8, "甲"))
    assert cells(file(made))[0][3] == "甲"
    assert any("“甲”" in remark for remark in read(file(made)).remarks)
    made["乙"].append((DAY, "专业", 8, "乙"))
    assert read_workbook_ledger(file(made)) == SheetChoice(("甲", "乙"))
    assert cells(file(made), "乙")[0][3] == "乙"
    made["甲"].sheet_state = "hidden"
    assert cells(file(made))[0][3] == "乙"


def test_a_sheet_that_is_formatted_to_its_last_row_is_read_at_once() -> None:
    def far(sheet: Any) -> None:
        sheet.cell(1_048_576, 16_384).number_format = "0.0"

    assert len(cells(book(HEADER, (DAY, "专业", 8, "课"), change=far))) == 1


def test_hidden_columns_and_a_hidden_sheet_are_told() -> None:
    """Whoever hid them may not have meant them."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(HEADER)
    sheet.append((DAY, "专业", 8, "课"))
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["F"].hidden = True
    (told,) = read(file(made)).remarks
    assert "隐藏" in told
    assert "学时" in told
    made.create_sheet("说明")
    sheet.sheet_state, made.active = "hidden", 1
    assert any(f"“{sheet.title}”在文件里是隐藏的" in remark for remark in read(file(made)).remarks)


def test_hours_merged_with_a_cell_beside_them_are_told_not_guessed() -> None:
    """Whose the number is, nobody can know."""

    def merge(sheet: Any) -> None:
        sheet.merge_cells("B2:C2")

    data = book(HEADER, (DAY, "30", None, "课"), (DAY, "专业", 8, "课"), change=merge)
    assert cells(data)[0] == ("2025-09-05", "30", "", "课")
    assert any("第 2 行的“学时”和左边的格子合并" in remark for remark in read(data).remarks)


@pytest.mark.parametrize("cut", range(0, 24, 3))
def test_merged_cells_are_found_wherever_a_piece_of_the_file_ends(
    monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """The file is looked through in pieces; a tag may lie over the end of one."""
    monkeypatch.setattr("xueshi.workbook.areas._CHUNK", 40 + cut)

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    data = book(HEADER, (DAY, "专业", 8, "甲"), (None, "专业", 9, "乙"), change=merge)
    assert [line[0] for line in cells(data)] == ["2025-09-05", "2025-09-05"]
