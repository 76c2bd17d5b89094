"""What is told of people beside their hours, and what is answered for one of them (虚构)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.builder.rosters import HEADER, TREE, judged, office_of, table
from tests.calculator.invented import all_columns, amended, row, rules
from xueshi.judge.verdict import Status
from xueshi.ledger.table import USUAL_COLUMNS, Line
from xueshi.roster.people.answers import Answers
from xueshi.roster.people.judged import Result
from xueshi.roster.people.owners import NOTHING
from xueshi.roster.people.people import Person
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.workbook.marks import UNCOMPUTED

A = row("a", "4")


def told(one: Result) -> str:
    return " ".join(remark.message for remark in one.person.remarks)


@pytest.mark.parametrize(
    ("learned", "listed", "units"),
    [
        (("甲校", ""), ("甲校", "内科"), ["甲校"]),
        (("甲校", ""), ("乙校", ""), ["甲校", "乙校"]),
        (("甲校", "内科"), ("甲校", "外科"), ["甲校", "甲校"]),
        (("甲校", "内科"), ("甲校", ""), ["甲校"]),
        (("", ""), ("", "内科"), [""]),
    ],
)
def test_who_is_listed_under_a_name_is_who_learned_unless_unit_or_department_differ(
    learned: tuple[str, str], listed: tuple[str, str], units: list[str]
) -> None:
    """Of whom nothing else is known, nothing is left out: he has learned nothing."""
    results, _ = judged(
        table(["姓名", "单位", "部门", *USUAL_COLUMNS], ["张伟", *learned, *A]),
        table(["姓名", "单位", "部门"], ["张伟", *listed]),
    )
    assert [one.person.unit for one in results] == units


def test_who_may_be_either_of_two_in_a_list_of_staff_is_neither() -> None:
    header = ["姓名", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["张伟", *A]), table(header, ["张伟", *A]), table(["姓名"], ["张伟"]))
    assert [len(one.person.lines) for one in results] == [1, 1, 0]


def test_units_of_one_name_are_named_also_where_none_is_written() -> None:
    header = ["姓名", "单位", *USUAL_COLUMNS]
    results, _ = judged(table(header, ["张伟", "甲校", *A], ["张伟", "", *A]))
    assert all("甲校" in told(one) and "（没有写单位）" in told(one) for one in results)
    results, _ = judged(
        table(["姓名", "部门", *header[1:]], ["张伟", "内科", "甲校", *A], ["张伟", "", "", *A])
    )
    assert all("甲校 内科" in told(one) for one in results)
    (one,), _ = judged(table(["工号", *header], ["1", "张伟", "甲校", *A], ["1", "张伟", "", *A]))
    assert one.person.remarks == ()


def test_of_many_names_some_are_named_and_all_are_counted() -> None:
    names = [f"某{at}" for at in "甲乙丙丁戊己"]
    results, _ = judged(table(HEADER, *(["1", name, *A] for name in names)))
    assert "某甲、某乙、某丙、某丁、某戊 等 6 个" in told(results[0])
    results, _ = judged(table(HEADER, *(["1", name, *A] for name in names[:5])))
    assert "某甲、某乙、某丙、某丁、某戊，" in told(results[0])


def test_who_stands_twice_with_the_same_totals_is_told_of_and_counted_in_his_first_row() -> None:
    (one,), faults = judged(table(["工号", "甲", "已审核"], ["1", "4", "也许"], ["1", "4", "也许"]))
    assert "只算一次" in told(one)
    assert (one.person.first, one.person.summed, len(one.person.faults)) == (2, 2, 1)
    assert len(faults) == 1


def test_of_whom_a_row_cannot_be_read_it_is_not_said_that_he_has_none() -> None:
    (one,), faults = judged(table(HEADER, ["1", "张三", *row("a", f"9{UNCOMPUTED}")]))
    assert [remark.code for remark in one.person.remarks] == []
    assert one.outcome.status is not Status.MET
    assert [fault.number for fault in faults] == [2]
    assert len(one.errors) == len(one.beside) == 1


@pytest.mark.parametrize(("year", "refused"), [("", 0), ("2023", 0)])
def test_a_list_of_staff_need_not_say_city_and_year_where_his_rows_do(year: str, refused: int) -> None:
    learned = table(["工号", "城市", "年度", *USUAL_COLUMNS], ["1", "虚构市", "2023", *A])
    results, faults = judged(
        learned, table(["工号", "姓名", "年度"], ["1", "张三", year]), usual=("虚构市", 0)
    )
    assert [(one.person.name, one.person.year) for one in results] == [("张三", 2023)]
    assert len(faults) == refused


@pytest.mark.parametrize("written", sorted(NOTHING))
def test_a_word_for_nobody_is_no_name_and_no_number(written: str) -> None:
    """Else the hours of all of whom nothing was known would be one person's."""
    results, faults = judged(table(HEADER, ["", written, *A], [written, "", *A], ["", written.lower(), *A]))
    assert (results, len(faults)) == ([], 3)


