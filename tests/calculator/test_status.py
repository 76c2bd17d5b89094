"""What a verdict's status is, for every way a year can stand."""

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import LAST, SOURCE, TODAY, amended, ledger, node, row, rules
from xueshi.judge import judge, not_on_file
from xueshi.judge.verdict import Verdict
from xueshi.model.published import Rules
from xueshi.model.rule import Rule
from xueshi.model.shapes import (
    Answer,
    Conversion,
    Recognition,
    RuleQuestion,
    SetMinimum,
    SubjectCap,
    Variant,
)

AFTERWARDS = datetime.date(2024, 3, 1)
DAY = datetime.timedelta(days=1)


def judged(
    *rows: list[str], rule: Rules | None = None, today: datetime.date = TODAY, **answers: object
) -> Verdict:
    """The verdict on rows under the usual invented rule."""
    return judge(
        rule or rules(),
        ledger(*rows),
        today,
        {key.replace("__", ":"): value for key, value in answers.items()},
    )


FULL = (row("must", "24"), row("may", "6"), row("trade", "60"))


def test_everything_approved_is_met() -> None:
    verdict = judged(*FULL)
    assert (verdict.status, verdict.closed, verdict.plan, verdict.questions) == ("met", False, (), ())


@pytest.mark.parametrize(
    ("must", "may", "trade", "status"),
    [
        ("24", "6", "60", "met"),
        ("23.5", "6.5", "60", "short"),
        ("23.999999", "6.000001", "60", "short"),
        ("24", "5.5", "60.5", "short"),
        ("24", "6", "59.5", "short"),
        ("24", "6", "59.999", "short"),
    ],
)
def test_nothing_is_rounded_across_a_threshold(must: str, may: str, trade: str, status: str) -> None:
    assert judged(row("must", must), row("may", may), row("trade", trade)).status == status


def test_the_whole_can_be_short_when_every_part_is_met() -> None:
    """The minima of the parts may sum to less than that of the whole."""
    rule = rules(node("total", 90, node("public", 24), node("trade", 60)))
    verdict = judged(row("public", "24"), row("trade", "65.5"), rule=rule)
    assert verdict.status == "short"
    assert [(item.requirement, str(item.hours)) for item in verdict.plan] == [("total", "1/2")]


@pytest.mark.parametrize("missing", [{"reviewed": ""}, {"declared": "", "reviewed": ""}])
def test_learned_but_not_approved_is_pending(missing: dict[str, str]) -> None:
    verdict = judged(*FULL[:2], row("trade", "60", **missing))
    assert (verdict.status, verdict.closed) == ("pending", False)


def test_declared_in_time_stays_pending_after_the_year() -> None:
    verdict = judged(*FULL[:2], row("trade", "60", declared="2023-12-31", reviewed=""), today=AFTERWARDS)
    assert (verdict.status, verdict.closed) == ("pending", False)


def test_undeclared_hours_are_lost_the_day_after_the_last_day() -> None:
    rows = (*FULL[:2], row("trade", "60", declared="", reviewed=""))
    assert judged(*rows, today=LAST).status == "pending"
    after = judged(*rows, today=LAST + datetime.timedelta(days=1))
    assert (after.status, after.closed) == ("short", True)


def test_short_is_closed_only_when_the_last_day_to_declare_is_over() -> None:
    assert judged(today=LAST).closed is False
    assert judged(today=AFTERWARDS).closed is True
    assert judged(today=AFTERWARDS, rule=rules(declare_by=None)).closed is False


def test_plain_hours_do_not_prove_a_part_and_are_asked_about() -> None:
    verdict = judged(row("public", "30"), row("trade", "60"))
    assert verdict.status == "needs_info"
    assert [(item.id, item.row) for item in verdict.questions] == [("parts:2", 2)]


@pytest.mark.parametrize(
    ("answer", "status"), [("24", "met"), ("30", "met"), (24, "met"), ("23.5", "short"), ("0", "short")]
)
def test_the_answer_about_parts_decides(answer: object, status: str) -> None:
    verdict = judged(row("public", "30"), row("trade", "60"), parts__2=answer)
    assert (verdict.status, verdict.questions) == (status, ())


