"""Files of the roster to take along, corrected rows, and files that are none (invented)."""

from __future__ import annotations

import csv
import io

import pytest

from tests.calculator.roster_door import (
    HEADER,
    RULES,
    all_people,
    csv_of,
    export,
    faults,
    finish,
    key,
    line,
    opened,
    staff,
)
from xueshi.model.plain import unstructure
from xueshi.roster.page.door import handle
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

pytestmark = pytest.mark.usefixtures("forgotten")


def test_the_rows_to_be_corrected_and_the_results_are_no_roster() -> None:
    opened(staff().replace("12.5", "很多").encode(), key())
    finish()
    for form in ("csv", "xlsx"):
        wrong, done = (export(form, what=what)["bytes"] for what in ("faults", "results"))
        assert "读入改好的行" in opened(wrong, key())["error"]
        assert "导出的结果" in opened(done, key())["error"]
        opened(staff().replace("12.5", "很多").encode(), key())
        finish()


def test_rows_with_errors_are_taken_out_corrected_and_put_in_their_place() -> None:
    text = staff().replace("00004,甲4,部门1,2023-03-01,专业,12.5", "00004,甲4,部门1,2023-03-01,专业,六十")
    text = text.replace("00008,甲8,部门2,2023-03-01,公需", ",,部门2,2023-03-01,公需")
    opened(text.encode(), key())
    before = finish()
    assert before["errors"]["rows"] == 2
    assert "六十" in " ".join(before["errors"]["list"][0]["reasons"])
    assert [one["errors"] for one in all_people(faulty=True)] == [1]
    others = {one["at"]: one for one in all_people() if one["id"] not in ("00004", "00008")}
    rows = faults()
    header = rows[0]
    hours, staff_id = header.index("学时"), header.index("工号")
    assert [row[hours] for row in rows[1:]] == ["六十", "30"]
    rows[1][hours], rows[2][staff_id] = "60", "00008"
    assert handle("mend", {"name": "改.csv", "bytes": csv_of(rows)})["error"] is None
    after = finish()
    assert after["errors"]["rows"] == 0
    assert export("csv", what="faults")["bytes"] == b""
    assert [one["status"] for one in all_people(text="00004")] == ["met"]
    assert {one["at"]: one for one in all_people() if one["at"] in others} == others
    assert after["judged"] == 40


def test_rows_with_errors_of_several_sheets_are_all_in_one_file_and_taken_in_again() -> None:
    out = io.BytesIO()
    writer = XlsxWriter(out)
    for title, *columns in (("一所", "姓名", "公需", "专业"), ("二所", "姓名", "部门", "专业", "公需")):
        writer.sheet(SheetForm(title, tuple(columns)))
        cells = {"姓名": f"{title}甲", "公需": "三十", "专业": "60", "部门": "内科"}
        writer.row([cells[name] for name in columns])
    writer.close()
    opened(out.getvalue(), key())
    assert finish()["errors"]["rows"] == 2
    rows = faults()
    hours = rows[0].index("公需")
    assert [row[hours] for row in rows[1:]] == ["三十", "三十"]
    for row in rows[1:]:
        row[hours] = "30"
    assert handle("mend", {"name": "改.csv", "bytes": csv_of(rows)})["error"] is None
    assert finish()["errors"]["rows"] == 0


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_corrected_file_of_another_roster_changes_nothing(form: str) -> None:
    opened(staff().replace("12.5", "很多").encode(), key())
    before = finish()
    rows = faults()
    without = [row[:-2] for row in rows]
    strange = [rows[0], [*rows[1][:-2], "99999", rows[1][-1]]]
    other = [rows[0], [*rows[1][:-1], "abcdefgh"]]
    twice = [*rows[:2], ["", *rows[1][1:3], "别处", *rows[1][4:]]]
    fewer = [[cell for at, cell in enumerate(row) if rows[0][at] != "部门"] for row in rows]
    for changed, words in (
        (without, "原行号"),
        (strange, "第 2 行"),
        (fewer, "部门"),
        (other, "核对码"),
        (twice, "内容不同"),
        (rows[:1], "一行也没有"),
    ):
        answer = handle("mend", {"name": "改.csv", "bytes": csv_of(changed)})
        assert words in answer["error"]
    assert finish() == before
    data = export(form, what="faults")["bytes"]
    assert handle("mend", {"name": f"改.{form}", "bytes": data})["error"] is None
    assert finish() == before


HOSTILE = ("=1+1", "<b>甲</b>", "@SUM(A1)", "丙\u202e丁")


def opened_hostile() -> None:
    """People with names that a spreadsheet or a page might run."""
    lines = [HEADER, *(line(9 - at, "公需", "30", name=name) for at, name in enumerate(HOSTILE))]
    opened("\r\n".join(lines).encode(), key())
    finish()


def test_results_are_handed_out_as_tables_that_no_spreadsheet_runs() -> None:
    opened_hostile()
    made = export("csv", sort="id")
    assert made["name"].endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(made["bytes"].decode("utf-8-sig"))))
    assert [row["工号"] for row in rows] == ["'00006", "'00007", "'00008", "'00009"]
    assert [row["姓名"] for row in rows] == ["丙丁", "'@SUM(A1)", "<b>甲</b>", "'=1+1"]
    assert {row["结论"] for row in rows} == {"未达标"}
    assert all(
        name in row["提醒文字"] for row, name in zip(rows, ("丙丁", "@SUM", "<b>", "=1+1"), strict=True)
    )


def test_an_excel_file_of_results_holds_texts_and_no_formulas() -> None:
    # Python without packages, as in the page, writes and cannot read.
    openpyxl = pytest.importorskip("openpyxl")
    opened_hostile()
    book = openpyxl.load_workbook(io.BytesIO(export("xlsx", status="short")["bytes"]))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    cells = [sheet.cell(row, names.index("姓名") + 1) for row in range(2, 6)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (name.replace("\u202e", ""), "s") for name in HOSTILE
    ]
    assert len(book.worksheets) == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["rows", "hours"])
def test_a_template_is_read_without_a_question(form: str, kind: str) -> None:
    made = handle("template", {"rules": unstructure(RULES), "kind": kind, "format": form})
    assert made["name"].endswith(f".{form}")
    answer = opened(made["bytes"], key())
    assert answer["error"] is None
    assert answer["questions"] == []
    assert finish()["error"].startswith("表头读到了")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"%PDF-1.7 whatever", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"PK\x03\x04 not a workbook", "xlsx"),
        ("甲,乙\n1,2\n".encode(), "表头"),
        (b"\x00\x01\x02\x03", "不是"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    error = opened(data, key())["error"]
    assert words in error
    assert "\n" not in error
