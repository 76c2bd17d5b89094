"""Which questions are asked and what is said to hang on them: all that can change the status, and no more."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import (
    SOURCE,
    TODAY,
    YEAR,
    amended,
    judged,
    ledger,
    node,
    on,
    row,
    rules,
    shaped,
    topic_axis,
)
from xueshi.judge import judge
from xueshi.judge.questions import MOST_QUESTIONS
from xueshi.judge.verdict import Question, Verdict
from xueshi.ledger.names import ITEM
from xueshi.ledger.table import ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import Requirement
from xueshi.model.shapes import (
    Answer,
    Cap,
    CapPer,
    Conversion,
    Ratio,
    RatioOf,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Variant,
)


def only(verdict: Verdict) -> Question:
    (question,) = verdict.questions
    return question


LEVEL = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
FIELD = RuleQuestion("field", "专业？", ("会计", "其他"), SOURCE)
MORE = (SetMinimum("total", Fraction(20)),)
BOTH = Variant("both", "高级会计", (Answer("level", "高"), Answer("field", "会计")), SOURCE, MORE)
HIGHER = Variant("higher", "高级", (Answer("level", "高"),), SOURCE, MORE)


def test_a_question_is_asked_when_it_matters_under_one_answer_to_another() -> None:
    """Only a senior accountant needs more: either question settles it, and each says where it leads."""
    rule = shaped(node("total", 10), questions=(LEVEL, FIELD), variants=(BOTH,))
    verdict = judged(rule, row("total", "10"))
    assert [item.id for item in verdict.questions] == ["level", "field"]
    assert [item.hangs_on for item in verdict.questions] == [
        "高：未达标或已达标；低：已达标",
        "会计：未达标或已达标；其他：已达标",
    ]
    assert judged(rule, row("total", "10"), level="低").questions == ()


def test_what_is_approved_is_asked_when_it_matters_under_one_answer_about_the_person() -> None:
    rule = shaped(node("total", 10), questions=(LEVEL,), variants=(HIGHER,))
    verdict = judge(rule, ledger_of_totals({"total": "10"}), TODAY, {})
    assert [item.id for item in verdict.questions] == ["level", "all_approved"]


@pytest.mark.parametrize("question", ["all_approved", "includes:public", "level"])
def test_an_empty_answer_is_as_good_as_none(question: str) -> None:
    rule = shaped(node("total", 10), questions=(LEVEL,), variants=(HIGHER,))
    totals = ledger_of_totals({"total": "10"})
    assert judge(rule, totals, TODAY, {question: ""}).answer_errors == ()
    assert len(judge(rule, totals, TODAY, {question: "也许"}).answer_errors) == 1


PLAIN = node("total", 90, node("public", 30), node("trade", 60))
PAPER = Conversion("paper", "论文", Fraction(5), ("trade",), SOURCE, (), Fraction(10))


@pytest.mark.parametrize("shapes", [{}, {"conversions": (PAPER,)}])
def test_a_question_names_what_lacks_and_nothing_that_is_met(shapes: dict[str, Any]) -> None:
    """60 hours of the trade are approved; 30 hours of the year may have been of the public subject."""
    verdict = judged(shaped(PLAIN, **shapes), row("trade", "30"), row("trade", "30"), row("total", "30"))
    question = only(verdict)
    assert (question.id, question.kind) == ("parts:4", "choice")
    assert "public" in question.hangs_on
    assert "trade" not in question.hangs_on


def test_a_row_of_which_nothing_lacks_is_not_asked_about() -> None:
    """Both plain rows have parts; the one whose parts are met has nothing to tell."""
    root = node("total", 60, node("a", 20, node("a1", 10)), node("b", 30, node("b1", 20)))
    rows = row("a1", "10"), row("a", "20"), row("b", "30")
    assert [item.id for item in judged(rules(root), *rows).questions] == ["parts:4"]


def test_hours_that_would_be_above_a_cap_and_help_elsewhere_are_asked_about() -> None:
    """Six hours of one part: two count there, four count for what lacks. Of the other part none would."""
    capped = replace(node("a1", None), cap=SubjectCap(Fraction(2), SOURCE, "b"))
    rule = rules(node("total", 6, node("a", None, capped, node("a2", None)), node("b", 3)))
    verdict = judged(rule, row("a", "6"))
    assert (verdict.status, only(verdict).id) == ("needs_info", "parts:2")
    assert judged(rule, row("a1", "6")).status == "met"
    assert judged(rule, row("a2", "6")).status == "short"


def test_hours_that_may_be_of_what_is_capped_are_asked_about() -> None:
    """Five of six hours are counted if all were of the capped part: the cap is named, no minimum is."""
    capped = replace(node("a1", None), cap=SubjectCap(Fraction(5), SOURCE))
    rule = rules(node("total", 6, node("a", None, capped, node("a2", None)), node("b", None)))
    question = only(judged(rule, row("a", "6")))
    assert question.id == "parts:2"
    assert question.hangs_on == "通知要求a1最多计 5 学时，回答不同，结论不同。"


def topics(*, one_of: int | None = None, least: int | None = None) -> Rules:
    """Four hours, with a demand on topics."""
    axis = topic_axis("党史", "法治", least=least, one_of=one_of)
    return shaped(node("total", 4, node("a", None), node("b", None)), axes=(axis,))


def test_every_offered_value_is_taken_as_an_answer() -> None:
    question = only(judged(topics(least=4), row("a", "4")))
    assert question.options == ("党史", "法治", "不知道")
    found = {one: judged(topics(least=4), row("a", "4"), value__2__topic=one) for one in question.options}
    assert [verdict.answer_errors for verdict in found.values()] == [(), (), ()]
    assert [verdict.status for verdict in found.values()] == ["met", "short", "needs_info"]


def test_a_choice_among_topics_that_is_not_made_is_asked_about() -> None:
    """Two hours of each topic for certain; which the third row was of settles one."""
    rows = on(row("a", "2"), "党史"), on(row("a", "2"), "法治"), row("b", "2"), row("b", "1")
    verdict = judged(topics(one_of=5), *rows)
    assert [item.id for item in verdict.questions] == ["value:4:topic", "value:5:topic"]
    assert judged(topics(one_of=2), *rows).questions == ()


def test_a_share_that_is_not_proven_is_asked_about_by_its_name() -> None:
    share = replace(node("a", None), min_ratio=Ratio(Fraction(1, 2), RatioOf.EARNED, SOURCE))
    rule = rules(node("total", 4, share, node("b", None)))
    question = only(judged(rule, row("total", "4")))
    assert question.id == "parts:2"
    assert question.hangs_on == "通知要求a不少于所学的 0.5，回答不同，结论不同。"


def test_the_hours_of_the_one_part_are_asked_for_as_a_number() -> None:
    question = only(judged(rules(), row("public", "30"), row("trade", "60")))
    assert (question.kind, question.options) == ("hours", None)
    assert question.max == 30


def test_hours_beyond_the_cap_of_a_day_are_no_reason_to_ask() -> None:
    """On another day of the year the cap was reached; nothing hangs on what this row was."""
    day = Cap("day", "每天", Fraction(4), SOURCE, CapPer.DAY, ("a1",))
    root = node("total", 8, node("a", None, node("a1", None), node("a2", None)), node("b", 8))
    verdict = judged(shaped(root, caps=(day,)), row("a1", "4"), row("a", "4", completed=f"{YEAR}-03-02"))
    assert (verdict.status, verdict.questions) == ("short", ())


def test_a_paper_whose_subject_is_chosen_is_not_asked_about() -> None:
    both = replace(PAPER, subjects=("public", "trade"))
    verdict = judged(
        shaped(PLAIN, conversions=(both,)), row("paper", f"1{ITEM}"), row("public", "30"), row("trade", "55")
    )
    assert (verdict.status, verdict.questions) == ("met", ())


@pytest.mark.parametrize(
    ("root", "subject", "answers"),
    [
        (node("total", 60, node("public", 30, node("must", 24), node("may", None))), "public", {}),
        (PLAIN, "total", {}),
        (PLAIN, "total", {"parts:{}": "几个科目都有"}),
        (None, "a", {}),
    ],
)
def test_a_question_about_a_sum_names_no_row_and_one_about_a_row_does(
    root: Requirement | None, subject: str, answers: dict[str, str]
) -> None:
    rule = rules(root) if root else topics(least=4)
    amount = "90" if root else "4"
    by_row = judge(
        rule, ledger(row(subject, amount)), TODAY, {key.format(2): text for key, text in answers.items()}
    )
    given = {key.format(subject): text for key, text in answers.items()} | {"all_approved": "是"}
    by_sum = judge(rule, ledger_of_totals({subject: amount}), TODAY, given)
    question, other = only(by_row), only(by_sum)
    assert (question.row, other.row) == (2, None)
    assert "第 2 行" in question.text
    assert "行" not in other.text
    assert (question.kind, question.options) == (other.kind, other.options)


def test_parts_are_asked_for_when_they_matter_under_one_answer_about_the_person() -> None:
    root = node("total", 30, node("a", None, node("a1", None), node("a2", None)), node("b", None))
    part = Variant("part", "高级", (Answer("level", "高"),), SOURCE, (SetMinimum("a1", Fraction(24)),))
    verdict = judged(shaped(root, questions=(LEVEL,), variants=(part,)), row("a", "30"))
    assert [(item.id, item.kind) for item in verdict.questions] == [("level", "choice"), ("parts:2", "hours")]


def test_what_lacks_of_a_topic_and_of_a_part_is_asked_at_once() -> None:
    """The third row matters as long as one topic is not enough without it."""
    root = node("total", 6, node("a", None, node("a1", 2), node("a2", None)), node("b", None))
    rows = row("a", "2"), on(row("b", "2"), "x"), row("b", "2")
    for one_of, asked in ((2, ["parts:2"]), (4, ["parts:2", "value:2:topic", "value:4:topic"])):
        made = topics(one_of=one_of)
        verdict = judged(amended(made, requirements=root), *rows)
        assert [item.id for item in verdict.questions] == asked


def test_no_more_questions_about_rows_are_asked_at_once_than_anybody_answers() -> None:
    rows = [row("public", "2", course=f"c{number}") for number in range(40)]
    assert len(judged(rules(), *rows, row("trade", "60")).questions) == MOST_QUESTIONS


def test_an_answer_that_is_no_option_is_told_the_options() -> None:
    totals = ledger_of_totals({"must": "24"})
    (error,) = judge(rules(), totals, TODAY, {"all_approved": "也许"}).answer_errors
    assert error.message == "请选一个：是、否、不清楚。"
