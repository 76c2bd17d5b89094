"""Excel files: cells are read as what they show, what is written reads back."""

import datetime
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from tests.calculator.books import DAY, HEADER, LONG, book, cells, file, patched, read, with_rows
from xueshi.ledger.files import UnreadableLedgerError
from xueshi.ledger.table import COLUMNS
from xueshi.ledger.workbooks import write_workbook_ledger
from xueshi.workbook.shown import Oddity, shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (DAY, "yyyy-mm-dd", "2025-09-05"),
        (DAY, 'yyyy"年"m"月"d"日";@', "2025-09-05"),
        (DAY, "[$-804]yyyy/m/d", "2025-09-05"),
        (DAY, 'yyyy"年"m"月"', "2025年9月"),
        (DAY.replace(hour=8, minute=30), "yyyy-m-d h:mm", "2025-09-05 08:30"),
        (DAY.replace(hour=8), "yyyy-m-d", "2025-09-05"),
        (datetime.time(8, 30), "h:mm", "08:30"),
        (8, "General", "8"),
        (8.0, "0.0", "8"),
        (29.5, "General", "29.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "0", "1000000000000000"),
        (8, '0"学时"', "8学时"),
        (90, 'General"分钟"', "90分钟"),
        (90, '_ * 0.0分钟_ ;_ * "负"0', "90分钟"),
        (7, '"甲"000', "甲007"),
        (-3, '0"天";"负"0\\天', "负-3天"),
        (8, '_ "¥"* #,##0.00_ ', "8"),
        (8, '0"。"', "8"),
        (0, '0"学时";"负"0"学时";"缺"0', "缺0"),
        (0.5, "0%", "50%"),
        (1.125, "0.0%", "112.5%"),
        (True, "General", "TRUE"),
        ("#N/A", "General", "#N/A"),
        (" 公需 ", "@", "公需"),
        (None, "General", ""),
    ],
)
def test_a_cell_is_read_as_what_it_shows(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format).text == text


@pytest.mark.parametrize(
    ("value", "number_format", "odd"),
    [
        (89.55, "0.0", Oddity.ROUNDED),
        (89.5, "0.0", None),
        (89.5, "0.00_ ", None),
        (89.5, "# ?/?", None),
        (89.55, "0E+00", None),
        (89.55, "General", None),
    ],
)
def test_only_what_is_shown_with_too_few_places_is_told_as_rounded(
    value: float, number_format: str, odd: Oddity | None
) -> None:
    found = shown(value, number_format)
    assert (found.text, found.oddity) == (str(value), odd)


PHONETIC = ("<t>公需</t>".encode(), '<t>公需</t>\n<rPh sb="0" eb="2"><t>ゴンシュ</t></rPh>\n'.encode())


def inline(part: bytes) -> bytes:
    """The sheet with the first text of its second row in the cell instead of among the shared ones."""
    text = "<is><t>公_x9700_</t><rPh sb='0' eb='2'><t>ゴンシュ</t></rPh></is>".encode()
    return re.sub(rb'(<c r="B2"[^>]*?) t="s">.*?</c>', rb'\1 t="inlineStr">' + text + rb"</c>", part)


def prefixed(part: bytes) -> bytes:
    """Every tag with a prefix, as some programs write them."""
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=")


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/sharedStrings.xml", lambda part: part.replace(*PHONETIC)),
        ("xl/sharedStrings.xml", lambda part: prefixed(part.replace(*PHONETIC))),
        ("xl/worksheets/sheet1.xml", inline),
        ("xl/worksheets/sheet1.xml", prefixed),
        ("xl/worksheets/sheet1.xml", lambda part: prefixed(inline(part))),
    ],
    ids=["aloud", "aloud, prefixed", "inline", "prefixed", "inline, prefixed"],
)
def test_how_a_text_is_read_aloud_and_how_tags_are_written_is_no_part_of_it(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    """公需 with its reading in kana above it is 公需."""
    data = book(HEADER, (DAY, "公需", 8, "课"), (DAY, "专业", 9, "课"))
    changed = patched(data, part, change)
    assert changed != data
    assert [row[1:3] for row in cells(changed)] == [("公需", "8"), ("专业", "9")]


def test_columns_beyond_the_alphabet_are_told_apart() -> None:
    """Platforms export dozens of columns: Z, AA and BA are three."""
    far = [""] * 60
    head, line = list(far), list(far)
    for place, name, value in ((25, "科目", "公需"), (26, "学时", "8"), (52, "完成日期", "2025-09-05")):
        head[place], line[place] = name, value
    assert cells(book(head, line)) == [("2025-09-05", "公需", "8", "")]


@pytest.mark.parametrize("place", ["2", "学2", "AAAA2"])
def test_a_cell_that_says_no_column_makes_a_file_damaged(place: str) -> None:
    data = book(HEADER, (DAY, "公需", 8, "课"))
    with pytest.raises(UnreadableLedgerError):
        read(patched(data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"C2", place.encode())))


