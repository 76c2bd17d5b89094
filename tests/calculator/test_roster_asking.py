"""What the roster asks of its owner, and what an answer changes (invented)."""

from __future__ import annotations

import pytest

from tests.calculator.roster_door import (
    HEADER,
    RULES,
    TODAY,
    all_people,
    faults,
    finish,
    key,
    line,
    numbers,
    opened,
    staff,
)
from xueshi.roster.page.door import handle

pytestmark = pytest.mark.usefixtures("forgotten")


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


@pytest.mark.parametrize(
    ("written", "meant"), [("虚够市", "虚构市"), ("某省虚够市", "虚构市"), ("远方", None), ("虚处市", None)]
)
def test_a_slip_in_the_name_of_a_city_is_told_with_the_name_most_like_it(
    written: str, meant: str | None
) -> None:
    """Where none is like it, or two are alike, none is guessed.

    A name may also be right (南京市 is no slip for 南阳市): whoever reads this is never told to change it.
    """
    lines = [f"{HEADER},城市,年度", f"{line(1, '公需', '30')},{written},2023"]
    opened("\r\n".join(lines).encode(), None)
    finish()
    (reason,) = [cell for cell in faults()[1] if "这里没有城市" in cell]
    assert f"“{written}”" in reason and "没有写错的" in reason
    assert ("您是不是想写" in reason, meant is None or f"想写“{meant}”？" in reason) == (
        meant is not None,
        True,
    )


def test_an_answer_about_one_of_two_namesakes_is_not_the_others() -> None:
    text = "姓名,单位,公需,专业\r\n张伟,一所,30,60\r\n张伟,二所,30,60\r\n"
    opened(text.encode(), key())
    finish()
    first, _ = all_people()
    handle("answer", {"at": first["at"], "answers": {"all_approved": "是"}})
    assert [one["status"] == "met" for one in all_people()] == [True, False]
