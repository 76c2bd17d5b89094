"""``xueshi roster``: files in, files out, the same in any number of processes (虚构)."""

import contextlib
import csv
import datetime
import importlib
import importlib.util
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculator.invented import node, row, rules
from xueshi import jsontext
from xueshi.cli import main
from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.roster.safe import guarded, unguarded
from xueshi.roster.sheets import open_workbook, sheet_records
from xueshi.workbook.marks import writable
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

HEADER = ["身份证号", "姓名", "单位", *USUAL_COLUMNS]
CARDS = [f"4104011990010112{at:02}" for at in range(40)]
RULES = rules(node("total", 9, node("a", 4, aliases=("甲",)), node("b", None, aliases=("乙",))))

SHEETS = b'<workbook><sheets><sheet name="a" r:id="r"/></sheets></workbook>'
LINKS = b'<Relationships><Relationship Id="r" Target="worksheets/a.xml"/></Relationships>'


def staff(people: int = 30) -> list[list[str]]:
    """Rows of people that lie far apart, some with errors."""
    return [
        [
            CARDS[at],
            f"某{at}",
            f"第{at % 3}所",
            *row("ab"[turn % 2], ["3", "八", "4.5"][(at + turn) % 3], course=f"课{turn}"),
        ]
        for turn in range(4)
        for at in range(people)
    ]


def csv_of(records: Sequence[Sequence[str]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(records)
    return out.getvalue().encode(encoding)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a rule and a roster."""
    (tmp_path / "rules.json").write_text(jsontext.dumps(RULES), encoding="utf-8")
    (tmp_path / "staff.csv").write_bytes(csv_of([["某单位"], HEADER, *staff()], "gb18030"))
    return tmp_path


def run(desk: Path, *files: str, out: str = "out.csv", options: Sequence[str] = ("--jobs", "1")) -> int:
    """Run the command in the folder."""
    places = [str(desk / name) for name in files or ("staff.csv",)]
    usual = ("--rules", str(desk / "rules.json"), "--out", str(desk / out), "--today", "2023-11-20")
    return main(["roster", *places, *usual, *options])


def read(path: Path) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_results_duties_and_errors_are_files_of_their_own(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """HR opens three lists: how people stand, what the unit has to do, what has to be corrected."""
    assert run(desk) == 0
    results, duties, errors = (read(desk / f"out{name}.csv") for name in ("", "-单位要办的事", "-要改正的行"))
    assert [cells[1] for cells in results[1:]] == [f"某{at}" for at in range(30)]
    assert results[0][:7] == ["工号", "姓名", "单位", "部门", "城市", "年度", "结论"]
    assert results[1][0] == f"'{CARDS[0]}"
    assert any("15" not in cells[5] and cells[5].isdecimal() for cells in duties[1:])
    assert errors[0][0] == "要改正的问题"
    assert all("“八”不是学时数" in cells[0] for cells in errors[1:])
    told = capsys.readouterr().out
    assert "30 人" in told
    assert "有 40 行要改正" in told


def test_any_number_of_processes_writes_the_same_bytes(desk: Path) -> None:
    """Order and content hang on the file alone."""
    for kind in ("csv", "xlsx"):
        for jobs in ("1", "2"):
            assert run(desk, out=f"out{jobs}.{kind}", options=("--jobs", jobs, "--letters")) == 0
        assert (desk / f"out1.{kind}").read_bytes() == (desk / f"out2.{kind}").read_bytes()
    for name in ("单位要办的事", "要改正的行"):
        assert (desk / f"out1-{name}.csv").read_bytes() == (desk / f"out2-{name}.csv").read_bytes()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_were_corrected_take_the_place_of_those_with_errors(desk: Path, kind: str) -> None:
    """Exported, corrected, loaded again beside the roster: as if the roster had been right from the start."""
    assert run(desk, options=("--jobs", "1", "--errors", str(desk / f"errors.{kind}"))) == 0
    if kind == "csv":
        content = (desk / "errors.csv").read_text("utf-8-sig").replace("八", "8")
        (desk / "errors.csv").write_text(content, encoding="utf-8-sig", newline="")
    else:
        book = openpyxl.load_workbook(desk / "errors.xlsx")
        for cells in book.worksheets[0]:
            for cell in cells:
                cell.value = str(cell.value or "").replace("八", "8")
        book.save(desk / "errors.xlsx")
    assert run(desk, "staff.csv", f"errors.{kind}", out="mended.csv") == 0
    right = [[cell.replace("八", "8") for cell in cells] for cells in staff()]
    (desk / "staff.csv").write_bytes(csv_of([["某单位"], HEADER, *right]))
    assert run(desk, out="right.csv") == 0
    mended, sound = (read(desk / name) for name in ("mended.csv", "right.csv"))
    # Two tables are named where there are two; nothing else differs.
    assert [
        [cell.replace("staff.csv第 ", "").replace(" 行", "") for cell in cells] for cells in mended
    ] == sound
    assert not (desk / "mended-要改正的行.csv").exists()


def test_errors_loaded_again_without_correction_are_given_back_unchanged(desk: Path) -> None:
    """Nothing typed is lost on the way, however often."""
    assert run(desk, options=("--jobs", "1", "--errors", str(desk / "errors.csv"))) == 0
    first = (desk / "errors.csv").read_bytes()
    assert (
        run(desk, "staff.csv", "errors.csv", options=("--jobs", "1", "--errors", str(desk / "again.csv")))
        == 0
    )
    assert (desk / "again.csv").read_bytes() == first


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


def test_our_own_results_are_not_read_as_people(desk: Path) -> None:
    """Who corrects rows in the workbook of results loads it as a whole."""
    assert run(desk, out="out.xlsx") == 0
    assert run(desk, "staff.csv", "out.xlsx", out="again.csv") == 0
    assert [cells[1] for cells in read(desk / "again.csv")[1:]] == [f"某{at}" for at in range(30)]


def test_unclear_columns_are_asked_for_with_what_may_be_answered(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command stops before it guesses, and takes the answers from a file."""
    (desk / "staff.csv").write_bytes(
        csv_of([["编号", "姓名", "日期", "科目", "学时"], ["1", "张三", "2023-03-01", "甲", "9"]])
    )
    assert run(desk) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "“编号”这一列是什么" in told
    assert "完成日期、申报日期、审核日期、不用" in told
    answers = {"columns": {"编号": "工号", "日期": "完成日期"}}
    (desk / "a.json").write_text(json.dumps(answers), encoding="utf-8")
    assert run(desk, options=("--answers", str(desk / "a.json"), "--jobs", "1")) == 0
    assert read(desk / "out.csv")[1][0] == "1"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--out", "x.doc"), "结尾"),
        (("--out", "/nowhere/x.csv"), "文件夹"),
        (("--jobs", "0"), "至少"),
        (("--answers", "wrong.json"), "columns"),
        (("--form", "x"), "可以写"),
    ],
)
def test_bad_usage_is_told_in_one_line(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: Sequence[str],
    told: str,
) -> None:
    """As every command of this project does."""
    monkeypatch.chdir(desk)
    Path("wrong.json").write_text('{"spalten": {}}', encoding="utf-8")
    assert run(desk, options=options) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not list(desk.glob("out*"))