def test_where_people_are_told_apart_by_their_cards_who_has_none_is_told_of() -> None:
    results, faults = judged(table(["身份证号", "姓名", *USUAL_COLUMNS], ["", "张三", *A], ["", "", *A]))
    assert [remark.code for one in results for remark in one.person.remarks] == ["no_id"]
    assert [fault.reasons[0].partition("：")[2] for fault in faults] == [
        "没有写工号，也没有写姓名，不知道是谁的。"
    ]


def test_errors_that_the_verdict_tells_of_are_not_told_beside_it() -> None:
    (one,), _ = judged(table(HEADER, ["1", "张三", *row("a", "四")], ["1", "张三", *A]))
    assert (len(one.errors), one.beside) == (1, ())


def someone(**given: Any) -> Person:
    """A person of 虚构市 with one row of four hours, in line 2."""
    known: dict[str, Any] = {
        "id": "1", "name": "张三", "unit": "", "department": "", "city": "虚构市", "year": 2023,
        "lines": (Line(2, tuple(all_columns(A))),),
    }  # fmt: skip
    return Person(first=2, **(known | given))


def test_who_is_of_a_city_or_year_that_is_not_on_file_has_no_verdict_either() -> None:
    """The city is called by its name; a city that is none of these is told where there are several."""
    office = office_of(rules(TREE), Answers({}, {"all_approved": "是"}))
    found = office.judge(someone(year=2022, city="虚构"))
    assert (found.city, found.outcome.status, found.errors) == ("虚构市", Status.NOT_ON_FILE, ())
    assert office.verdict(someone(year=2022)).status is Status.NOT_ON_FILE
    strange = office.judge(someone(city="虚 够 市"))
    assert (strange.city, strange.outcome.status) == ("虚 够 市", Status.NOT_ON_FILE)
    assert "想写“虚构市”" in strange.errors[0].message
    assert office.verdict(someone(city="远方")).status is Status.NOT_ON_FILE
    alone = office_of(rules(TREE), Answers(), ("xugou", "虚构市"))
    assert alone.judge(someone(city="远方")).errors == ()
    assert alone.judge(someone()).outcome.status is Status.SHORT


@pytest.mark.parametrize(
    ("totals", "faults"), [({"甲类": "4", "丙": "5"}, 1), ({"甲类": "4", "丙": "0"}, 0), ({"丙": " "}, 0)]
)
def test_hours_of_a_subject_that_the_rule_does_not_have_are_told(totals: dict[str, str], faults: int) -> None:
    """A list of several cities has the subjects of all of them; nothing in one of them is no fault."""
    office = office_of(rules(TREE), Answers())
    found = office.judge(someone(lines=(), totals=totals, summed=5))
    assert [(error.row, error.column) for error in found.beside] == [(5, "丙")] * faults
    assert all("“丙”" in error.message and "a、b" in error.message for error in found.beside)
    assert office.verdict(someone(lines=(), totals=totals)).requirements[1].learned == (
        4 if "甲类" in totals else 0
    )


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"parts:2": "a"}, None),
        ({"parts:2:a": "4"}, None),
        ({"parts:3": "a"}, "没有问题“parts:3”"),
        ({"level": "高"}, "没有问题“level”"),
        ({"parts:2": "x"}, "回答“x”认不得。可以写：请填 0 到 9"),
        ({"all_approved": "好"}, "回答“好”认不得。可以写：是、否"),
    ],
)
def test_an_answer_for_one_person_is_of_a_question_of_his(
    answers: Mapping[str, str], told: str | None
) -> None:
    """Else it would be nobody's without a word."""
    office = office_of(rules(TREE), Answers({}, {}, {"1": answers}))
    one = someone(lines=(Line(2, tuple(all_columns(row("total", "9")))),))
    if told is None:
        assert office.judge(one).outcome.tallies
        assert office.keys == {"1": 1}
        return
    with pytest.raises(UnreadableRosterError, match=f"“1”.*{told}"):
        office.judge(one)
    office.judge(someone(id="2"))


def test_answers_for_one_person_under_two_keys_are_refused_by_both() -> None:
    office = office_of(rules(TREE), Answers({}, {}, {"1": {"parts:2": "a"}, "张三": {"parts:2": "b"}}))
    with pytest.raises(UnreadableRosterError, match="“1、张三”"):
        office.judge(someone())


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        ({"way": "面授", "declared": "", "reviewed": ""}, True),
        ({"way": "线上", "declared": "", "reviewed": ""}, False),
        ({"way": ""}, True),
        ({"way": "面授", "declared": "", "reviewed": "", "completed": "2022-05-01"}, False),
        ({"way": "面授", "declared": "", "reviewed": "", "completed": "去年"}, False),
    ],
)
def test_rows_that_count_although_it_is_doubtful_that_they_entered_by_themselves_are_named(
    cells: dict[str, str], doubtful: bool
) -> None:
    """One that counts nothing is told of for that; what is known of one row holds for those like it."""
    plain = rules(TREE)
    credit = replace(plain.rule.auto_credit, ways=("线上",))
    office = office_of(amended(plain, auto_credit=credit), Answers())
    line = Line(2, tuple(all_columns(row("a", "4", mode="自动", **cells))))
    for _ in range(2):
        assert office.judge(someone(lines=(line,))).doubtful == ((line,) if doubtful else ())
