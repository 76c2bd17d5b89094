"""Rows beside every day that matters, held against the clauses written out once more; and what is said."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.calculator.invented import FIRST, LAST, SOURCE, YEAR, amended, deadline, ledger, row, rules
from xueshi.judge import compile_rule, judge
from xueshi.judge.verdict import Citation, IssueLevel
from xueshi.ledger.entries import Entry
from xueshi.ledger.table import ledger_of_rows
from xueshi.model.published import Provider, Rules
from xueshi.model.rule import CarryOverPolicy, PlanFilingPolicy
from xueshi.model.values import NOT_STATED, Source

DAY = datetime.timedelta(days=1)
Day = datetime.date | None
HALFWAY = datetime.date(YEAR, 6, 30)


def around(*days: datetime.date) -> list[datetime.date]:
    """Days with the day before and the day after each."""
    return sorted({day + shift for day in days for shift in (-DAY, 0 * DAY, DAY)})


def entries() -> Iterator[Entry]:
    """Rows of every kind with dates in order."""
    done = [FIRST - DAY, FIRST, HALFWAY, HALFWAY + DAY, LAST, LAST + DAY]
    for completed, declared, reviewed in itertools.product(
        done, (None, *around(LAST), HALFWAY + DAY), (None, *around(LAST), LAST + 2 * DAY, HALFWAY + DAY)
    ):
        if (declared and declared < completed) or (reviewed and reviewed < (declared or completed)):
            continue
        for automatic, filed in itertools.product((False, True), (None, False, True)):
            yield Entry(
                2, "trade", None, (), Fraction(8), completed, "课", "", "", automatic, declared, reviewed,
                filed, None,
            )  # fmt: skip


def expected(made: Rules, learn: Day, last: Day, today: datetime.date, entry: Entry) -> tuple[str, set[str]]:
    """Stage and reasons to leave a row out, clause by clause; a day after today has not come."""
    known = made.rule.auto_credit.policy == "自动计入"
    refused = made.rule.plan_filing.policy is PlanFilingPolicy.REFUSED
    declared, reviewed = (day if day and day <= today else None for day in (entry.declared, entry.reviewed))
    if not FIRST <= entry.completed <= LAST:
        return "excluded", {"outside_period"}
    shown = today if entry.automatic else declared or reviewed or today
    by_itself = entry.automatic and known
    out = {
        "learned_too_late": learn is not None and entry.completed > learn,
        "plan_not_filed": refused and not entry.automatic and entry.plan_filed is False,
        "not_declared_in_time": last is not None and not by_itself and shown > last,
    }
    if any(out.values()):
        return "excluded", {code for code, holds in out.items() if holds}
    if entry.automatic:
        return "approved" if known else "learned", set()
    return "approved" if reviewed else "declared" if declared else "learned", set()


@pytest.mark.parametrize("automatic", [True, False])
@pytest.mark.parametrize("plan", [PlanFilingPolicy.REFUSED, PlanFilingPolicy.ASKED])
@pytest.mark.parametrize(("learn", "last"), [(LAST, LAST), (HALFWAY, LAST), (LAST, None), (None, HALFWAY)])
def test_a_row_counts_as_far_as_the_clauses_say_on_every_day(
    automatic: bool, plan: PlanFilingPolicy, learn: Day, last: Day
) -> None:
    made = rules(automatic=automatic, plan_filing=plan, declare_by=last)
    days = replace(made.rule.deadlines, learn=deadline(learn) if learn else NOT_STATED)
    made = amended(made, deadlines=days)
    compiled = compile_rule(made)
    for today in (LAST - DAY, LAST, LAST + DAY, LAST + 5 * DAY, HALFWAY + DAY):
        judged = compiled.row_judge(made, today)
        for entry in entries():
            if entry.completed > today:
                continue
            stage, issues = judged.alone(entry)
            out = {issue.code for issue in issues if issue.level is IssueLevel.EXCLUDED}
            assert (stage, out) == expected(made, learn, last, today, entry), (today, entry)
            for issue in issues:
                assert isinstance(issue.level, IssueLevel)
                assert "None" not in issue.message, issue
                counts = issue.level is not IssueLevel.EXCLUDED
                assert counts is (issue.code not in out), issue


def said(
    cells: list[str], made: Rules, today: datetime.date = LAST - 20 * DAY
) -> dict[str, tuple[str, str, str | None]]:
    """What is said of a row: level, sentence and clause, by code."""
    (item,) = judge(made, ledger(cells), today).rows
    return {
        issue.code: (issue.level.value, issue.message, issue.source.clause if issue.source else None)
        for issue in item.issues
    }


def cited() -> Rules:
    """Rules in which every field has a clause of its own."""
    made = rules(review_days=5, carry_over=CarryOverPolicy.FORBIDDEN)
    rule, days = made.rule, made.rule.deadlines

    def clause(name: str) -> Source:
        return Source(name, "虚构的几个字")

    given = {name: replace(deadline(LAST), source=clause(name)) for name in ("learn", "declare", "review")}
    rule = replace(
        rule,
        period=replace(rule.period, source=clause("period")),
        deadlines=replace(days, **given),
        carry_over=replace(rule.carry_over, sources=(clause("carry"), clause("again"))),
        auto_credit=replace(rule.auto_credit, source=clause("auto"), ways=("在线",)),
        declaration=replace(rule.declaration, source=clause("window")),
        review=replace(rule.review, source=clause("days")),
        plan_filing=replace(rule.plan_filing, source=clause("plan")),
    )
    provider = Provider("虚构学院", "平台", (), ("trade",), None, clause("listed"))
    return replace(made, rule=rule, providers=(provider,))


def silent_on_carrying_over() -> Rules:
    made = cited()
    carry = replace(made.rule.carry_over, policy=CarryOverPolicy.NOT_STATED, sources=())
    return amended(made, carry_over=carry)


def carrying_over() -> Rules:
    """Carrying over is allowed, but the days on which it may have been learned are not stated."""
    made = cited()
    carry = replace(made.rule.carry_over, policy=CarryOverPolicy.ALLOWED)
    return amended(made, carry_over=carry)


def with_plans(policy: PlanFilingPolicy) -> Rules:
    made = cited()
    filing = replace(made.rule.plan_filing, policy=policy)
    return amended(made, plan_filing=filing)


def learned_by(day: datetime.date) -> Rules:
    made = cited()
    days = replace(made.rule.deadlines, learn=replace(deadline(day), source=SOURCE))
    return amended(made, deadlines=days)


UNDECLARED = {"declared": "", "reviewed": ""}
EXCLUDED, WARNING, INFO = (level.value for level in IssueLevel)


OUTSIDE = row(completed="2022-12-31", **UNDECLARED)
YEAR_END = "完成日期 2022年12月31日 不在本年度（2023年1月1日至2023年12月31日）内，不计入；"
LATER = LAST + 9 * DAY


@pytest.mark.parametrize(
    ("cells", "made", "today", "code", "told"),
    [
        (OUTSIDE, cited(), LAST, "outside_period",
         (EXCLUDED, f"{YEAR_END}通知写明学时不得结转。", "carry")),
        (OUTSIDE, silent_on_carrying_over(), LAST, "outside_period",
         (EXCLUDED, f"{YEAR_END}能否结转，通知没有写明。", "period")),
        (OUTSIDE, carrying_over(), LAST, "outside_period",
         (EXCLUDED, YEAR_END[:-1] + "。", "period")),
        (row(plan="否"), with_plans(PlanFilingPolicy.ASKED), LAST, "plan_not_filed",
         (WARNING, "通知要求事先备案（虚构的计划），但没有写明未备案的后果；"
          "本行照常计算，请向单位核实。", "plan")),
        (row(plan="否"), with_plans(PlanFilingPolicy.NOT_STATED), LAST, "plan_not_filed",
         (WARNING, "通知没有写明培训计划备案的要求；本行照常计算。", "plan")),
        (row(completed="2023-07-01", **UNDECLARED), learned_by(HALFWAY), LAST, "learned_too_late",
         (EXCLUDED, "完成日期 2023年7月1日 晚于学完的截止日 2023年6月30日，不计入。", "一")),
        (row(plan="否"), cited(), LAST, "plan_not_filed",
         (EXCLUDED, "培训计划没有备案，通知写明这样申报的学时不予认可。", "plan")),
        (row(declared="2024-01-02", reviewed=""), cited(), LATER, "not_declared_in_time",
         (EXCLUDED, "2024年1月2日申报，晚于申报截止日 2023年12月31日，不计入。", "declare")),
        (row(declared="2024-01-09", reviewed=""), cited(), LATER, "not_declared_in_time",
         (EXCLUDED, "2024年1月9日申报，晚于申报截止日 2023年12月31日，不计入。", "declare")),
        (row(**UNDECLARED), cited(), LATER, "not_declared_in_time",
         (EXCLUDED, "申报截止日 2023年12月31日已过，本行没有写已经申报，不计入。"
          "已申报的请补上申报日期。", "declare")),
        (row(declared="2024-02-02", reviewed=""), cited(), LAST, "declared_in_future",
         (INFO, "申报日期 2024年2月2日还没到，按尚未申报计算。", "还没到的日期")),
        (row(declared="2023-12-27", reviewed="2024-02-02"), cited(), LAST, "reviewed_in_future",
         (INFO, "审核日期 2024年2月2日还没到，按尚未审核计算。", "还没到的日期")),
        (row(declared=""), cited(), LAST, "declared_date_missing",
         (INFO, "没有写申报日期；2023年4月7日已审核，可知此前已经申报。", "没有写申报日期")),
        (row(declared="2023-12-27", reviewed="", plan=""), cited(), LAST, "plan_filing_unknown",
         (WARNING, "没有写培训计划是否已备案。未备案的，申报的学时不予认可，请向单位核实。", "plan")),
        (row(reviewed=""), cited(), LAST, "review_overdue",
         (WARNING, "2023年4月3日申报，审核要用人单位 5 个工作日＋行业主管部门 5 个工作日＝10 个工作日，"
          "到 2023年4月17日已满（先后相加，本站推算），至今没有审核日期。请联系单位。", "days")),
        (row(declared="2023-12-30", reviewed="2024-01-03"), cited(), LATER, "reviewed_after_year_end",
         (WARNING, "2024年1月3日才审核，晚于通知要求的 2023年12月31日；"
          "学时仍计入，请确认平台已经登记。", "review")),
        (row(provider="某机构"), cited(), LAST, "provider_not_listed",
         (WARNING, "“某机构”不在通知列出的平台和基地里；名单不是封闭的，"
          "照常计入，请确认审核时会被认可。", "listed")),
        (row(provider="某机构"), replace(cited(), providers_open=False), LAST, "provider_not_listed",
         (WARNING, "“某机构”不在通知列出的名单里，照常计入，请确认审核时会被认可。", "listed")),
        (row("must", provider="虚构学院"), cited(), LAST, "provider_other_subject",
         (WARNING, "通知只把这家机构列在“trade”下，照常计入，请确认审核时会被认可。", "listed")),
        (row(mode="自动", way="面授", **UNDECLARED), cited(), LAST, "auto_credit_doubtful",
         (WARNING, "通知只写明虚构平台学得的学时自动计入，而这一行的学习方式不同，或者写了申报、审核日期。"
          "请核对入账方式；是申报的，请改为“申报”。", "auto")),
    ],
)  # fmt: skip
def test_what_is_said_of_a_row_names_its_days_and_the_clause(
    cells: list[str], made: Rules, today: datetime.date, code: str, told: tuple[str, str, str | None]
) -> None:
    """A reason with another row's date, or another field's clause, would be believed."""
    assert said(cells, made, today) == {code: told}


def test_a_day_that_is_today_has_come() -> None:
    today = LAST - 20 * DAY
    assert said(row(declared=str(today), reviewed=str(today)), cited(), today) == {}
    assert said(row(declared=str(today), reviewed=""), cited(), today) == {}
    assert said(row(declared="", reviewed=str(today)), cited(), today).keys() == {"declared_date_missing"}


def test_the_difference_to_the_platform_is_told_in_both_numbers() -> None:
    cells = [*row(), "7.5"]
    assert said(cells, cited()) == {
        "platform_differs": (
            WARNING,
            "平台显示 7.5 学时，台账写 8 学时，不一致。审核以平台登记为准，请核对。",
            "平台显示",
        )
    }


def test_a_reason_cites_the_notice_or_says_that_it_is_of_this_site() -> None:
    (item,) = judge(cited(), ledger(row(plan="否")), LAST).rows
    assert item.issues[0].source == Citation("虚构〔2023〕1号", "plan", "虚构的几个字")


def test_reviewed_on_the_last_day_is_in_time() -> None:
    assert said(row(declared="2023-12-20", reviewed="2023-12-31"), cited(), LATER) == {}


def test_rows_without_a_course_are_not_taken_for_one_another() -> None:
    """Nothing tells what was learned: only rows equal in every cell are one written twice."""
    one, other = row(), row(declared="2023-04-04")
    verdict = judge(cited(), ledger_of_rows([one, other]), LAST)
    assert [(str(item.counted), len(item.issues)) for item in verdict.rows] == [("8", 0)] * 2
    named = judge(cited(), ledger_of_rows([row(course="课"), row(course="课", declared="2023-04-04")]), LAST)
    assert [[issue.code for issue in item.issues] for item in named.rows] == [[], ["nearly_duplicate"]]
    assert named.rows[1].issues[0].message.startswith("与第 2 行的完成日期")
    assert (str(named.rows[1].counted), named.rows[1].issues[0].level.value) == ("8", WARNING)
