"""The roster page's door: from a file to people, in steps; corrected rows; files to take along (invented)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.calculator.invented import SOURCE, node, rules
from xueshi import jsontext
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCredit, AutoCreditPolicy
from xueshi.model.structure import unstructure
from xueshi.page import handle as calculator
from xueshi.roster.door import handle
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

CITIES = [{"id": "elsewhere", "name": "别处市"}]
TODAY = "2023-11-20"
HEADER = "工号,姓名,部门,完成日期,科目,学时,入账方式,申报日期,审核日期"
PARTS = (replace(node("public", 30), name="公需"), replace(node("trade", 60), name="专业"))
RULES = rules(node("total", 90, *PARTS))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """One roster lies at the door at a time: none is left for the next test."""
    yield
    handle("close", {})


def line(person: int, subject: str, hours: str, **more: str) -> str:
    """A row of a person whose hours are approved."""
    cells = {
        "name": f"甲{person}",
        "unit": f"部门{person % 3}",
        "declared": "2023-03-02",
        "reviewed": "2023-03-03",
    }
    now = {**cells, **more}
    return (
        f"{person:05d},{now['name']},{now['unit']},2023-03-01,{subject},{hours},申报,"
        f"{now['declared']},{now['reviewed']}"
    )


def staff(people: int = 40) -> str:
    """People of whom every fourth lacks hours, and some still have to be reviewed."""
    lines = [HEADER]
    for person in range(people):
        lines.append(line(person, "公需", "30"))
        lines.append(
            line(
                person,
                "专业",
                "12.5" if person % 4 == 0 else "60",
                reviewed="" if person % 5 == 1 else "2023-03-03",
            )
        )
    return "\r\n".join(lines) + "\r\n"


def opened(data: bytes, key: str | None = None, known: tuple[Rules, ...] = (RULES,)) -> dict[str, Any]:
    """A table at the door, with the rules that it asks for."""
    cities = [*CITIES, {"id": RULES.city, "name": RULES.city_name}]
    payload = {"name": "名单.csv", "bytes": data, "key": key, "cities": cities, "today": TODAY}
    handle("open", payload)
    while not (answer := handle("look", {"count": 3}))["finished"]:
        assert 0 <= answer["share"] <= 1
    return answer if answer["error"] else bring(handle("settle", {"answers": {}}), known)


def bring(answer: dict[str, Any], known: tuple[Rules, ...] = (RULES,)) -> dict[str, Any]:
    """Give the door the rules it asks for, as often as it asks."""
    published = {f"{one.city}/{one.year}": jsontext.loads(jsontext.dumps(unstructure(one))) for one in known}
    while not answer["error"] and answer["keys"]:
        for wanted in answer["keys"]:
            handle("rules", {"key": wanted, "rules": published.get(wanted)})
        answer = handle("settle", {"answers": {}})
    return answer


def finish(count: int = 7) -> dict[str, Any]:
    """Read and judge to the end; gives what is shown of all."""
    while not (answer := handle("read", {"count": count}))["finished"]:
        assert answer["error"] is None
    if answer["error"]:
        return answer
    published = {f"{RULES.city}/{RULES.year}": unstructure(RULES)}
    for wanted in answer["keys"]:
        handle("rules", {"key": wanted, "rules": published.get(wanted)})
    while not handle("judge", {"count": count, "today": TODAY})["finished"]:
        pass
    return handle("result", {})


def key() -> str:
    """City and year of the invented rule."""
    return f"{RULES.city}/{RULES.year}"


def all_people(**wanted: Any) -> list[dict[str, Any]]:
    """Everybody looked for."""
    people: list[dict[str, Any]] = handle("list", {"start": 0, "count": 10_000, **wanted})["people"]
    return people


def numbers(result: Mapping[str, Any]) -> dict[str, int]:
    """How many people have which status, as far as anybody has it."""
    return {one["id"]: one["count"] for one in result["statuses"] if one["count"]}


def test_everybody_is_read_and_judged_whatever_the_size_of_a_step() -> None:
    found = []
    for count in (1, 7, 5_000):
        opened(staff().encode(), key())
        found.append(jsontext.dumps([finish(count), all_people()]))
    assert found[0] == found[1] == found[2]
    result = json.loads(found[0])[0]
    assert result["rows"] == 80
    assert result["judged"] == result["all"] == 40
    assert numbers(result) == {"met": 24, "pending": 6, "short": 10}
    assert "未达标 10 人，占 25.0%" in result["drawn"]


def test_what_was_judged_stays_when_it_is_stopped_and_can_be_gone_on_with() -> None:
    opened(staff().encode(), key())
    while not handle("read", {"count": 1000})["finished"]:
        pass
    some = handle("judge", {"count": 5, "today": TODAY})
    assert 5 <= some["judged"] < 40
    assert not some["finished"]
    assert len(all_people()) == some["judged"]
    assert not handle("result", {})["finished"]
    while not handle("judge", {"count": 5, "today": TODAY})["finished"]:
        pass
    assert len(all_people()) == 40


def test_a_person_opened_has_the_verdict_of_the_calculator() -> None:
    opened(staff().encode(), key())
    finish()
    calculator("open_rules", {"rules": unstructure(RULES)})
    for one in all_people()[:6]:
        told = handle("person", {"at": one["at"], "turn": 0, "today": TODAY})
        rows = [row["cells"] for row in told["rows"]]
        verdict = calculator(
            "judge", {"key": key(), "rows": rows, "totals": None, "today": TODAY, "answers": {}}
        )
        assert told["verdict"]["summary"] == verdict["summary"]
        assert told["verdict"]["requirements"] == verdict["requirements"]
        assert told["status"] == verdict["status"]
        assert bool(told["letter"]) == (verdict["status"] != "met")


def test_people_are_found_by_status_subject_unit_name_and_number_in_any_order() -> None:
    opened(staff().encode(), key())
    finish()
    short = all_people(status="short")
    assert {one["status"] for one in short} == {"short"}
    assert all_people(subject="专业") == short
    assert {one["unit"] for one in all_people(unit="部门1")} == {"部门1"}
    assert [one["id"] for one in all_people(text="０００12")] == ["00012"]
    assert [one["name"] for one in all_people(text="甲 7")] == ["甲7"]
    assert [one["status"] for one in all_people(sort="grave")][:10] == ["short"] * 10
    assert [one["id"] for one in all_people(sort="id")] == sorted(one["id"] for one in all_people())
    assert {one["overdue"] for one in all_people(overdue=True)} == {1}
    page = handle("list", {"start": 30, "count": 50})
    assert (page["total"], len(page["people"])) == (40, 10)
    second = handle("person", {"at": short[0]["at"], "turn": 1, "today": TODAY, "status": "short"})
    assert (second["at"], second["turn"]) == (short[1]["at"], {"place": 1, "total": 10})


def test_the_employer_is_told_whose_review_is_overdue_and_by_which_day() -> None:
    opened(staff().encode(), key())
    duties = finish()["duties"]
    late = [one for one in duties if one["late"]]
    assert [(one["people"], one["own"]) for one in late] == [(8, False)]
    assert len(all_people(**late[0]["filter"])) == 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_chinese_spreadsheets_are_read_and_long_numbers_stay_whole(encoding: str) -> None:
    card = "11010519491231002X"
    text = staff(12).replace("00003,", f"{card},")
    opened(text.encode(encoding), key())
    result = finish()
    assert result["judged"] == 12
    assert [one["name"] for one in all_people(text=card)] == ["甲3"]
    # No line is lost where the first lines are looked at before they are read.
    assert result["rows"] == 24


def test_a_column_that_can_mean_several_things_is_asked_for() -> None:
    asked = opened(staff().replace("完成日期", "日期").encode(), key())
    (question,) = asked["questions"]
    assert "日期" in question["text"]
    assert question["samples"] == [{"of": "", "texts": ["2023-03-01"]}]
    choices = [option["id"] for option in question["options"]]
    assert "完成日期" in choices
    answer = handle("settle", {"answers": {question["id"]: "完成日期"}})
    assert answer["questions"] == []
    assert numbers(finish())["met"] == 24


def test_a_column_that_lacks_its_usual_name_is_asked_for_among_the_others() -> None:
    asked = opened(staff().replace("科目", "甲乙丙").encode(), key())
    (question,) = asked["questions"]
    assert "科目" in question["text"]
    assert [option["id"] for option in question["options"]] == ["甲乙丙"]
    assert handle("settle", {"answers": {question["id"]: "甲乙丙"}})["questions"] == []
    assert numbers(finish())["met"] == 24


@pytest.mark.parametrize(("answer", "met"), [("审核结果", 2), ("审批结果", 1), ("每一列都要", 1)])
def test_of_two_columns_of_review_the_owner_says_which_holds_or_that_both_do(answer: str, met: int) -> None:
    ends = {1: "通过,通过", 2: "通过,不通过"}
    lines = [f"{line(at, name, '60')},{end}" for at, end in ends.items() for name in ("公需", "专业")]
    asked = opened("\r\n".join([f"{HEADER},审核结果,审批结果", *lines]).encode(), key())
    (question,) = asked["questions"]
    assert [(one["of"], one["texts"]) for one in question["samples"]] == [
        ("审核结果：", ["通过"]),
        ("审批结果：", ["通过", "不通过"]),
    ]
    assert [one["id"] for one in question["options"]] == ["审核结果", "审批结果", "每一列都要"]
    assert handle("settle", {"answers": {question["id"]: answer}})["questions"] == []
    assert numbers(finish())["met"] == met


def test_where_every_review_has_to_be_done_one_that_says_nothing_is_not_done() -> None:
    lines = [f"{line(1, name, '60')},通过," for name in ("公需", "专业")]
    opened("\r\n".join([f"{HEADER},审核结果,审批结果", *lines]).encode(), key())
    handle("settle", {"answers": {"which:全部审核通过": "每一列都要"}})
    result = finish()
    assert (numbers(result), result["errors"]["rows"]) == ({"pending": 1}, 0)
    opened("姓名,公需,专业,审核结果,审批结果\r\n甲,30,60,通过,\r\n乙,30,60,,\r\n".encode(), key())
    handle("settle", {"answers": {"which:全部审核通过": "每一列都要"}})
    finish()
    handle("answer_all", {"id": "all_approved", "value": "是"})
    handle("judge", {"count": 9, "today": TODAY})
    assert [one["status"] for one in all_people()] == ["pending", "met"]


def test_of_two_days_of_review_each_has_to_be_there_where_the_owner_says_so() -> None:
    days = {1: "2023-03-04", 2: ""}
    lines = [f"{line(at, name, '60')},{day}" for at, day in days.items() for name in ("公需", "专业")]
    text = "\r\n".join([f"{HEADER},主管单位审核日期", *lines])
    asked = opened(text.encode(), key())
    assert handle("settle", {"answers": {asked["questions"][0]["id"]: "审核日期"}})["questions"]
    assert handle("settle", {"answers": {"which:审核日期": "每一列都要"}})["questions"] == []
    assert numbers(finish()) == {"met": 1, "pending": 1}


def test_a_row_of_totals_without_a_year_is_not_given_to_one_that_its_title_denies() -> None:
    text = "2022年度学时表\r\n姓名,年度,公需,专业,全部审核通过\r\n甲,2023,30,60,是\r\n乙,,30,60,是\r\n"
    opened(text.encode(), key())
    result = finish()
    assert numbers(result) == {"met": 1}
    (wrong,) = result["errors"]["list"]
    assert (wrong["line"], wrong["who"]) == (4, "乙")
    assert "2022 年" in wrong["reasons"][0]


def test_the_rows_to_be_corrected_and_the_results_are_no_roster() -> None:
    opened(staff().replace("12.5", "很多").encode(), key())
    finish()
    for form in ("csv", "xlsx"):
        wrong, done = (export(form, what=what)["bytes"] for what in ("faults", "results"))
        assert "读入改好的行" in opened(wrong, key())["error"]
        assert "导出的结果" in opened(done, key())["error"]
        opened(staff().replace("12.5", "很多").encode(), key())
        finish()


def test_rows_said_to_be_entered_by_themselves_are_named_where_that_is_doubtful() -> None:
    credit = AutoCredit(AutoCreditPolicy.AUTOMATIC, "网络学习", SOURCE)
    known = replace(RULES, rule=replace(RULES.rule, auto_credit=credit))
    text = "\r\n".join([HEADER, line(1, "公需", "30"), line(1, "专业", "60").replace("申报", "自动")])
    opened(text.encode(), key(), (known,))
    while not handle("read", {"count": 99})["finished"]:
        pass
    while not handle("judge", {"count": 99, "today": TODAY})["finished"]:
        pass
    (duty,) = [one for one in handle("result", {})["duties"] if "自动" in one["message"]]
    assert duty["people"] == 1
    (person,) = all_people(**duty["filter"])
    told = handle("person", {"at": person["at"], "turn": 0, "today": TODAY})
    assert "2023-03-01" in told["letter"]
    assert "1 条登记为自动入账" in told["letter"]


def test_one_row_a_person_is_judged_and_what_hangs_on_an_answer_is_asked_once_for_all() -> None:
    text = "姓名,公需,专业\r\n甲,30,60\r\n乙,30,60\r\n丙,1,2\r\n"
    opened(text.encode(), key())
    result = finish()
    assert numbers(result) == {"needs_info": 2, "short": 1}
    (question,) = result["questions"]
    assert question["people"] == 2
    assert "2 人的结论取决于" in question["told"]
    assert "是" in question["options"]
    handle("answer_all", {"id": question["id"], "value": "是"})
    handle("judge", {"count": 99, "today": TODAY})
    assert numbers(handle("result", {})) == {"met": 2, "short": 1}
    one = all_people(text="乙")[0]
    handle("answer", {"at": one["at"], "answers": {question["id"]: "否"}})
    assert [person["status"] for person in all_people(text="乙")] == ["pending"]
    assert handle("person", {"at": one["at"], "turn": 0, "today": TODAY})["totals"] == [
        ["公需", "30"],
        ["专业", "60"],
    ]


def test_several_cities_and_years_in_one_file_and_those_that_are_not_on_file() -> None:
    lines = [f"{HEADER},城市,年度", f"{line(1, '公需', '30')},{RULES.city_name},2023"]
    lines += [f"{line(2, '公需', '30')},别处市,2022", f"{line(3, '公需', '30')},,"]
    opened("\r\n".join(lines).encode(), None)
    result = finish()
    assert numbers(result) == {"short": 1, "not_on_file": 1}
    assert result["errors"]["rows"] == 1


def test_an_answer_about_one_of_two_namesakes_is_not_the_others() -> None:
    text = "姓名,单位,公需,专业\r\n张伟,一所,30,60\r\n张伟,二所,30,60\r\n"
    opened(text.encode(), key())
    finish()
    first, _ = all_people()
    handle("answer", {"at": first["at"], "answers": {"all_approved": "是"}})
    assert [one["status"] == "met" for one in all_people()] == [True, False]


def faults(form: str = "csv") -> list[list[str]]:
    """The rows to be corrected, the header first."""
    data = export(form, what="faults")["bytes"]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def csv_of(rows: list[list[str]]) -> bytes:
    """A corrected file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


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


def export(form: str, **wanted: Any) -> dict[str, Any]:
    """The results as a file, made a few people at a time."""
    order = {"what": "results", "format": form, "count": 3, "mark": 1, **wanted}
    made = handle("export", {**order, "begin": True})
    ready = made["bytes"]
    while not made["finished"]:
        assert 0 <= made["share"] < 1
        made = handle("export", {**order, "begin": False})
        ready += made["bytes"]
    return {**made, "bytes": ready}


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
    openpyxl = pytest.importorskip(
        "openpyxl"
    )  # Python without packages, as in the page, writes and cannot read
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
