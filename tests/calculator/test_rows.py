"""Which rows count, how far they have come, and what is said about them."""

import datetime
from dataclasses import replace

import pytest

from tests.calculator.invented import TODAY, YEAR, amended, ledger, row, rules
from xueshi.judge import compile_rule, judge
from xueshi.judge.verdict import RowVerdict
from xueshi.ledger.table import ledger_of_rows
from xueshi.model.published import Provider, Rules
from xueshi.model.rule import CarryOverPolicy, Deadline, PlanFilingPolicy
from xueshi.roster.brief import judge_outcome
from xueshi.roster.outcome import outcome_of

AFTERWARDS = datetime.date(YEAR + 1, 3, 1)


def one(cells: list[str], rule: Rules | None = None, today: datetime.date = TODAY) -> RowVerdict:
    """The verdict on a single row."""
    verdict = judge(rule or rules(), ledger(cells), today)
    assert not verdict.row_errors, verdict.row_errors
    return verdict.rows[0]


def codes(item: RowVerdict) -> list[str]:
    return [issue.code for issue in item.issues]


@pytest.mark.parametrize(
    ("cells", "stage"),
    [
        ({}, "approved"),
        ({"reviewed": ""}, "declared"),
        ({"reviewed": "2023-11-21"}, "declared"),
        ({"declared": "", "reviewed": ""}, "learned"),
        ({"declared": "2023-11-21", "reviewed": ""}, "learned"),
        ({"declared": ""}, "approved"),
        ({"mode": "自动", "declared": "", "reviewed": "", "plan": ""}, "approved"),
        ({"mode": "", "reviewed": ""}, "declared"),
    ],
)
def test_a_row_is_as_far_as_its_dates_show(cells: dict[str, str], stage: str) -> None:
    assert one(row(**cells)).stage == stage


@pytest.mark.parametrize(
    ("day", "counts"), [("2022-12-31", False), ("2023-01-01", True), ("2023-12-31", True)]
)
def test_only_the_days_of_the_period_count(day: str, counts: bool) -> None:
    item = one(row(completed=day, mode="自动", declared="", reviewed=""), today=AFTERWARDS)
    assert (item.stage != "excluded") is counts
    assert ("outside_period" in codes(item)) is not counts


def test_silence_on_carry_over_is_said_when_a_day_is_outside() -> None:
    cells = row(completed="2022-12-31")
    silent = one(cells, rules(carry_over=CarryOverPolicy.NOT_STATED)).issues[0].message
    forbidden = one(cells, rules(carry_over=CarryOverPolicy.FORBIDDEN)).issues[0].message
    assert "没有写明" in silent
    assert "不得结转" in forbidden


@pytest.mark.parametrize(("declared", "counts"), [("2023-12-31", True), ("2024-01-01", False)])
def test_declared_on_the_printed_day_is_in_time(declared: str, counts: bool) -> None:
    item = one(row(completed="2023-12-01", declared=declared, reviewed=""), today=AFTERWARDS)
    assert (item.stage == "declared") is counts
    assert ("not_declared_in_time" in codes(item)) is not counts


def test_reviewed_late_but_declared_in_time_counts_with_a_warning() -> None:
    item = one(row(declared="2023-12-30", reviewed="2024-01-05"), today=AFTERWARDS)
    assert (item.stage, codes(item)) == ("approved", ["reviewed_after_year_end"])


def test_a_late_review_without_a_declaration_date_proves_nothing() -> None:
    item = one(row(declared="", reviewed="2024-01-05"), today=AFTERWARDS)
    assert (item.stage, codes(item)) == ("excluded", ["not_declared_in_time"])


def test_hours_of_a_plan_that_was_not_filed_are_refused_only_where_the_notice_says_so() -> None:
    cells = row(plan="否")
    assert one(cells).stage == "excluded"
    assert codes(one(cells)) == ["plan_not_filed"]
    asked = one(cells, rules(plan_filing=PlanFilingPolicy.ASKED))
    assert (asked.stage, asked.issues[0].code, asked.issues[0].level) == (
        "approved",
        "plan_not_filed",
        "warning",
    )


