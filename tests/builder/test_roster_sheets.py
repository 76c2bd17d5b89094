"""What the looks of a spreadsheet leave open is told of or given back: nobody's hours are guessed."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.builder.test_roster_command import desk as desk
from tests.builder.test_roster_command import read, run
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.roster.page.desk import Desk
from xueshi.roster.tables import table as roster_table
from xueshi.roster.tables.samples import samples

DAY = datetime.date(2023, 11, 20)


def saved(desk: Path, *rows: list[Any], merged: tuple[str, ...] = ()) -> Any:
    """A workbook at the desk, not saved yet, with its sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    book.save(desk / "staff.xlsx")
    return sheet


def given_back(desk: Path) -> list[str]:
    """The reasons of the rows that have to be corrected."""
    return [cells[0] for path in desk.glob("out-要改正的行*.csv") for cells in read(path)[1:]]


def learned(desk: Path) -> dict[str, str]:
    """Hours of everybody, by name."""
    header, *people = read(desk / "out.csv")
    return {cells[1]: cells[header.index("total已学")] for cells in people}


def test_a_number_merged_over_two_subjects_is_neither_ones(desk: Path) -> None:
    """It stood for the first, silently, and the second was nought."""
    saved(desk, ["姓名", "甲", "乙"], ["张三", 9, None], ["李四", 4, 5], merged=("B2:C2",))
    assert run(desk, "staff.xlsx") == 0
    assert learned(desk) == {"张三": "0", "李四": "9"}
    (reason,) = given_back(desk)
    assert reason.startswith("乙：")
    assert "取消合并" in reason


def test_a_number_merged_over_two_people_is_the_first_ones_and_the_second_is_given_back(desk: Path) -> None:
    """Nought hours would have been a wrong verdict without a word."""
    saved(desk, ["姓名", "甲", "乙"], ["张三", 4, 5], ["李四", None, 5], merged=("B2:B3",))
    assert run(desk, "staff.xlsx") == 0
    assert learned(desk) == {"张三": "9", "李四": "0"}
    (reason,) = given_back(desk)
    assert "取消合并" in reason


def test_a_title_over_the_whole_row_is_nobody(desk: Path) -> None:
    """Units often stand so above their people."""
    saved(desk, ["姓名", "甲", "乙"], ["内科", None, None], ["李四", 4, 5], merged=("A2:C2",))
    assert run(desk, "staff.xlsx") == 0
    assert learned(desk) == {"李四": "9"}
    (reason,) = given_back(desk)
    assert "小标题" in reason


def test_texts_that_go_over_columns_without_hours_are_left_alone(desk: Path) -> None:
    """A name may be as wide as it likes."""
    saved(desk, ["姓名", "单位", "甲", "乙"], ["李四", None, 4, 5], merged=("A2:B2",))
    assert run(desk, "staff.xlsx") == 0
    assert learned(desk) == {"李四": "9"}
    assert given_back(desk) == []


def test_hidden_columns_and_rounded_numbers_and_days_without_a_year_are_told(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only of columns that are read: what else is hidden is nobody's business."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["姓名", "备注", *USUAL_COLUMNS[:3]])
    sheet.append(["张三", "x", 44986, "甲", 4.25])
    sheet["C2"].number_format, sheet["E2"].number_format = 'm"月"d"日"', "0.0"
    for column in "BD":
        sheet.column_dimensions[column].hidden = True
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    told = capsys.readouterr().out
    assert "这些列是隐藏的，也照样读了：科目。" in told
    assert "1 个数显示时四舍五入了，按存着的数读（第一处在第 2 行：4.25）" in told
    assert "1 个日期只显示了月和日" in told


def test_a_row_that_is_struck_through_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So offices cancel a row and leave it standing: counted in silence, it made people 已达标."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["姓名", "备注", "甲", "乙"])
    sheet.append(["张三", "x", 4, 5])
    for cell in sheet[2]:
        cell.font = Font(strike=True)
    for cell in sheet[1]:
        cell.font = Font(strike=False, bold=True)
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    assert "3 个格子画了删除线，也照样读了（第一处在第 2 行：张三）" in capsys.readouterr().out
    assert learned(desk) == {"张三": "9"}


def test_a_large_text_is_looked_through_in_steps_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look was one call of seconds that nobody could stop, and every question made another."""
    looks: list[str] = []
    decoded = roster_table._decoded

    def noted(stream: BinaryIO, name: str) -> Iterator[int]:
        looks.append(name)
        return decoded(stream, name)

    monkeypatch.setattr(roster_table, "_decoded", noted)
    monkeypatch.setattr(roster_table, "_CHUNK", 1_000)
    text = "姓名,甲,乙\n" + "".join(f"某{at},4,5\n" for at in range(2_000))
    one = Desk("1.csv", text.encode("gb18030"), None, [], DAY)
    shares = []
    while not one.prepare(1):
        shares.append(one.prepared)
    assert len(shares) > 20
    assert shares == sorted(shares)
    one.lay_out()
    one.peek()
    samples(one.tables, "甲")
    assert looks == ["utf-8", "gb18030"]


def test_an_excel_file_is_looked_through_in_steps_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its shared texts and merged cells have to be known before the first row."""
    monkeypatch.setattr("xueshi.workbook.areas._CHUNK", 1_000)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["姓名", "甲", "乙"])
    for at in range(500):
        sheet.append([f"某{at}", 4, 5])
    out = io.BytesIO()
    book.save(out)
    one = Desk("1.xlsx", out.getvalue(), None, [], DAY)
    shares = []
    while not one.prepare(1):
        shares.append(one.prepared)
    assert len(shares) > 20
    assert shares == sorted(shares)
    monkeypatch.setattr("xueshi.workbook.areas.Areas.read", lambda *_: pytest.fail("looked through again"))
    one.lay_out()
    assert one.peek() == []