def test_hours_are_never_taken_rounded_and_this_is_told() -> None:
    """89.5 that a format shows as 90 would be a wrong 达标."""

    def whole(sheet: Any) -> None:
        sheet["C2"].number_format = "0"

    data = book(HEADER, (DAY, "专业", 89.5, "课"), change=whole)
    assert cells(data)[0][2] == "89.5"
    assert any("四舍五入" in remark and "89.5" in remark for remark in read(data).remarks)


def test_minutes_that_only_the_format_calls_so_are_no_hours() -> None:
    """90 that is shown as 90分钟 would count as 90学时."""

    def minutes(sheet: Any) -> None:
        sheet["C2"].number_format = '0"分钟"'

    assert cells(book(HEADER, (DAY, "专业", 90, "课"), change=minutes))[0][2] == "90分钟"


def test_hours_that_are_struck_through_are_read_and_told() -> None:
    def cancelled(sheet: Any) -> None:
        sheet["C2"].font = Font(strike=True)

    data = book(HEADER, (DAY, "专业", 8, "课"), (DAY, "专业", 9, "课"), change=cancelled)
    assert [row[2] for row in cells(data)] == ["8", "9"]
    assert ["1 个格子画了删除线" in remark for remark in read(data).remarks] == [True]


def test_below_another_header_nothing_is_read_as_if_it_were_the_first() -> None:
    """Its days of declaration were taken for those of review."""
    other = ("课程", *HEADER[1:3], HEADER[0])
    with pytest.raises(UnreadableLedgerError, match="第 3 行是另一个表头"):
        read(book(HEADER, (DAY, "公需", 8, "课"), other, ("课", "专业", 8, DAY)))
    assert len(cells(book(HEADER, (DAY, "公需", 8, "课"), HEADER, (DAY, "专业", 8, "课")))) == 3


def test_a_date_that_shows_no_year_is_read_and_told() -> None:
    def short(sheet: Any) -> None:
        sheet["A2"].number_format = 'm"月"d"日"'

    data = book(HEADER, (DAY, "专业", 8, "课"), change=short)
    assert cells(data)[0][0] == "2025-09-05"
    assert any("年份" in remark for remark in read(data).remarks)


@pytest.mark.parametrize(("number", "text"), [(31, "2025-09-05"), (57, "2025年9月"), (58, "2025-09-05")])
def test_date_formats_that_chinese_programs_name_by_number_alone_are_dates(number: int, text: str) -> None:
    data = book(HEADER, (DAY, "专业", 8, "课"))
    undefined = re.compile(rb"<numFmts.*?</numFmts>")
    numbered = re.compile(rb'numFmtId="(?!0")\d+"')
    data = patched(
        data,
        "xl/styles.xml",
        lambda part: numbered.sub(b'numFmtId="%d"' % number, undefined.sub(b"", part)),
    )
    assert cells(data)[0][0] == text


@pytest.mark.parametrize("old", [False, True])
def test_the_days_of_both_calendars_of_excel_are_the_same_days(old: bool) -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"date_1904": old, "in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_datetime(1, 0, DAY, made.add_format({"num_format": "yyyy/m/d"}))
    sheet.write_row(1, 1, ("专业", 8, "课"))
    made.close()
    data = out.getvalue()
    assert cells(data) == [("2025-09-05", "专业", "8", "课")]
    spelled = patched(data, "xl/workbook.xml", lambda part: part.replace(b'date1904="1"', b'date1904="true"'))
    assert cells(spelled) == cells(data)


