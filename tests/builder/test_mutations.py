"""Worked cases hold every number, date and policy of a rule in its place."""

import datetime
from fractions import Fraction
from typing import Any

import pytest

from builder.worked.files import BUNDLE
from builder.worked.made import made_cases
from builder.worked.mutations import SHAPES, changes, report, survivors
from tests.calculator.invented import rules
from xueshi import jsontext
from xueshi.cases import differences
from xueshi.rulesjson import parse_rules

PUBLISHED: dict[str, dict[str, Any]] = jsontext.loads(BUNDLE.read_text(encoding="utf-8"))
INVENTED: dict[str, dict[str, Any]] = jsontext.loads(SHAPES.read_text(encoding="utf-8"))
ALL = PUBLISHED | INVENTED


@pytest.mark.parametrize("key", PUBLISHED)
def test_each_number_date_and_policy_is_held_by_a_case_that_a_person_wrote(key: str) -> None:
    """Changing any of them by one step makes some case fail, so that no slip of a digit is published."""
    found = list(survivors(parse_rules(PUBLISHED[key]["rules"]), PUBLISHED[key]["cases"]))
    assert [str(change) for change in found] == []


@pytest.mark.parametrize("key", ALL)
def test_each_is_held_by_a_case_of_a_person_or_one_made_from_the_rule(key: str) -> None:
    """The invented rules of every shape, too; the days that they all have alike need no cases by hand."""
    found = report(key, parse_rules(ALL[key]["rules"]), ALL[key]["cases"])
    assert [str(change) for change in found.unnoticed] == []


@pytest.mark.parametrize("key", INVENTED)
def test_cases_made_from_a_rule_alone_notice_every_change_of_an_invented_one(key: str) -> None:
    """Both sides of every minimum, share, cap and item are made, not only those somebody thought of."""
    given = parse_rules(INVENTED[key]["rules"])
    made = list(made_cases(given))
    assert [str(change) for change in survivors(given, made)] == []


@pytest.mark.parametrize("key", ALL)
def test_both_sides_of_every_day_and_number_are_as_the_rule_says(key: str) -> None:
    """Cases made from the fields of a rule, without the calculator, agree with the verdicts."""
    given = parse_rules(ALL[key]["rules"])
    made = list(made_cases(given))
    assert [(case["case"], found) for case in made if (found := differences(given, case))] == []
    assert len(made) >= 15 or given.rule.not_modelled


def test_a_change_that_no_case_notices_is_named() -> None:
    """With its place, what stood there and what it was changed to."""
    found = [str(change) for change in survivors(rules(), [])]
    assert "requirements.children[trade].min_hours：60 改为 59.5" in found
    assert "period.end：2023-12-31 改为 2024-01-01" in found
    assert "carry_over.policy：不允许 改为 未规定" in found
    lines = list(report("虚构", rules(), []).lines)
    assert lines[0].startswith("虚构：改动 ")


def test_numbers_move_by_a_half_and_by_one_and_days_by_one() -> None:
    steps = [change for change in changes(rules().rule) if change.place == "requirements.min_hours"]
    assert [Fraction(change.after) for change in steps] == [89, Fraction("89.5"), Fraction("90.5"), 91]
    days = [change.after for change in changes(rules().rule) if change.place == "deadlines.declare.date"]
    assert [datetime.date.fromisoformat(day).day for day in days] == [30, 1]


def test_a_rule_that_is_refused_has_nothing_to_hold() -> None:
    refused = rules(not_modelled=("口试",))
    assert list(changes(refused.rule)) == []
    assert list(made_cases(refused)) == []