@pytest.mark.parametrize("answer", ["不知道", "不清楚", "", {}])
def test_not_knowing_is_an_answer_and_leaves_the_question_open(answer: object) -> None:
    verdict = judged(row("public", "30"), row("trade", "60"), parts__2=answer)
    assert (verdict.status, len(verdict.questions), verdict.answer_errors) == ("needs_info", 1, ())


@pytest.mark.parametrize(
    "answer", ["31", "-1", "多数", True, [], None, {"trade": 3}, {"must": 20, "may": 11}]
)
def test_an_impossible_answer_is_told_and_not_used(answer: object) -> None:
    verdict = judged(row("public", "30"), row("trade", "60"), parts__2=answer)
    assert verdict.status == "needs_info"
    assert [item.question for item in verdict.answer_errors] == ["parts:2"]


def test_no_question_is_asked_that_cannot_change_the_status() -> None:
    short = judged(row("public", "30"), row("trade", "59"))
    assert (short.status, short.questions) == ("short", ())
    met = judged(row("public", "6"), row("must", "24"), row("trade", "60"))
    assert (met.status, met.questions) == ("met", ())
    impossible = judged(row("public", "10"), row("must", "13"), row("may", "10"), row("trade", "60"))
    assert (impossible.status, impossible.questions) == ("short", ())


def test_hours_written_for_the_whole_are_asked_about_by_subject() -> None:
    verdict = judged(row("total", "90"))
    assert verdict.status == "needs_info"
    assert verdict.questions[0].options is not None
    assert verdict.questions[0].options == ("must", "may", "trade", "几个科目都有", "不清楚")
    assert judged(row("total", "90"), parts__2="trade").status == "short"
    assert judged(row("total", "90"), parts__2={"must": 24, "may": 6, "trade": 60}).status == "met"


@pytest.mark.parametrize("answer", ["public", "30", {"public": 30}])
def test_an_answer_that_leaves_a_part_unproven_does_not_decide(answer: object) -> None:
    """Hours said to be of a subject may still have been of its compulsory part."""
    rows = (row("total", "30"), row("trade", "60"))
    verdict = judged(*rows, parts__2=answer)
    assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["parts:2"])
    assert "must、may、trade" in verdict.answer_errors[0].message
    assert judged(*rows, parts__2="must").status == "met"


def test_row_errors_and_empty_cells_never_ask() -> None:
    verdict = judged(row("trade", "八"), row("must", "24", plan="", provider=""))
    assert (verdict.status, verdict.questions) == ("short", ())


def least_favourable(rule: Rule, *rows: list[str]) -> Verdict:
    """The verdict under a rule that asks for the level, while nobody has answered."""
    level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    return judge(replace(rules(), rule=replace(rule, questions=(level,))), ledger(*rows), TODAY)


def variant(level: str, **changed: Any) -> Variant:
    return Variant("changed", "不同", (Answer("level", level),), SOURCE, **changed)


@pytest.mark.parametrize("level", ["高", "低"])
def test_while_an_answer_is_open_the_longest_plan_the_first_day_and_the_most_is_shown(level: str) -> None:
    """Whichever answer comes first: who reads on without answering learns too much rather than too little."""
    plain = rules().rule
    longer = replace(plain, variants=(variant(level, minima=(SetMinimum("trade", Fraction(72)),)),))
    assert sum(item.hours for item in least_favourable(longer).plan) == 102
    assert least_favourable(longer).requirements[-1].required == 72
    done = [row("must", "24"), row("may", "6"), row("trade", "80")]
    assert least_favourable(longer, *done).status == "met"
    assert least_favourable(longer, *done).requirements[-1].required == 72
    sooner = replace(plain, variants=(variant(level, declare_by=LAST - 20 * DAY),))
    days = [item.by for item in least_favourable(sooner).next_steps if item.code == "declare"]
    assert days and max(day for day in days if day) <= LAST - 20 * DAY
    enough = replace(plain, variants=(variant(level, minima=(SetMinimum("trade", Fraction(90)),)),))
    assert least_favourable(enough, *done).status == "needs_info"
    assert [item.hours for item in least_favourable(enough, *done).plan] == [10]


