"""What a verdict's status is, for every way a year can stand."""

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.calculator.invented import LAST, SOURCE, amended, ledger, node, row, rules
from xueshi.judge import judge, not_on_file
from xueshi.judge.verdict import Verdict
from xueshi.ledger.table import ledger_of_totals
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

IN_TIME = datetime.date(2023, 11, 20)
AFTERWARDS = datetime.date(2024, 3, 1)
DAY = datetime.timedelta(days=1)


def judged(
    *rows: list[str], rule: Rules | None = None, today: datetime.date = IN_TIME, **answers: object
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


TOTALS = {"must": "24", "may": "6", "trade": "60"}


def quick(answers: dict[str, str], today: datetime.date = IN_TIME, **hours: str) -> Verdict:
    return judge(rules(), ledger_of_totals({**TOTALS, **hours}), today, answers)


def test_quick_mode_never_says_met_without_a_yes() -> None:
    assert quick({"all_approved": "是"}).status == "met"
    assert quick({"all_approved": "否"}).status == "pending"
    for open_answer in ({}, {"all_approved": "不清楚"}):
        verdict = quick(open_answer)
        assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["all_approved"])


@pytest.mark.parametrize("answer", ["yes", True, "是的", " 是"])
def test_quick_mode_tells_an_answer_that_is_no_option(answer: object) -> None:
    verdict = judge(rules(), ledger_of_totals(TOTALS), IN_TIME, {"all_approved": answer})
    assert verdict.status == "needs_info"
    assert [(item.question, item.value) for item in verdict.answer_errors] == [("all_approved", str(answer))]


def test_quick_mode_is_short_whatever_the_answer_when_hours_lack() -> None:
    for answer in ("是", "否", "不清楚"):
        verdict = quick({"all_approved": answer}, trade="59.5")
        assert (verdict.status, verdict.questions) == ("short", ())
    assert str({item.id: item for item in quick({}, trade="59.5").requirements}["trade"].shortfall) == "1/2"


def test_quick_mode_after_the_last_day_asks_whether_all_was_declared() -> None:
    verdict = quick({"all_approved": "否"}, AFTERWARDS)
    assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["all_declared"])
    assert quick({"all_approved": "否", "all_declared": "是"}, AFTERWARDS).status == "pending"
    late = quick({"all_approved": "否", "all_declared": "否"}, AFTERWARDS)
    assert (late.status, late.closed) == ("short", True)
    assert quick({"all_approved": "是"}, AFTERWARDS).status == "met"


@pytest.mark.parametrize(
    ("today", "status", "closed"),
    [(LAST - DAY, "pending", False), (LAST, "pending", False), (LAST + DAY, "short", True)],
)
def test_quick_hours_may_be_declared_until_the_end_of_the_last_day(
    today: datetime.date, status: str, closed: bool
) -> None:
    verdict = quick({"all_approved": "否", "all_declared": "否"}, today, must="24", may="6", trade="60")
    assert (verdict.status, verdict.closed) == (status, closed)


def least_favourable(rule: Rule, *rows: list[str]) -> Verdict:
    """The verdict under a rule that asks for the level, while nobody has answered."""
    level = RuleQuestion("level", "级别？", ("高", "低"), SOURCE)
    return judge(replace(rules(), rule=replace(rule, questions=(level,))), ledger(*rows), IN_TIME)


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


def test_quick_hours_can_always_be_declared_where_the_notice_names_no_last_day() -> None:
    totals = ledger_of_totals({"must": "24", "may": "6", "trade": "60"})
    verdict = judge(rules(declare_by=None), totals, AFTERWARDS, {"all_approved": "否", "all_declared": "否"})
    assert (verdict.status, verdict.closed) == ("pending", False)


def test_quick_hours_are_shown_as_typed_while_their_stage_is_open() -> None:
    """After the last day they may all be lost, but what is short is short of what was typed."""
    verdict = quick({}, AFTERWARDS, trade="59.5")
    assert (verdict.status, verdict.closed) == ("short", True)
    assert [(item.requirement, str(item.hours)) for item in verdict.plan] == [("trade", "1/2")]


def test_quick_hours_of_a_subject_with_parts_are_asked_about() -> None:
    totals = ledger_of_totals({"public": "30", "trade": "60"})
    verdict = judge(rules(), totals, IN_TIME, {"all_approved": "是"})
    assert [item.id for item in verdict.questions] == ["parts:public"]
    assert verdict.requirements[0].approved == 90, "what is answered is shown while something else is open"
    assert judge(rules(), totals, IN_TIME, {"all_approved": "是", "parts:public": "24"}).status == "met"


def test_unreadable_quick_hours_are_an_error_and_the_rest_is_judged() -> None:
    verdict = quick({"all_approved": "是"}, trade="很多")
    assert [(item.row, item.column, item.value) for item in verdict.row_errors] == [(None, "trade", "很多")]
    assert verdict.status == "short"


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
    verdict = not_on_file("xugou", "虚构市", 2030, IN_TIME)
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


def in_quick(totals: dict[str, str], **answers: str) -> Verdict:
    """Quick totals that were all approved."""
    given = {name.replace("__", ":"): value for name, value in answers.items()}
    return judge(rules(), ledger_of_totals(totals), IN_TIME, {"all_approved": "是", **given})


DOUBLED = {"public": "24", "must": "24", "trade": "66"}
"""The sum of a subject written where hours belong that cannot be told apart."""


