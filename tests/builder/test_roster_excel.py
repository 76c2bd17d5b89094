"""``xueshi roster`` and Excel files: read as they are shown, written so that nothing is lost (虚构)."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder.test_roster_command import CARDS, HEADER, csv_of, desk, read, run
from tests.calculator.invented import row
from xueshi.cli import main
from xueshi.roster.safe import guarded, unguarded
from xueshi.roster.tables.sheets import open_workbook, sheet_records
from xueshi.workbook.marks import writable
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

__all__ = ["desk"]

SHEETS = b'<workbook><sheets><sheet name="a" r:id="r"/></sheets></workbook>'
LINKS = b'<Relationships><Relationship Id="r" Target="worksheets/a.xml"/></Relationships>'


def test_an_excel_file_is_read_as_it_is_shown(desk: Path) -> None:
    """Dates are days, names merged downwards count for every row, a hidden sheet and a note do not."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["某单位培训情况"])
    sheet.append(["姓名", "工号", "科目", "学时", "完成日期", "审核日期", "申报日期"])
    day = datetime.datetime(2023, 3, 1)  # noqa: DTZ001 (a cell has no zone)
    for subject in ("甲", "乙"):
        sheet.append(["张三", "0012", subject, 4.5, day, day, day])
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    book.create_sheet("说明")["A1"] = "填写说明"
    hidden = book.create_sheet("旧")
    hidden.append(["姓名", "科目", "学时", "完成日期"])
    hidden.append(["别人", "甲", 4, day])
    hidden.sheet_state = "hidden"
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    (_, person) = read(desk / "out.csv")
    assert person[:2] == ["'0012", "张三"]
    assert person[6] == "已达标"