def test_a_formula_is_read_as_the_result_that_is_kept_with_it() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ("2025-09-05", "专业"))
    sheet.write_formula(1, 2, "=4*6", None, 24)
    sheet.write_formula(1, 3, '="课"', None, "课")
    made.close()
    assert cells(out.getvalue()) == [("2025-09-05", "专业", "24", "课")]


def test_a_formula_without_a_result_is_empty_and_told_with_its_row() -> None:
    data = book(HEADER, ("2025-09-05", "专业", "=4*6", "课"))
    assert cells(data) == [("2025-09-05", "专业", "", "课")]
    assert any("公式" in remark and "第 2 行" in remark for remark in read(data).remarks)


def test_what_is_written_reads_back_as_the_same_rows() -> None:
    rows = [
        ("2025-09-05", "专业", "29.5", "=1+1", "+86", "-面授", "申报", "2025-02-31", "", "是"),
        ("2025年9月5日", "没有的", "08", "@甲\x07", "007", "", "自动", "", "", "否", "12"),
    ]
    data = write_workbook_ledger(rows, ["公需", "专业"])
    found = [line.cells for line in read(data).ledger.lines]
    assert found == [(*row, *[""] * (len(COLUMNS) - len(row))) for row in (rows[0], without_bell(rows[1]))]


def without_bell(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row without the character that no Excel file can hold."""
    return tuple(cell.replace("\x07", "") for cell in row)


def test_a_written_ledger_has_real_days_and_numbers_no_formulas_and_choices() -> None:
    data = write_workbook_ledger([("2025-09-05", "专业", "8", "=1+1", LONG)], ["公需", "专业"])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]][:5] == ["d", "s", "n", "s", "s"]
    assert sheet["E2"].value == LONG
    assert sheet.freeze_panes == "A2"
    offered = {str(item.sqref): item.formula1 for item in sheet.data_validations.dataValidation}
    assert offered["B2:B502"] == '"公需,专业"'


@pytest.mark.parametrize(("width", "hidden"), [("0", True), ("9.5", False)])
def test_a_column_of_no_width_is_hidden_too(width: str, hidden: bool) -> None:
    """Dragged shut with the mouse, it is written with a width of 0."""
    cols = f'<cols><col min="3" max="3" width="{width}" customWidth="1"/></cols><sheetData>'.encode()
    data = book(HEADER, (DAY, "专业", 8, "课"))
    shut = patched(data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<sheetData>", cols))
    assert any("隐藏" in remark and "学时" in remark for remark in read(shut).remarks) is hidden


def test_a_sheet_that_is_a_chart_is_no_table() -> None:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(HEADER)
    sheet.append((DAY, "专业", 8, "课"))
    made.create_chartsheet("图", 0)
    assert cells(file(made)) == [("2025-09-05", "专业", "8", "课")]


def test_what_is_written_has_every_mark_as_typed() -> None:
    """Marks that mean something in the files of Excel mean nothing in a ledger."""
    course = 'A&B <i>"课"</i> &amp; 一'
    data = write_workbook_ledger([("2025-09-05", "专业", "8", course)], ["公需", "专业"])
    assert cells(data) == [("2025-09-05", "专业", "8", course)]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["D2"].value == course


def test_time_that_is_counted_on_is_no_day() -> None:
    """26 hours under ``[h]:mm`` are no second of January."""

    def counted(sheet: Any) -> None:
        sheet["C2"].number_format = "[h]:mm"

    assert cells(book(HEADER, (DAY, "专业", 26 / 24, "课"), change=counted))[0][2] == "26:00"


def test_a_day_that_is_written_out_is_read() -> None:
    """Some programs keep days so."""
    row = b'<row r="2"><c r="A2" t="d"><v>2025-09-05T00:00:00</v></c><c r="C2"><v>8</v></c></row>'
    assert cells(with_rows(row))[0][0] == "2025-09-05"
