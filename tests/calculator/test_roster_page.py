"""The roster page's door: from a file to people, in steps (invented)."""

from __future__ import annotations

import json

import pytest

from tests.calculator.invented import SOURCE, amended
from tests.calculator.roster_door import (
    HEADER,
    RULES,
    TODAY,
    all_people,
    finish,
    key,
    line,
    numbers,
    opened,
    staff,
)
from xueshi import jsontext
from xueshi.model.plain import unstructure
from xueshi.model.rule import AutoCredit, AutoCreditPolicy
from xueshi.page import handle as calculator
from xueshi.roster.page.door import handle

pytestmark = pytest.mark.usefixtures("forgotten")


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


def test_rows_said_to_be_entered_by_themselves_are_named_where_that_is_doubtful() -> None:
    credit = AutoCredit(AutoCreditPolicy.AUTOMATIC, "网络学习", SOURCE)
    known = amended(RULES, auto_credit=credit)
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