def test_a_file_that_is_not_there_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, no half result."""
    assert run(desk, "nothing.csv") == 2
    assert "没有这个文件" in capsys.readouterr().err


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


@pytest.mark.parametrize("moment", ["rows-*", "results-*"])
def test_a_stop_leaves_nothing_behind(desk: Path, moment: str) -> None:
    """Ctrl-C while reading or judging: no half file, no folder of work, one line, whoever works."""
    rows = [[f"{at:05}", "某", "所", *row("a", "4", course="课")] for at in range(45_000)]
    (desk / "staff.csv").write_bytes(csv_of([HEADER, *rows]))
    before = set(desk.iterdir())
    command = [sys.executable, "-P", "-m", "xueshi", "roster", str(desk / "staff.csv"), "--jobs", "2"]
    command += ["--rules", str(desk / "rules.json"), "--out", str(desk / "out.csv"), "--today", "2023-11-20"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    while process.poll() is None and not list(desk.glob(f".xueshi-*/{moment}")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    os.killpg(process.pid, signal.SIGINT)
    error = process.communicate()[1].decode()
    assert process.returncode == 130
    assert error.strip() == "xueshi: 已停止，没有写出任何文件。"
    assert set(desk.iterdir()) == before


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


def test_without_a_library_for_parquet_the_sentence_says_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but the standard library is needed for CSV and Excel files."""
    monkeypatch.setattr("xueshi.roster.parquet._library", lambda _: None)
    (desk / "staff.parquet").write_bytes(b"PAR1....PAR1")
    assert run(desk, "staff.parquet") == 2
    assert "pip install duckdb" in capsys.readouterr().err
    assert run(desk, out="out.parquet") == 2
    assert "pip install duckdb" in capsys.readouterr().err
    assert not (desk / "out.parquet").exists()


LIBRARIES = [name for name in ("duckdb", "pyarrow") if importlib.util.find_spec(name)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_parquet_files_are_read_and_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """What provinces keep: the same results as from CSV, hours as numbers, ids as text."""
    import duckdb

    if library == "duckdb":
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    rows = [[*cells[:3], *cells[3:]] for cells in staff()]
    (desk / "plain.csv").write_bytes(csv_of([HEADER, *rows]))
    made = f"copy (select * from read_csv('{desk}/plain.csv', all_varchar=true, header=true))"
    with duckdb.connect() as connection:
        connection.execute(f"{made} to '{desk}/staff.parquet' (format parquet)")
    assert run(desk, "staff.parquet", out="out.parquet") == 0
    assert run(desk, "plain.csv") == 0
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from '{desk}/out.parquet'")
        header = [column[0] for column in found.description]
        people = [dict(zip(header, person, strict=True)) for person in found.fetchall()]
    assert [person["工号"] for person in people] == CARDS[:30]
    assert [person["结论"] for person in people] == [cells[6] for cells in read(desk / "out.csv")[1:]]
    assert {type(person["total已学"]) for person in people} == {float}
    assert not list(desk.glob("*.parquet.csv"))


def test_only_the_parquet_file_that_was_named_is_read_and_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB takes brackets for a pattern, and folders with a sign of equality for cells."""
    import duckdb

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (desk / "plain.csv").write_bytes(csv_of([HEADER, *staff()]))
    folder = desk / "工号=1[2]"
    folder.mkdir()
    made = f"copy (select * from read_csv('{desk}/plain.csv', all_varchar=true, header=true))"
    with duckdb.connect() as connection:
        connection.execute(f"{made} to '{folder}/staff[1].parquet' (format parquet)")
        connection.execute(f"copy (select 1 as 工号) to '{folder}/staff1.parquet' (format parquet)")
    assert run(desk, f"{folder.name}/staff[1].parquet", out=f"{folder.name}/out[1].parquet") == 0
    shutil.copy(folder / "out[1].parquet", desk / "copied.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(f"select 工号 from '{desk}/copied.parquet'").fetchall()
    assert [person for (person,) in found] == CARDS[:30]


def test_a_broken_parquet_file_is_told_in_one_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the library says of it."""
    (desk / "staff.parquet").write_bytes(b"PAR1....PAR1")
    assert run(desk, "staff.parquet") == 2
    assert capsys.readouterr().err.count("\n") == 1


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
