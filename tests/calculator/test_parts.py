"""Hours of a subject that has parts, and the questions that settle what they were of."""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import TODAY, amended, ledger, node, row, rules, topic_axis
from xueshi.judge import judge
from xueshi.judge.verdict import Verdict
from xueshi.ledger.table import ledger_of_totals
from xueshi.model.published import Rules

TWO = rules(node("total", 90, node("public", 30), node("trade", 60)))
SEVERAL = "几个科目都有"


def judged(**answers: Any) -> Verdict:
    named = {key.replace("__", ":"): value for key, value in answers.items()}
    return judge(TWO, ledger(row("total", "90")), TODAY, named)


def test_a_row_of_the_root_may_have_been_of_several_subjects() -> None:
    """No one subject makes it enough, but saying which part was of which could: so it is asked."""
    verdict = judged()
    assert verdict.status == "needs_info"
    (question,) = verdict.questions
    assert (question.id, question.row, question.options) == (
        "parts:2", 2, ("public", "trade", SEVERAL, "不清楚")
    )  # fmt: skip


@pytest.mark.parametrize(("subject", "lacks"), [("public", "trade"), ("trade", "public")])
def test_a_row_of_one_subject_counts_for_that_one_only(subject: str, lacks: str) -> None:
    verdict = judged(parts__2=subject)
    assert verdict.status == "short"
    assert [item.requirement for item in verdict.plan] == [lacks]


def test_several_subjects_are_asked_for_one_after_the_other() -> None:
    (first,) = judged(parts__2=SEVERAL).questions
    assert (first.id, first.kind, first.max) == ("parts:2:public", "hours", Fraction(90))
    (second,) = judged(parts__2=SEVERAL, parts__2__public="30").questions
    assert (second.id, second.kind, second.max) == ("parts:2:trade", "hours", Fraction(60))
    assert "60" in second.text
    met = judged(parts__2=SEVERAL, parts__2__public="30", parts__2__trade="60")
    assert (met.status, met.questions, met.answer_errors) == ("met", (), ())


@pytest.mark.parametrize(("public", "trade"), [("30.5", "59.5"), ("29", "61"), ("0", "60"), ("30", "59")])
def test_what_lacks_by_parts_is_short(public: str, trade: str) -> None:
    verdict = judged(parts__2=SEVERAL, parts__2__public=public, parts__2__trade=trade)
    assert (verdict.status, verdict.questions, verdict.answer_errors) == ("short", (), ())


def test_a_part_that_settles_it_ends_the_questions() -> None:
    """With 31 hours of one there cannot be 60 of the other."""
    verdict = judged(parts__2=SEVERAL, parts__2__public="31")
    assert (verdict.status, verdict.questions) == ("short", ())


@pytest.mark.parametrize(
    ("public", "trade", "refused"), [("91", "0", "public"), ("40", "60", "trade"), ("三", "1", "public")]
)
def test_parts_are_no_more_than_the_whole(public: str, trade: str, refused: str) -> None:
    verdict = judged(parts__2=SEVERAL, parts__2__public=public, parts__2__trade=trade)
    assert [error.question for error in verdict.answer_errors] == [f"parts:2:{refused}"]
    assert verdict.status in ("needs_info", "short")


def test_quick_hours_of_the_root_are_asked_for_in_the_same_way() -> None:
    answers = {"all_approved": "是", "parts:total": SEVERAL, "parts:total:public": "30"}
    totals = ledger_of_totals({"total": "90"})
    (question,) = judge(TWO, totals, TODAY, answers).questions
    assert (question.id, question.row, question.max) == ("parts:total:trade", None, Fraction(60))
    assert judge(TWO, totals, TODAY, {**answers, "parts:total:trade": "60"}).status == "met"


