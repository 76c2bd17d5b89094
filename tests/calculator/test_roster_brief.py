"""The shorter ways to an outcome give what ``judge`` gives, whatever the rule and whatever the ledger."""

from __future__ import annotations

import datetime
import itertools
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calculator.invented import LAST, SOURCE, YEAR, amended, ledger, node, row, rules
from tests.calculator.shaped import shaped_rows, shaped_rules
from tests.calculator.test_laws import rows_of, trees
from xueshi.judge import compile_rule, judge
from xueshi.judge.verdict import Status
from xueshi.ledger.table import Ledger, ledger_of_rows, ledger_of_totals
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy, Requirement
from xueshi.model.shapes import Condition, Window
from xueshi.roster.brief import judge_outcome
from xueshi.roster.minima.plain import plain_rule
from xueshi.roster.outcome import outcome_of

DAYS = [datetime.date(YEAR, 5, 2), datetime.date(YEAR, 11, 20), datetime.date(YEAR + 1, 2, 1)]
slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def agrees(made: Rules, people: list[Ledger], today: datetime.date, answers: dict[str, str]) -> None:
    """One compiled rule for all people, so that what is remembered of one is tried on the next."""
    compiled = compile_rule(made)
    for person in people:
        assert judge_outcome(compiled, person, today, answers) == outcome_of(
            judge(made, person, today, answers)
        )


@st.composite
def plain_rules(draw: st.DrawFn) -> Rules:
    """Trees of minima with any policy and with or without days."""
    return rules(
        draw(trees()),
        automatic=draw(st.booleans()),
        carry_over=draw(st.sampled_from(list(CarryOverPolicy))),
        plan_filing=draw(st.sampled_from(list(PlanFilingPolicy))),
        review_days=draw(st.sampled_from([None, 5])),
        declare_by=draw(st.sampled_from([None, datetime.date(YEAR, 11, 1), datetime.date(YEAR, 12, 31)])),
    )


ODD = {
    0: ["2023-03-01", "2023/3/1", "2023年3月1日", "2022-12-31", "2023-02-30", "", "2023-11-19"],
    2: ["0.5", "1", "8学时", "２", "1/3", "0.00001", "3.25", ""],
    3: ["一门", "一门 ", "另一门", ""],
    6: ["申报", "自动", "", "别的"],
    7: ["2023-04-03", "2023-11-01", "2023-11-19", "2023-12-30", ""],
    8: ["2023-04-07", "2023-11-20", "2024-01-05", ""],
    9: ["是", "否", ""],
    10: ["", "", "3", "０", "别的"],
}
"""Cells of every sort: plain ones, the same written otherwise, some that cannot be read."""


@st.composite
def odd_rows(draw: st.DrawFn, root: Requirement) -> list[list[str]]:
    """Rows of which some cells are odd, some rows twice, of these some with one cell written otherwise."""
    rows = [[*cells, "", ""] for cells in draw(rows_of(root, 6))]
    for cells in rows:
        for at, choices in ODD.items():
            if draw(st.integers(0, 3)) == 0:
                cells[at] = draw(st.sampled_from(choices))
    again = draw(st.integers(0, 2))
    for _ in range(again if rows else 0):
        cells = list(rows[draw(st.integers(0, len(rows) - 1))])
        other = draw(st.sampled_from([None, *ODD]))
        if other is not None:
            cells[other] = draw(st.sampled_from(ODD[other]))
        rows.append(cells)
    return rows


