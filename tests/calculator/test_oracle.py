"""Verdicts under rules of every shape, held against trying everything there is."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.calculator.invented import TODAY, ledger
from tests.calculator.oracle import Oracle
from tests.calculator.shaped import shaped_rows, shaped_rules
from xueshi.judge import judge
from xueshi.judge.verdict import Stage, Status, Verdict
from xueshi.ledger.entries import Reader
from xueshi.model.published import Rules

MOST_WAYS = 100
"""Ways in which rows may have been; ledgers with more are left to those with fewer."""

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def tried(given_rules: Rules, rows: list[list[str]]) -> tuple[Verdict, Oracle]:
    """The verdict, and the oracle of the rows that are not excluded."""
    found, verdict = ledger(*rows), judge(given_rules, ledger(*rows), TODAY)
    entries, _ = Reader(given_rules.rule).read(found.lines, TODAY)
    pairs = zip(entries, verdict.rows, strict=True)
    return verdict, Oracle(
        given_rules.rule, [entry for entry, row in pairs if row.stage is not Stage.EXCLUDED]
    )


@slow
@given(st.data())
def test_no_year_is_met_or_short_that_might_not_be(data: st.DataObject) -> None:
    """已达标 only when everything that may be true meets the rule; 未达标 only when nothing does."""
    given_rules = data.draw(shaped_rules())
    verdict, oracle = tried(given_rules, data.draw(shaped_rows(given_rules)))
    if oracle.ways > MOST_WAYS:
        return
    if verdict.status is Status.MET:
        assert oracle.surely_met()
    else:
        assert not oracle.surely_met() or verdict.status is Status.NEEDS_INFO
    assert verdict.status is not Status.SHORT or not oracle.possibly_met()
    assert verdict.status is not Status.NEEDS_INFO or verdict.questions


@slow
@given(st.data())
def test_no_plan_is_longer_than_it_must_be(data: st.DataObject) -> None:
    """Against the fewest further hours of any leaf and value, where the rows leave nothing open."""
    given_rules = data.draw(shaped_rules())
    verdict, oracle = tried(given_rules, data.draw(shaped_rows(given_rules, 3)))
    if not oracle.leaves_nothing_open:
        return
    fewest = oracle.fewest()
    assert sum((item.hours for item in verdict.plan), Fraction(0)) == (fewest or 0)
    assert (verdict.status is Status.MET) == (fewest == 0)