def test_hours_that_enter_by_themselves_need_no_plan() -> None:
    item = one(row(mode="自动", plan="否", declared="", reviewed=""))
    assert (item.stage, codes(item)) == ("approved", [])


def test_an_unknown_plan_is_warned_about_until_the_review() -> None:
    assert codes(one(row(plan="", reviewed=""))) == ["plan_filing_unknown", "review_overdue"]
    assert codes(one(row(plan=""))) == []


def test_automatic_hours_are_undeclared_where_the_notice_does_not_know_them() -> None:
    cells = row(mode="自动", declared="", reviewed="")
    rule = rules(automatic=False)
    assert (one(cells, rule).stage, codes(one(cells, rule))) == ("learned", ["auto_credit_not_stated"])
    assert codes(one([*cells[:-1], ""], rule)) == ["auto_credit_not_stated"]
    late = one(row(mode="自动"), rule, AFTERWARDS)
    assert "没有写已经申报" in late.issues[0].message
    assert (late.stage, codes(late)) == ("excluded", ["not_declared_in_time", "auto_credit_not_stated"])


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        ({"way": "线下面授"}, True),
        ({"way": "在线学习"}, False),
        ({"way": ""}, False),
        ({"declared": "2023-04-03"}, True),
        ({"reviewed": "2023-04-07"}, True),
    ],
)
def test_automatic_hours_written_like_declared_ones_are_pointed_out(
    cells: dict[str, str], doubtful: bool
) -> None:
    plain = rules()
    credit = replace(plain.rule.auto_credit, ways=("在线",))
    rule = amended(plain, auto_credit=credit)
    item = one(row(mode="自动", **{"declared": "", "reviewed": ""} | cells), rule)
    assert item.stage == "approved"
    assert (codes(item) == ["auto_credit_doubtful"]) is doubtful


@pytest.mark.parametrize(
    "other",
    [
        "课程 A1",
        " 课程 A1 ",
        "课程\u00a0A1",
        "课程  A1",
        "课程\u3000A1",
        "课程 Ａ１",
        "课\u200b程 A1",
        "\ufeff课程 A1\u00ad",
    ],
)
def test_rows_that_look_alike_are_one_written_twice(other: str) -> None:
    """What nobody sees must not make one course count twice: pasted texts are full of it."""
    pair = [row(course="课程 A1"), row(course=other)]
    verdict = judge(rules(), ledger_of_rows(pair), TODAY)
    assert [codes(item) for item in verdict.rows] == [[], ["duplicate_row"]]
    assert judge_outcome(compile_rule(rules()), ledger_of_rows(pair), TODAY) == outcome_of(verdict)


@pytest.mark.parametrize("other", ["课程A1", "课程 a1", "课程 A2", "课程 A1（上）", "课程 Ⅱ"])
def test_rows_that_look_different_both_count(other: str) -> None:
    pair = [row(course="课程 A1"), row(course=other)]
    verdict = judge(rules(), ledger_of_rows(pair), TODAY)
    assert [item.stage for item in verdict.rows] == ["approved", "approved"]
    assert judge_outcome(compile_rule(rules()), ledger_of_rows(pair), TODAY) == outcome_of(verdict)


def test_the_second_of_two_equal_rows_is_excluded() -> None:
    cells = row(course="同一门课")
    verdict = judge(rules(), ledger_of_rows([cells, cells, row(course="另一门课")]), TODAY)
    assert [item.stage for item in verdict.rows] == ["approved", "excluded", "approved"]
    assert codes(verdict.rows[1]) == ["duplicate_row"]
    assert "第 2 行" in verdict.rows[1].issues[0].message


