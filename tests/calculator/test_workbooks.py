"""Excel files: cells are read as what they show, what cannot be read is told, what is written reads back."""

import datetime
import io
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.calculator.invented import rules
from xueshi import jsontext
from xueshi.ledger.files import LedgerFile, UnreadableLedgerError
from xueshi.ledger.table import COLUMNS
from xueshi.ledger.workbooks import SheetChoice, read_workbook_ledger, write_workbook_ledger
from xueshi.page import handle
from xueshi.workbook import reading
from xueshi.workbook.shown import shown

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


# Single cells


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
    assert cells(out.getvalue()) == [("2025-09-05", "专业", "8", "课")]


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


# Tables


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


# What is refused


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


# Writing


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


# What the looks of a table leave open


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


def with_rows(rows: bytes) -> bytes:
    """A file with a header and rows as some program wrote them."""
    end = b"</sheetData>"
    return patched(book(HEADER), "xl/worksheets/sheet1.xml", lambda part: part.replace(end, rows + end))


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


def test_time_that_is_counted_on_is_no_day() -> None:
    """26 hours under ``[h]:mm`` are no second of January."""

    def counted(sheet: Any) -> None:
        sheet["C2"].number_format = "[h]:mm"

    assert cells(book(HEADER, (DAY, "专业", 26 / 24, "课"), change=counted))[0][2] == "26:00"


def test_a_day_that_is_written_out_is_read() -> None:
    """Some programs keep days so."""
    row = b'<row r="2"><c r="A2" t="d"><v>2025-09-05T00:00:00</v></c><c r="C2"><v>8</v></c></row>'
    assert cells(with_rows(row))[0][0] == "2025-09-05"
