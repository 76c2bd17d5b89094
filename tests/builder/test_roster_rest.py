"""Answers about single people, corrected rows that fit no longer, cells that hold nothing (虚构)."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.builder.test_roster_command import HEADER, csv_of, desk, read, run
from tests.calculator.invented import node, row, rules
from xueshi import jsontext

__all__ = ["desk"]


def answered(desk: Path, answers: object, *files: str) -> int:
    """Run the command with answers."""
    (desk / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return run(desk, *files, options=("--jobs", "1", "--answers", str(desk / "answers.json")))


NAMESAKES = [["姓名", "单位", "甲", "乙"], ["张伟", "一所", "4", "5"], ["张伟", "二所", "4", "5"]]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"people": {"张伟": {"all_approved": "是"}}}, "2 个人"),
        ({"people": {"李四": {"all_approved": "是"}}}, "找不到这个人"),
        ({"people": {"张伟@一所": {"all_approved": "好"}}}, "认不得"),
        ({"people": {"张伟@一所": {"nonsense": "是"}}}, "没有问题"),
        ({"people": {"张伟@一所": {"all_approved": "是"}, "张伟@一所@2023": {}}}, "同一个人"),
        ({"everyone": {"nonsense": "是"}}, "nonsense"),
    ],
)
def test_an_answer_that_fits_nobody_or_several_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str], answers: object, told: str
) -> None:
    """Nobody is judged by what was said of somebody else."""
    (desk / "staff.csv").write_bytes(csv_of(NAMESAKES))
    assert answered(desk, answers) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_an_answer_about_one_of_two_namesakes_is_his_alone(desk: Path) -> None:
    """Unit and year tell them apart."""
    (desk / "staff.csv").write_bytes(csv_of(NAMESAKES))
    assert answered(desk, {"people": {"张伟@二所@2023": {"all_approved": "是"}}}) == 0
    assert [cells[6] == "已达标" for cells in read(desk / "out.csv")[1:]] == [False, True]


def corrected(desk: Path, change: str = "8", name: str = "errors.csv") -> list[list[str]]:
    """Put the rows of one run that have errors into a file, corrected; gives them."""
    assert run(desk, options=("--jobs", "1", "--errors", str(desk / name))) == 0
    rows = [[cell.replace("八", change) for cell in cells] for cells in read(desk / name)]
    (desk / name).write_bytes(csv_of(rows, "utf-8-sig"))
    return rows


def short_staff(desk: Path) -> list[list[str]]:
    """Two people, each with an error."""
    rows = [
        ["身份证号", *HEADER[1:]],
        ["1", "张三", "所", *row("a", "八")],
        ["2", "李四", "所", *row("a", "八")],
    ]
    (desk / "staff.csv").write_bytes(csv_of(rows))
    return rows


def left_over(desk: Path) -> list[str]:
    """What is told of rows that are to be corrected."""
    return [cells[0] for cells in read(desk / "out-要改正的行.csv")[1:]]


def test_a_correction_is_not_put_in_the_place_of_another_row(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table was sorted anew after the errors were set apart: nothing sound is lost."""
    header, first, second = short_staff(desk)
    rows = corrected(desk)
    sound = ["3", "王五", "所", *row("a", "9")]
    (desk / "staff.csv").write_bytes(csv_of([header, sound, first, second]))
    assert run(desk, "staff.csv", "errors.csv") == 0
    assert "2 行改正后的内容没有使用" in capsys.readouterr().out
    assert [cells[1] for cells in read(desk / "out.csv")[1:]] == ["王五", "张三", "李四"]
    told = left_over(desk)
    assert sum("不是当初要改的那一行" in one for one in told) == 2
    # Where the row is found again, its line can be corrected: it is the same row.
    rows = [
        [*cells[:-2], str(int(cells[-2]) + 1), cells[-1]] if at else cells for at, cells in enumerate(rows)
    ]
    (desk / "errors.csv").write_bytes(csv_of(rows, "utf-8-sig"))
    (desk / "out-要改正的行.csv").unlink()
    assert run(desk, "staff.csv", "errors.csv") == 0
    assert not (desk / "out-要改正的行.csv").exists()


def test_two_corrections_of_one_row_are_told_and_none_is_used(desk: Path) -> None:
    """Neither the first nor the last wins silently."""
    short_staff(desk)
    rows = corrected(desk)
    again = [cells.replace("8", "7") if at == 6 else cells for at, cells in enumerate(rows[1])]
    assert again != rows[1]
    (desk / "errors.csv").write_bytes(csv_of([*rows, again], "utf-8-sig"))
    assert run(desk, "staff.csv", "errors.csv") == 0
    told = left_over(desk)
    assert sum("几处不同的改正" in one for one in told) == 2
    assert len(told) == 3
    (desk / "errors.csv").write_bytes(csv_of([*rows, rows[1]], "utf-8-sig"))
    (desk / "out-要改正的行.csv").unlink()
    assert run(desk, "staff.csv", "errors.csv") == 0
    assert not (desk / "out-要改正的行.csv").exists()