def test_a_row_that_differs_only_in_what_came_after_is_counted_and_told() -> None:
    """An export pasted again after the review: not every cell is equal, the hours count twice."""
    cells = {"course": "同一门课", "hours": "10"}
    again = row(**cells, plan="")
    verdict = judge(
        rules(), ledger_of_rows([row(**cells, plan="是"), again, row(hours="10", plan="")]), TODAY
    )
    assert [item.counted for item in verdict.rows] == [10, 10, 10]
    assert [("nearly_duplicate" in codes(item)) for item in verdict.rows] == [False, True, False]


@pytest.mark.parametrize(("today", "overdue"), [("2023-04-17", False), ("2023-04-18", True)])
def test_review_is_overdue_after_the_tenth_working_day(today: str, overdue: bool) -> None:
    """Declared on Monday 3 April: ten working days end on Monday 17 April."""
    item = one(row(reviewed=""), today=datetime.date.fromisoformat(today))
    assert ("review_overdue" in codes(item)) is overdue
    assert not overdue or "本站推算" in item.issues[0].message


def test_no_review_is_overdue_where_no_days_are_stated() -> None:
    assert codes(one(row(reviewed=""), rules(review_days=None), AFTERWARDS)) == []


LISTED = (
    Provider("甲平台", "平台", ("甲网",), ("trade",), None),
    Provider("乙学院", "基地", (), (), None),
    Provider("丙平台", "平台", (), ("public", "trade"), datetime.date(YEAR, 6, 30)),
)


@pytest.mark.parametrize(
    ("subject", "provider", "completed", "expected"),
    [
        ("trade", "甲平台", "2023-03-01", []),
        ("trade", " 甲 网 ", "2023-03-01", []),
        ("public", "甲平台", "2023-03-01", ["provider_other_subject"]),
        ("must", "丙平台", "2023-03-01", []),
        ("must", "丙平台", "2023-07-01", ["platform_closed"]),
        ("must", "乙学院继续教育处", "2023-03-01", []),
        ("must", "丁公司", "2023-03-01", ["provider_not_listed"]),
        ("must", "", "2023-03-01", []),
    ],
)
def test_providers_are_compared_with_the_list(
    subject: str, provider: str, completed: str, expected: list[str]
) -> None:
    cells = row(subject, provider=provider, completed=completed, declared="2023-08-01", reviewed="2023-08-02")
    item = one(cells, rules(providers=LISTED))
    assert (item.stage, codes(item)) == ("approved", expected)


def test_hours_on_a_closed_platform_cite_where_its_last_day_stands() -> None:
    """Where the notice states no such day for platforms, nothing is cited in its place."""
    cells = row(
        "must", provider="丙平台", completed="2023-07-01", declared="2023-08-01", reviewed="2023-08-02"
    )
    plain = rules(providers=LISTED)
    learn = plain.rule.deadlines.learn
    assert isinstance(learn, Deadline)
    closes = replace(learn, source=replace(learn.source, clause="三"))
    stated = replace(
        plain, rule=replace(plain.rule, deadlines=replace(plain.rule.deadlines, platform_close=closes))
    )
    (said,) = one(cells, stated).issues
    (unsaid,) = one(cells, plain).issues
    assert said.source is not None and said.source.clause == "三"
    assert unsaid.source is not None and unsaid.source.document == "本站规则"


def test_dates_still_to_come_are_told() -> None:
    assert "declared_in_future" in codes(one(row(declared="2023-11-21", reviewed="")))
    assert "reviewed_in_future" in codes(one(row(reviewed="2023-11-21")))


def test_every_excluded_row_says_why_and_counts_nothing() -> None:
    rows = [row(completed="2022-05-01"), row(plan="否"), row(declared="2024-01-02", reviewed="")]
    verdict = judge(rules(), ledger(*rows), AFTERWARDS)
    assert all(item.stage == "excluded" and item.counted == 0 and item.issues for item in verdict.rows)
    assert all(item.learned == 0 for item in verdict.requirements)