def test_an_id_that_a_spreadsheet_kept_as_a_number_is_given_back(desk: Path) -> None:
    """Its last digits are gone: two people could be one."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append([410401199001011234, "张三", "某所", *row("a", "9")])
    book.worksheets[0].append(["41040119900101123X", "李四", "某所", *row("a", "9")])
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    assert [cells[0] for cells in read(desk / "out.csv")[1:]] == ["'41040119900101123X"]
    assert "丢失" in read(desk / "out-要改正的行.csv")[1][0]


def test_nothing_that_is_written_is_a_formula(desk: Path) -> None:
    """A name that begins like a formula stays a name, in every file."""
    evil = ['=HYPERLINK("http://x")', "+1", "-1", "@a", "\t=1"]
    (desk / "staff.csv").write_bytes(
        csv_of([HEADER, *([name, name, name, *row("a", "八", course=name)] for name in evil)])
    )
    assert run(desk) == 0
    assert run(desk, out="out.xlsx") == 0
    for path in desk.glob("out*.csv"):
        assert not [
            cell for cells in read(path) for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))
        ]
    book = openpyxl.load_workbook(desk / "out.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert evil[0] in {cell.value for cell in cells}


def test_characters_by_their_number_are_read_as_such(desk: Path) -> None:
    """Excel writes some so; half of a pair, or none at all, is no character and breaks nothing."""
    text = b"<worksheet><sheetData>" + b"".join(
        b"<row>%b</row>"
        % b"".join(b'<c t="inlineStr"><is><t>%b</t></is></c>' % cell.encode() for cell in line)
        for line in (HEADER, ["1_xD800_", "\u5f20_x4E09__x0000_", "", *row("a", "9")])
    )
    parts = {"[Content_Types].xml": b"", "xl/_rels/workbook.xml.rels": LINKS, "xl/workbook.xml": SHEETS}
    with zipfile.ZipFile(desk / "staff.xlsx", "w") as archive:
        for name, data in {**parts, "xl/worksheets/a.xml": text + b"</sheetData></worksheet>"}.items():
            archive.writestr(name, data)
    assert run(desk, "staff.xlsx") == 0
    assert read(desk / "out.csv")[1][:2] == ["1", "张三"]


def test_hours_and_days_are_such_in_an_excel_file(desk: Path) -> None:
    """They can be added up and sorted; ids are text."""
    assert run(desk, out="out.xlsx") == 0
    book = openpyxl.load_workbook(desk / "out.xlsx")
    assert book.sheetnames == ["结果", "单位要办的事", "要改正的行"]
    header = [cell.value for cell in book["结果"][1]]
    first = dict(zip(header, book["结果"][2], strict=True))
    assert first["工号"].value == CARDS[0]
    assert isinstance(first["total已学"].value, int | float)
    days = [line[header.index("本人最近一天")] for line in book["结果"].iter_rows(min_row=2)]
    assert all(cell.is_date for cell in days if cell.value)
    assert any(cell.value for cell in days)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/sharedStrings.xml", b"\0" * 2_000_000),
        ("xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "bbbb">]><workbook>&b;</workbook>'),
        ("xl/worksheets/a.xml", b"<worksheet><sheetData><row><c><v>" + b"1" * 9_000_000),
        ("xl/worksheets/a.xml", b'<worksheet><sheetData><row r="' + b"1" * 9_000_000),
        ("xl/worksheets/a.xml", b"<worksheet><sheetData><row>" + b"<c><v>1</v></c>" * 100_000),
        ("xl/worksheets/a.xml", b'<worksheet><sheetData><row><c t="s"><v>7</v></c></row>'),
    ],
)
def test_an_excel_file_that_would_fill_the_memory_is_refused(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    content: bytes,
) -> None:
    """A few kilobytes can unpack to gigabytes, and a document type can refer to anything."""
    monkeypatch.setattr("xueshi.workbook.contents.LARGEST_TEXTS", 1_000_000)
    parts = {"[Content_Types].xml": b"", "xl/_rels/workbook.xml.rels": LINKS, "xl/workbook.xml": SHEETS}
    with zipfile.ZipFile(desk / "evil.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, "xl/worksheets/a.xml": b"<worksheet/>", part: content}.items():
            archive.writestr(name, data)
    assert run(desk, "evil.xlsx") == 2
    assert capsys.readouterr().err.count("\n") == 1


cells = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["=1", "'=1", "''", "0012", "'0012", "41040119900101123X", " -1", "_x0041_", "a\r\nb", "1e5", "\t", "  "]
)


@settings(deadline=None)
@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    """No cell that was typed is changed on its way through a file and back, however odd it is."""
    assert [[unguarded(guarded(cell)) for cell in line] for line in rows] == rows
    out = io.BytesIO()
    writer = XlsxWriter(out)
    writer.sheet(SheetForm("表", ("a", "b", "c")))
    for line in rows:
        writer.row(line)
    writer.close()
    book = open_workbook(out)
    found = {record.line: record.cells for record in sheet_records(book, book.sheets[0])}
    for number, line in enumerate(rows, 2):
        sound = [writable(cell).strip() for cell in line]
        assert [*found.get(number, ()), "", "", ""][:3] == sound


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A province has more people than an Excel sheet has rows."""
    monkeypatch.setattr("xueshi.workbook.xlsx.MOST_ROWS", 3)
    out = io.BytesIO()
    writer = XlsxWriter(out)
    writer.sheet(SheetForm("结果", ("甲",)))
    for number in range(5):
        writer.row((str(number),))
    writer.close()
    book = openpyxl.load_workbook(out)
    assert {sheet.title: [cell.value for (cell,) in sheet.iter_rows()] for sheet in book} == {
        "结果": ["甲", "0", "1"],
        "结果 2": ["甲", "2", "3"],
        "结果 3": ["甲", "4"],
    }


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("form", ["rows", "totals"])
def test_a_template_is_a_roster_without_people(desk: Path, form: str, kind: str) -> None:
    """Filled in, it is read without a question; the choices of an Excel file are those of the rule."""
    options = ["--rules", str(desk / "rules.json"), "--out", str(desk / f"t.{kind}")]
    assert main(["roster", "--template", form, *options]) == 0
    if kind == "csv":
        header, rows = read(desk / "t.csv")[0], []
    else:
        book = openpyxl.load_workbook(desk / "t.xlsx")
        sheet = book.worksheets[0]
        header, rows = [str(cell.value) for cell in sheet[1]], list(sheet.iter_rows(min_row=2))
        assert sheet.data_validations.dataValidation
    assert not rows
    (desk / "filled.csv").write_bytes(csv_of([header, ["1", "张三", *[""] * (len(header) - 2)]]))
    assert run(desk, "filled.csv") == 0
    assert read(desk / "out.csv")[1][6] == "未达标"