def test_the_sum_of_a_subject_is_never_counted_beside_its_parts() -> None:
    """24 of 30 hours: counted twice they would prove the minimum of the subject."""
    verdict = in_quick(DOUBLED)
    assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["includes:public"])
    assert verdict.questions[0].options == ("是", "否", "不清楚")
    summed, apart = in_quick(DOUBLED, includes__public="是"), in_quick(DOUBLED, includes__public="否")
    assert (summed.status, [str(item.hours) for item in summed.plan]) == ("short", ["6"])
    assert (apart.status, apart.questions) == ("met", ())
    assert all("用上" not in note.message for item in (summed, apart) for note in item.notes)


def test_a_sum_that_decides_nothing_is_not_asked_about() -> None:
    verdict = in_quick({"public": "30", "must": "24", "trade": "60"})
    assert (verdict.status, verdict.questions) == ("met", ())
    smaller = in_quick({"public": "6", "must": "24", "trade": "60"})
    assert (smaller.status, smaller.questions) == ("met", ()), "less than the parts have: no sum"


def test_a_sum_that_changes_only_the_plan_is_assumed_and_said() -> None:
    verdict = in_quick({"public": "24", "must": "24", "trade": "10"})
    assert (verdict.status, [item.id for item in verdict.questions]) == ("short", ["includes:public"])
    assert [(item.requirement, str(item.hours)) for item in verdict.plan] == [
        ("public", "6"),
        ("trade", "50"),
    ]
    assert "note_assumed" in {note.code for note in verdict.notes}


def test_a_sum_is_asked_about_before_what_it_may_be_of() -> None:
    totals = {"public": "18", "must": "12", "trade": "60"}
    first = in_quick(totals)
    assert [item.id for item in first.questions] == ["includes:public"]
    then = in_quick(totals, includes__public="否")
    assert [(item.id, str(item.max)) for item in then.questions] == [("parts:public", "18")]
    assert in_quick(totals, includes__public="否", parts__public="12").status == "met"
    early = in_quick(totals, parts__public="12")
    assert (early.status, early.answer_errors) == ("needs_info", ())


def test_an_answer_about_a_sum_that_is_no_option_is_told() -> None:
    verdict = in_quick(DOUBLED, includes__public="也许")
    assert [(item.question, item.value) for item in verdict.answer_errors] == [("includes:public", "也许")]
    assert verdict.status == "needs_info"


@pytest.mark.parametrize("must", range(0, 31, 6))
@pytest.mark.parametrize("may", [0, 6, 12])
@pytest.mark.parametrize("trade", [54, 60, 66])
def test_whoever_writes_the_sum_is_never_told_met_when_short(must: int, may: int, trade: int) -> None:
    """Against the truth: hours by part, with their sum wrongly written for the subject."""
    typed = {"public": str(must + may), "must": str(must), "may": str(may), "trade": str(trade)}
    true = in_quick({key: typed[key] for key in ("must", "may", "trade")})
    assert in_quick(typed).status in {true.status, "needs_info"}
    assert in_quick(typed, includes__public="是").status == true.status


def test_a_field_that_cannot_be_read_is_named_where_the_result_is_told() -> None:
    verdict = in_quick({"must": "24", "may": "6", "trade": "六十"})
    assert verdict.summary == "还差 trade 60 学时。“trade”填的读不懂，没有算上。"
    codes = {note.code: note.message for note in verdict.notes}
    assert "note_row_errors" not in codes, "there are no rows"
    assert codes["note_field_errors"] == "“trade”填的读不懂，没有算上。"
    step = next(step for step in verdict.next_steps if step.code == "fix_rows")
    assert step.message == "改正 1 个读不懂的数；它们没有计入。"


def test_a_number_that_is_still_being_typed_is_no_error() -> None:
    assert in_quick({"must": "24", "may": "6", "trade": "60."}).status == "met"


def test_what_may_be_of_a_missing_part_is_said_beside_what_is_missing() -> None:
    for verdict in (in_quick({"public": "30"}), judged(row("public", "30"))):
        assert verdict.status == "short"
        assert "有 30 学时只写了“public”：其中如有must，写明以后，还差的会更少。" in verdict.summary


def test_the_whole_is_not_offered_as_a_subject_of_a_row() -> None:
    (error,) = judged(row("选修", "8")).row_errors
    assert error.message.endswith("可以写：public、must、may、trade。")


def test_a_year_that_is_not_on_file_is_named_and_a_trial_of_another_rule_stays_apart() -> None:
    """The trial says whose rule it is and that it is no verdict; the year itself keeps none."""
    tried = judged(row("trade", "60"))
    verdict = not_on_file("kongbai", "空白市", 2024, IN_TIME, tried)
    bare = not_on_file("kongbai", "空白市", 2024, IN_TIME)
    assert (bare.city, bare.city_name, bare.year, bare.today) == ("kongbai", "空白市", 2024, IN_TIME)
    assert (bare.status, bare.closed, bare.trial) == ("not_on_file", False, None)
    assert "空白市" in bare.summary
    assert "2024" in bare.summary
    assert replace(verdict, trial=None) == bare
    assert verdict.trial is not None
    assert (verdict.trial.city, verdict.trial.year) == (tried.city, tried.year)
    assert verdict.trial.label == f"按{tried.city_name}{tried.year}年度通知试算，不是结论"
    assert verdict.trial.result is tried