@pytest.mark.parametrize("level", ["高", "低"])
def test_of_two_short_years_the_one_that_lacks_more_or_that_nothing_can_help_is_shown(level: str) -> None:
    """Not the one that asks for more in all; and a year that no learning can mend promises no plan."""
    root = node("total", None, node("public", 10), node("trade", 60))
    plain = rules(root).rule
    other = {"高": "低", "低": "高"}[level]
    more = variant(level, minima=(SetMinimum("trade", Fraction(100)),))
    lacks = replace(variant(other, minima=(SetMinimum("public", Fraction(40)),)), id="lacks")
    rows = row("public", "10"), row("trade", "80")
    verdict = least_favourable(replace(plain, variants=(more, lacks)), *rows)
    assert [(item.requirement, str(item.hours)) for item in verdict.plan] == [("public", "30")]
    trade = replace(node("trade", 60), cap=SubjectCap(Fraction(90), SOURCE))
    capped = replace(
        plain, requirements=node("total", None, node("public", 10), trade), variants=(more, lacks)
    )
    verdict = least_favourable(capped, *rows)
    assert (verdict.status, verdict.plan) == ("short", ())


def test_a_demand_that_cannot_be_modelled_is_refused_by_name() -> None:
    verdict = judged(*FULL, rule=rules(not_modelled=["每三年面授一次"]))
    assert (verdict.status, verdict.unit, verdict.requirements, verdict.rows) == (
        "not_modelled",
        None,
        (),
        (),
    )
    assert "每三年面授一次" in verdict.summary


def test_a_year_that_is_not_on_file_gets_no_verdict() -> None:
    verdict = not_on_file("xugou", "虚构市", 2030, TODAY)
    assert (verdict.status, verdict.closed, verdict.unit, verdict.plan) == ("not_on_file", False, None, ())
    assert "不能下结论" in verdict.summary


def test_an_answer_to_a_question_nobody_asks_is_told() -> None:
    verdict = judged(*FULL, parts__99="3")
    assert "parts:99" in " ".join(note.message for note in verdict.notes)


def test_an_achievement_goes_where_its_excess_helps() -> None:
    """In its first subject nothing is capped; in the other, what is above the cap counts where it lacks."""
    capped = replace(node("a", None), cap=SubjectCap(Fraction(4), SOURCE, "b"))
    base = rules(node("total", None, capped, node("b", 2), node("c", None)))
    talk = Conversion("talk", "会议", Recognition.BY_ORGANISER, ("c", "a"), SOURCE)
    made = amended(base, conversions=(talk,))
    assert judged(row("talk", "6"), rule=made).status == "met"


def test_the_whole_is_not_offered_as_a_subject_of_a_row() -> None:
    (error,) = judged(row("选修", "8")).row_errors
    assert error.message.endswith("可以写：public、must、may、trade。")


def test_a_year_that_is_not_on_file_is_named_and_a_trial_of_another_rule_stays_apart() -> None:
    """The trial says whose rule it is and that it is no verdict; the year itself keeps none."""
    tried = judged(row("trade", "60"))
    verdict = not_on_file("kongbai", "空白市", 2024, TODAY, tried)
    bare = not_on_file("kongbai", "空白市", 2024, TODAY)
    assert (bare.city, bare.city_name, bare.year, bare.today) == ("kongbai", "空白市", 2024, TODAY)
    assert (bare.status, bare.closed, bare.trial) == ("not_on_file", False, None)
    assert "空白市" in bare.summary
    assert "2024" in bare.summary
    assert replace(verdict, trial=None) == bare
    assert verdict.trial is not None
    assert (verdict.trial.city, verdict.trial.year) == (tried.city, tried.year)
    assert verdict.trial.label == f"按{tried.city_name}{tried.year}年度通知试算，不是结论"
    assert verdict.trial.result is tried
