"""What hours are of: sums that cannot be read, achievements, days outside the year, answers in parts."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.calculator.invented import (
    FIRST,
    LAST,
    SOURCE,
    THREE_LEVELS,
    TODAY,
    amended,
    ledger,
    node,
    on,
    row,
    rules,
    topic_axis,
)
from xueshi.judge import judge
from xueshi.judge.verdict import Verdict
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import CarryOverPolicy
from xueshi.model.shapes import Axis, AxisColumn, AxisValue, Cap, CapPer, Conversion, Window

DAY = datetime.timedelta(days=1)
SEVERAL = "几个科目都有"
THREE = rules(node("total", 90, node("public", 30), node("trade", 50), node("other", 10)))


def quick(totals: Mapping[str, str], today: datetime.date = TODAY) -> Verdict:
    return judge(rules(), ledger_of_totals(totals), today, {"all_approved": "是"})


def counted(verdict: Verdict) -> list[Fraction]:
    return [item.counted for item in verdict.rows]


@pytest.mark.parametrize(
    ("totals", "column", "told"),
    [
        ({"trade": "六十"}, "专业", "“六十”不是学时数"),
        ({"trade": "9000"}, "专业", "学时“9000”比一年的小时数（8784）还多"),
        ({"trades": "60"}, "trades", "没有科目“trades”。可以写：public、must、may、专业"),
    ],
)
def test_a_sum_that_cannot_be_used_is_told_by_its_subject(
    totals: Mapping[str, str], column: str, told: str
) -> None:
    root = node("total", 90, THREE_LEVELS.children[0], replace(node("trade", 60), name="专业"))
    verdict = judge(rules(root), ledger_of_totals({**totals, "must": "24"}), TODAY, {"all_approved": "是"})
    (error,) = verdict.row_errors
    assert (error.row, error.column, error.value) == (None, column, next(iter(totals.values())))
    assert told in error.message
    assert verdict.status == "short"
    assert next(item.learned for item in verdict.requirements if item.id == "must") == 24


@pytest.mark.parametrize("nothing", ["0", "", " ", "０"])
def test_no_hours_are_no_fault_even_before_the_year_begins(nothing: str) -> None:
    """Whoever has not learned yet may say so on any day."""
    assert quick({"trade": nothing}, FIRST - DAY).row_errors == ()
    assert len(quick({"trade": "1"}, FIRST - DAY).row_errors) == 1


def test_hours_carried_over_may_be_there_before_the_year_begins() -> None:
    allowed = rules(carry_over=CarryOverPolicy.ALLOWED)
    totals = ledger_of_totals({"trade": "1"})
    assert judge(allowed, totals, FIRST - DAY, {"all_approved": "是"}).row_errors == ()


PAPER = Conversion("paper", "论文", Fraction(20), ("trade",), SOURCE)
EACH_DAY = Cap("day", "每天", Fraction(8), SOURCE, CapPer.DAY)


@pytest.mark.parametrize("answers", [{}, {"value:2:way": "off", "value:3:way": "off"}])
def test_what_a_day_counts_at_most_does_not_cut_an_achievement(answers: Mapping[str, str]) -> None:
    """A paper was not written on the day on which it appeared: a cap on a day is for learning."""
    ways = Axis("way", "方式", AxisColumn.WAY, (AxisValue("on", "on"), AxisValue("off", "off")))
    rule = amended(rules(), conversions=(PAPER,), caps=(EACH_DAY,), axes=(ways,))
    rows = ledger(row("paper", f"1{ITEM}"), row("trade", "9"))
    assert counted(judge(rule, rows, TODAY, answers)) == [20, 8]


@pytest.mark.parametrize(
    ("day", "counts"), [(LAST, [6]), (LAST + DAY, [2]), (FIRST, [6]), (FIRST - DAY, [3])]
)
def test_only_days_outside_the_year_are_made_up_or_carried(day: datetime.date, counts: list[int]) -> None:
    """The first and the last day of the year are of the year: what may be made up at most is not for them."""
    later = Window(LAST + DAY, LAST + 60 * DAY, SOURCE, Fraction(2))
    earlier = Window(FIRST - 60 * DAY, FIRST - DAY, SOURCE, Fraction(3))
    base = rules(carry_over=CarryOverPolicy.ALLOWED, declare_by=None, review_days=None)
    carry_over = replace(base.rule.carry_over, window=earlier)
    rule = amended(base, make_up=later, carry_over=carry_over)
    cells = row(
        "trade", "6", completed=day.isoformat(), declared=str(LAST + 80 * DAY), reviewed=str(LAST + 80 * DAY)
    )
    assert counted(judge(rule, ledger(cells), LAST + 90 * DAY)) == counts


def topics(least: int) -> Rules:
    """4 hours, and at least so many of one topic."""
    made = rules(node("total", 4, node("public", None), node("trade", None)))
    return amended(made, axes=(topic_axis("党史", "法治", one_of=least),))


@pytest.mark.parametrize(
    ("answer", "status", "errors"),
    [
        ("x", "met", 0),
        ("党史", "met", 0),
        ("不清楚", "needs_info", 0),
        ("", "needs_info", 0),
        ("英语", "needs_info", 1),
    ],
)
def test_a_value_is_answered_by_its_name_or_left_open(answer: str, status: str, errors: int) -> None:
    answers = {"all_approved": "是", "value:trade:topic": answer}
    verdict = judge(topics(4), ledger_of_totals({"trade": "4"}), TODAY, answers)
    assert (verdict.status, len(verdict.answer_errors)) == (status, errors)
    assert "note_answer_unused" not in [note.code for note in verdict.notes]
    for error in verdict.answer_errors:
        assert (error.question, error.value) == ("value:trade:topic", answer)
        assert "党史、法治" in error.message


def in_parts(**answers: str) -> Verdict:
    """90 hours of three subjects, of which some are said."""
    named = {f"parts:2:{name}": value for name, value in answers.items()}
    return judge(THREE, ledger(row("total", "90")), TODAY, {"parts:2": SEVERAL, **named})


def test_a_part_counts_although_an_earlier_one_is_not_known() -> None:
    """Of 90 hours 51 were of one subject: 30 and 10 of the others are no longer possible."""
    assert in_parts(trade="50").status == "needs_info"
    assert in_parts(trade="51").status == "short"
    assert in_parts(other="11").status == "short"


def test_a_part_counts_although_an_earlier_one_cannot_be_read() -> None:
    verdict = in_parts(public="三十", trade="51")
    assert [error.question for error in verdict.answer_errors] == ["parts:2:public"]
    assert verdict.status == "short"


def test_several_subjects_are_no_answer_where_only_one_is_open() -> None:
    """A plain row that lacks one part is asked for the hours of that part."""
    rows = ledger(row("public", "30"), row("trade", "60"))
    verdict = judge(rules(), rows, TODAY, {"parts:2": SEVERAL})
    assert [error.question for error in verdict.answer_errors] == ["parts:2"]
    assert [item.id for item in verdict.questions] == ["parts:2"]


@pytest.mark.parametrize("answer", ["60", 60, {"public": 10, "trade": 81}, {"total": 60}, True])
def test_a_number_is_no_answer_where_two_subjects_are_open(answer: object) -> None:
    """Nobody can tell of which of them so many hours were."""
    two = rules(node("total", 90, node("public", 30), node("trade", 60)))
    verdict = judge(two, ledger(row("total", "90")), TODAY, {"parts:2": answer})
    assert (verdict.status, len(verdict.answer_errors)) == ("needs_info", 1)
    assert verdict.answer_errors[0].message == "请选一个：public、trade。"


@pytest.mark.parametrize("unknown", ["", "不清楚", " 不知道 "])
def test_a_part_that_is_not_known_leaves_the_whole_open(unknown: str) -> None:
    """As page and roster send it: hours by subject, of which one is left empty."""
    rows = ledger(row("public", "30"), row("trade", "60"))
    verdict = judge(rules(), rows, TODAY, {"parts:2": {"must": unknown, "may": "3"}})
    assert (verdict.status, verdict.answer_errors) == ("needs_info", ())


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ({"must": 24, "may": 0}, "met"),
        ({"must": 0, "may": 30}, "short"),
        ({"must": 0, "may": 0}, "short"),
    ],
)
def test_no_hours_of_a_part_is_an_answer(parts: Mapping[str, int], status: str) -> None:
    rows = ledger(row("public", "30"), row("trade", "60"))
    verdict = judge(rules(), rows, TODAY, {"parts:2": parts})
    assert (verdict.status, verdict.answer_errors) == (status, ())


def test_what_is_written_stands_beside_what_is_answered() -> None:
    """The topic is in the row, the way was asked: the answer adds to the row and changes nothing in it."""
    way = Axis("way", "方式", AxisColumn.WAY, (AxisValue("on", "on", Fraction(4)), AxisValue("off", "off")))
    rule = amended(rules(node("total", 4)), axes=(topic_axis(least=4), way))
    cells = on(row("total", "4"), "x")
    assert [item.id for item in judge(rule, ledger(cells), TODAY).questions] == ["value:2:way"]
    answers = {"value:2:way": "on", "value:2:topic": "y"}
    verdict = judge(rule, ledger(cells), TODAY, answers)
    assert verdict.status == "met"
    assert [note.code for note in verdict.notes].count("note_answer_unused") == 1


def test_parts_that_were_said_are_of_use() -> None:
    verdict = in_parts(public="30", trade="50", other="10")
    assert (verdict.status, verdict.answer_errors) == ("met", ())
    assert "note_answer_unused" not in [note.code for note in verdict.notes]


def test_what_is_left_when_every_part_is_known_is_of_none() -> None:
    """Public hours are compulsory or elective: six hours of neither are not public."""
    answers = {"parts:2": SEVERAL, "parts:2:must": "24", "parts:2:may": "0", "parts:2:trade": "60"}
    verdict = judge(rules(), ledger(row("total", "90")), TODAY, answers)
    assert (verdict.status, verdict.questions) == ("short", ())