def test_quick_hours_count_for_nothing_before_the_year_begins() -> None:
    """Nobody has learned yet; a day typed with the wrong year must not make 已达标."""
    totals, answers = ledger_of_totals({"public": "30", "trade": "60"}), {"all_approved": "是"}
    first = TWO.rule.period.start
    assert judge(TWO, totals, first, answers).status == "met"
    early = judge(TWO, totals, first - datetime.timedelta(days=1), answers)
    assert (early.status, len(early.row_errors)) == ("short", 2)
    assert "还没有开始" in early.row_errors[0].message


def test_an_answer_by_parts_without_the_choice_is_of_no_use() -> None:
    verdict = judged(parts__2__public="30")
    assert verdict.status == "needs_info"
    assert "note_answer_unused" in {note.code for note in verdict.notes}


@pytest.mark.parametrize(
    ("parts", "value", "told"),
    [
        ((node("public", 30), node("trade", 60)), "三成", "public、trade"),
        ((node("public", 30), node("trade", 0)), "31.5", "30"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_with_what_may_be_said(
    parts: tuple[Any, ...], value: str, told: str
) -> None:
    """A subject, where several are open; else the hours there are. What was given stands beside it."""
    rule = rules(node("total", 30, *parts))
    verdict = judge(rule, ledger(row("total", "30")), TODAY, {"parts:2": value})
    (error,) = verdict.answer_errors
    assert (error.question, error.value) == ("parts:2", value)
    assert told in error.message


def one_topic_of_two(least: int | str) -> Rules:
    """4 hours in all, and at least so many of one topic."""
    made = rules(node("total", 4, node("public", None), node("trade", None)))
    return amended(made, axes=(topic_axis(one_of=least),))


def test_quick_hours_may_have_been_of_several_topics() -> None:
    """All of one topic is enough whichever it was; half of each is not, so the sum alone proves nothing."""
    totals, approved = ledger_of_totals({"trade": "4"}), {"all_approved": "是"}
    verdict = judge(one_topic_of_two(4), totals, TODAY, approved)
    assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["value:trade:topic"])
    known = approved | {"value:trade:topic": "x"}
    assert judge(one_topic_of_two(4), totals, TODAY, known).status == "met"


@pytest.mark.parametrize("totals", [{"trade": "4"}, {"trade": "3", "public": "1"}, {"total": "4"}])
@pytest.mark.parametrize(("least", "status"), [("1.5", "met"), ("1.75", "met"), ("2.01", "needs_info")])
def test_quick_hours_of_which_less_than_half_is_enough_are_enough(
    totals: Mapping[str, str], least: str, status: str
) -> None:
    """However they are divided between two topics, one of them has half or more."""
    verdict = judge(one_topic_of_two(least), ledger_of_totals(totals), TODAY, {"all_approved": "是"})
    assert verdict.status == status
    assert bool(verdict.questions) is (status == "needs_info")


def test_one_row_was_of_one_topic() -> None:
    """What is asked about a row has one answer, and either leads to 已达标."""
    verdict = judge(one_topic_of_two(4), ledger(row("trade", "4")), TODAY)
    assert (verdict.status, verdict.questions) == ("met", ())


def test_exactly_half_is_enough_too() -> None:
    verdict = judge(one_topic_of_two(2), ledger_of_totals({"trade": "4"}), TODAY, {"all_approved": "是"})
    assert (verdict.status, verdict.questions) == ("met", ())


@pytest.mark.parametrize(("must", "status"), [("23.5", "short"), ("24", "needs_info")])
@pytest.mark.parametrize("quick", [False, True])
def test_hours_that_were_said_not_to_be_of_a_part_are_not_asked_about_for_it(
    must: str, status: str, quick: bool
) -> None:
    """With half an hour too little in one part, no answer about the others could be enough."""
    key = "total" if quick else "2"
    held = ledger_of_totals({"total": "90"}) if quick else ledger(row("total", "90"))
    answers = {f"parts:{key}": SEVERAL, f"parts:{key}:must": must, "all_approved": "是"}
    verdict = judge(rules(), held, TODAY, answers)
    assert verdict.status == status
    assert bool(verdict.questions) is (status == "needs_info")