@slow
@given(plain_rules(), st.data())
def test_under_trees_of_minima_outcomes_are_those_of_verdicts(made: Rules, data: st.DataObject) -> None:
    people = [
        ledger_of_rows(data.draw(odd_rows(made.rule.requirements)))
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    agrees(made, people, data.draw(st.sampled_from(DAYS)), {})


@slow
@given(st.booleans(), st.data())
def test_under_every_shape_outcomes_are_those_of_verdicts(asking: bool, data: st.DataObject) -> None:
    made = data.draw(shaped_rules(asking=asking))
    people = [ledger(*data.draw(shaped_rows(made, 5, approved=False))) for _ in range(3)]
    answers = data.draw(
        st.sampled_from([{}, {"level": "低"}, {"level": "高", "exam": "否"}, {"exam": "也许"}])
    )
    agrees(made, people, data.draw(st.sampled_from(DAYS)), answers)


def test_what_one_ledger_taught_is_no_mistake_on_another_day_or_another_person() -> None:
    """The same rows in other numbers of lines, of other stages, in another order, one compiled rule."""
    dice = random.Random(7)
    made = rules()
    compiled = compile_rule(made)
    for _ in range(300):
        rows = [
            row(
                dice.choice(["must", "may", "trade", "public", "total"]),
                dice.choice(["2", "8", "20", "30", "60"]),
                course=dice.choice("一二三四五六七八"),
                reviewed=dice.choice(["2023-04-07", ""]),
                declared=dice.choice(["2023-04-03", "2023-04-03", "2023-11-15"]),
                plan=dice.choice(["是", "", "否"]),
            )
            for _ in range(dice.randrange(12))
        ]
        today = dice.choice(DAYS)
        person = ledger_of_rows(rows)
        assert judge_outcome(compiled, person, today) == outcome_of(judge(made, person, today))


@pytest.mark.parametrize(
    "answers", [{}, {"all_approved": "是"}, {"all_approved": "否", "includes:public": "是"}]
)
def test_hours_per_subject_have_the_outcome_of_their_verdict(answers: dict[str, str]) -> None:
    made = rules()
    for totals in ({}, {"public": "30", "must": "24", "trade": "60"}, {"trade": "六十"}, {"else": "1"}):
        person = ledger_of_totals(totals)
        found = judge_outcome(compile_rule(made), person, DAYS[1], answers)
        assert found == outcome_of(judge(made, person, DAYS[1], answers))


def test_a_rule_that_is_not_modelled_has_that_as_its_outcome() -> None:
    made = rules(not_modelled=("虚构的写法",))
    assert judge_outcome(compile_rule(made), ledger(row()), DAYS[1]).status is Status.NOT_MODELLED
    assert plain_rule(compile_rule(made), DAYS[1]) is None, "it is asked by itself, too"


@pytest.mark.parametrize("today", [DAYS[1], LAST + datetime.timedelta(days=1)])
def test_days_that_are_known_from_other_rows_are_in_order_only_as_these_rows_have_them(
    today: datetime.date,
) -> None:
    """None of the days is odd; learned tomorrow, or declared before it was learned, a row counts nothing."""
    days = [(today + datetime.timedelta(days=step)).isoformat() for step in (-9, -1, 0, 1)]
    known = row("trade", "1", completed=days[0], declared=days[2], reviewed=days[3], course="甲")
    also = row("trade", "1", completed=days[1], declared="", reviewed="", course="乙")
    people = [
        ledger(known, also, row("trade", "60", completed=completed, declared=declared, reviewed=reviewed))
        for completed, declared, reviewed in itertools.product(days, ["", *days], ["", *days])
    ]
    agrees(rules(), people, today, {})


def test_hours_so_small_that_they_are_no_whole_parts_are_counted_exactly() -> None:
    made = rules(node("total", 1))
    made = amended(made, auto_credit=replace(made.rule.auto_credit))
    assert made.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
    people = [ledger(row("total", amount)) for amount in ("0.99999", "1.00001", "0.000001")]
    agrees(made, people, DAYS[1], {})


def test_a_condition_is_asked_about_where_nothing_else_is() -> None:
    """Hours alone are not enough where an exam is asked for, on no way to the outcome."""
    made = rules(node("total", 4, node("a", None), node("b", None)))
    asking = amended(made, conditions=(Condition("exam", "考试合格了吗？", SOURCE),))
    person = ledger(row("a", "4"))
    agrees(asking, [person, person], DAYS[1], {})
    assert judge_outcome(compile_rule(asking), person, DAYS[1], {}).status is Status.NEEDS_INFO
    assert judge_outcome(compile_rule(made), person, DAYS[1], {}).status is Status.MET


def test_what_may_be_carried_over_is_bounded_in_every_subject() -> None:
    """What is known of a row in one subject is used for the same row in another, the bound with it."""
    before = datetime.date(YEAR - 1, 6, 1)
    made = rules(node("total", 6, node("a", None), node("b", None)), carry_over=CarryOverPolicy.ALLOWED)
    window = Window(before, before, SOURCE, Fraction(3))
    bounded = amended(made, carry_over=replace(made.rule.carry_over, window=window))
    people = [ledger(row(name, "2"), row(name, "4", completed=str(before))) for name in ("a", "b", "a")]
    agrees(bounded, people, DAYS[1], {})
    compiled = compile_rule(bounded)
    found = [judge_outcome(compiled, person, DAYS[1], {}).status for person in people]
    assert found == [Status.SHORT] * 3
