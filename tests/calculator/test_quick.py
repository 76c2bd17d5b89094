"""Hours per subject instead of rows: nothing is met unasked, and no hours are counted twice."""

import datetime

import pytest

from tests.calculator.invented import LAST, TODAY, judged, row, rules
from xueshi.judge import judge
from xueshi.judge.verdict import Verdict
from xueshi.ledger.table import ledger_of_totals

AFTERWARDS = datetime.date(2024, 3, 1)
DAY = datetime.timedelta(days=1)
TOTALS = {"must": "24", "may": "6", "trade": "60"}


def quick(answers: dict[str, str], today: datetime.date = TODAY, **hours: str) -> Verdict:
    return judge(rules(), ledger_of_totals({**TOTALS, **hours}), today, answers)


def test_quick_mode_never_says_met_without_a_yes() -> None:
    assert quick({"all_approved": "是"}).status == "met"
    assert quick({"all_approved": "否"}).status == "pending"
    for open_answer in ({}, {"all_approved": "不清楚"}):
        verdict = quick(open_answer)
        assert (verdict.status, [item.id for item in verdict.questions]) == ("needs_info", ["all_approved"])


@pytest.mark.parametrize("answer", ["yes", True, "是的", " 是"])
def test_quick_mode_tells_an_answer_that_is_no_option(answer: object) -> None:
    verdict = judge(rules(), ledger_of_totals(TOTALS), TODAY, {"all_approved": answer})
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
    verdict = judge(rules(), totals, TODAY, {"all_approved": "是"})
    assert [item.id for item in verdict.questions] == ["parts:public"]
    assert verdict.requirements[0].approved == 90, "what is answered is shown while something else is open"
    assert judge(rules(), totals, TODAY, {"all_approved": "是", "parts:public": "24"}).status == "met"


def test_unreadable_quick_hours_are_an_error_and_the_rest_is_judged() -> None:
    verdict = quick({"all_approved": "是"}, trade="很多")
    assert [(item.row, item.column, item.value) for item in verdict.row_errors] == [(None, "trade", "很多")]
    assert verdict.status == "short"


def in_quick(totals: dict[str, str], **answers: str) -> Verdict:
    """Quick totals that were all approved."""
    given = {name.replace("__", ":"): value for name, value in answers.items()}
    return judge(rules(), ledger_of_totals(totals), TODAY, {"all_approved": "是", **given})


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
    for verdict in (in_quick({"public": "30"}), judged(rules(), row("public", "30"))):
        assert verdict.status == "short"
        assert "有 30 学时只写了“public”：其中如有must，写明以后，还差的会更少。" in verdict.summary