def test_the_number_of_a_row_may_be_a_spreadsheets(desk: Path) -> None:
    """``2.0`` is line 2; a row of a file that is not there is told, as is one that says no row."""
    short_staff(desk)
    rows = corrected(desk)
    (desk / "errors.csv").write_bytes(
        csv_of([rows[0], [*rows[1][:-2], "2.0", rows[1][-1]], [*rows[2][:-3], "x.csv", *rows[2][-2:]]])
    )
    assert run(desk, "staff.csv", "errors.csv") == 0
    assert ["没有“x.csv”的第 3 行" in one for one in left_over(desk)] == [False, True]
    (desk / "errors.csv").write_bytes(csv_of([rows[0], rows[1], [*rows[2][:-2], "", rows[2][-1]]]))
    assert run(desk, "staff.csv", "errors.csv") == 0
    assert sum("不知道改的是哪一行" in one for one in left_over(desk)) == 1


def test_a_row_that_is_still_wrong_after_its_correction_can_be_corrected_again(desk: Path) -> None:
    """Its mark stays that of the row as it stands in the roster."""
    short_staff(desk)
    corrected(desk, "九")
    assert run(desk, "staff.csv", "errors.csv", options=("--jobs", "1", "--errors", str(desk / "b.csv"))) == 0
    rows = [[cell.replace("九", "9") for cell in cells] for cells in read(desk / "b.csv")]
    (desk / "b.csv").write_bytes(csv_of(rows, "utf-8-sig"))
    assert run(desk, "staff.csv", "b.csv") == 0
    assert not (desk / "out-要改正的行.csv").exists()


def test_a_formula_without_its_result_is_no_blank(desk: Path) -> None:
    """Whoever made the file never computed it: the row is given back, unless nobody reads the cell.

    It is the row of a person who is there, and who is told of it.
    """
    book = openpyxl.Workbook()
    for cells in (
        ["姓名", "甲", "乙", "备注"],
        ["张三", "=2+2", "5", ""],
        ["李四", "4", "5", "=1+1"],
        ["=A2", "4", "5", ""],
    ):
        book.worksheets[0].append(cells)
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    header, *people = read(desk / "out.csv")
    shown = [(cells[1], cells[header.index("结论")], cells[header.index("读不懂的行")]) for cells in people]
    assert shown == [("张三", "未达标", "2"), ("李四", "需补充信息", "")]
    assert ["没有存计算结果" in one for one in left_over(desk)] == [True, True]


def test_hidden_rows_are_told_of_and_ids_have_the_noughts_that_are_shown(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row may be hidden by a filter, or because it is not meant: whoever keeps the table knows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for cells in (["工号", "甲", "乙"], [7, 4, 5], [8, 4, 5]):
        sheet.append(cells)
    sheet["A2"].number_format = "00000"
    sheet.row_dimensions[3].hidden = True
    book.save(desk / "staff.xlsx")
    assert run(desk, "staff.xlsx") == 0
    assert "这些行是隐藏的，也照样读了：3。" in capsys.readouterr().out
    assert [cells[0].lstrip("'") for cells in read(desk / "out.csv")[1:]] == ["00007", "8"]


def test_more_hours_than_a_year_has_are_no_hours(desk: Path) -> None:
    """A slip of the finger makes nobody meet anything, in a row or in a sum."""
    (desk / "staff.csv").write_bytes(csv_of([HEADER, ["1", "张三", "所", *row("a", "6000000000000000")]]))
    (desk / "sums.csv").write_bytes(csv_of([["工号", "甲", "乙"], ["2", "4", "8785"], ["3", "4", "8784"]]))
    assert run(desk, "staff.csv", "sums.csv") == 0
    result = [
        dict(zip(read(desk / "out.csv")[0], cells, strict=True)) for cells in read(desk / "out.csv")[1:]
    ]
    assert [one["total已学"] for one in result] == ["0", "4", "8788"]
    told = [cells[0] for path in desk.glob("out-要改正的行*.csv") for cells in read(path)[1:]]
    assert ["8784" in one for one in told] == [True, True]


def test_a_question_about_a_row_of_another_table_names_table_and_line(desk: Path) -> None:
    """Nobody finds line 1,000,000,002."""
    shape = node("total", 9, node("public", 8, node("part", 2)), node("b", None))
    (desk / "rules.json").write_text(jsontext.dumps(rules(shape)), encoding="utf-8")
    for name in ("one", "two"):
        (desk / f"{name}.csv").write_bytes(csv_of([HEADER, [name, name, "所", *row("public", "9")]]))
    assert run(desk, "one.csv", "two.csv") == 0
    asked = [cells[12] for cells in read(desk / "out.csv")[1:]]
    assert ["第 2 行" in one for one in asked] == [True, True]
    assert "two.csv第 2 行" in asked[1]
    assert "1000000002" not in (desk / "out.csv").read_text("utf-8-sig")


def test_what_may_be_one_course_written_twice_is_told(desk: Path) -> None:
    """Two exports of the same learning, in two files: both count, and somebody has to look."""
    first, again = (row("a", "4.5", course="课", declared=day) for day in ("2023-03-01", "2023-03-02"))
    for name, cells in (("one", first), ("two", again)):
        (desk / f"{name}.csv").write_bytes(csv_of([HEADER, ["1", "张三", "所", *cells]]))
    assert run(desk, "one.csv", "two.csv") == 0
    assert "是不是重复：two.csv第 2 行" in read(desk / "out.csv")[1][-1]
