"""``xueshi roster``: files in, files out, the same in any number of processes (虚构)."""

import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.calculator.invented import node, row, rules
from xueshi import jsontext
from xueshi.cli import main
from xueshi.ledger.table import USUAL_COLUMNS

HEADER = ["身份证号", "姓名", "单位", *USUAL_COLUMNS]
CARDS = [f"4104011990010112{at:02}" for at in range(40)]
RULES = rules(node("total", 9, node("a", 4, aliases=("甲",)), node("b", None, aliases=("乙",))))


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
    (desk / "staff.csv").write_bytes(csv_of([HEADER, *(cells for cells in staff() if "八" not in cells)]))
    assert run(desk) == 0
    told = capsys.readouterr().out
    assert "要改正" not in told.splitlines()[0]
    # The file of before lies there still, for its owner may be at work on it; it is told to be of before.
    assert "out-要改正的行.csv 是以前写出的" in told
    (desk / "out-要改正的行.csv").unlink()
    assert run(desk) == 0
    assert "以前" not in capsys.readouterr().out


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


@pytest.mark.parametrize(
    ("files", "options"),
    [
        (("staff.csv",), ("--out", "staff.csv")),
        (("staff.csv",), ("--out", "./STAFF/../staff.csv")),
        (("staff.csv",), ("--errors", "staff.csv")),
        (("staff.csv", "out-要改正的行.csv"), ()),
        (("staff.csv", "out-单位要办的事.csv"), ()),
        (("staff.csv", "errors-2.csv"), ("--errors", "errors.csv")),
    ],
)
def test_no_result_is_written_over_a_table_that_was_read(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    files: Sequence[str],
    options: Sequence[str],
) -> None:
    """Who corrects rows and loads them under the name they were written with would lose what was typed."""
    monkeypatch.chdir(desk)
    Path("STAFF").mkdir()
    other = ["姓名", "工号", *USUAL_COLUMNS]
    for name in files[1:]:
        Path(name).write_bytes(csv_of([other, ["某甲", "7", *row("a", "八")]]))
    before = {path.name: path.read_bytes() for path in desk.glob("*.csv")}
    assert run(desk, *files, options=("--jobs", "1", *options)) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "会改写这次读的表格" in told
    assert {path.name: path.read_bytes() for path in desk.glob("*.csv")} == before


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
        (("--errors", "x.doc"), "--errors x.doc 的结尾"),
        (("--errors", "nowhere/x.csv"), "--errors 的文件夹"),
        (("--errors", "x.csv", "--out", "x.csv"), "换一个名字"),
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


@pytest.mark.parametrize("moment", ["rows-*", "results-*"])
def test_a_stop_leaves_nothing_behind(desk: Path, moment: str) -> None:
    """Ctrl-C while reading or judging: no half file, no folder of work, one line, whoever works."""
    rows = [[f"{at:05}", "某", "所", *row("a", "4", course="课")] for at in range(45_000)]
    (desk / "staff.csv").write_bytes(csv_of([HEADER, *rows]))
    before = set(desk.iterdir())
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores Ctrl-C
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
