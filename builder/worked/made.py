"""Worked cases made from a rule: both sides of every day and every number that it names.

They say what the rule says, straight from its fields and without the calculator, in the form of the cases
that people write. Where the outcome depends on more than one field, only what is certain is expected.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.worked.days import Days
from builder.worked.numbers import Numbers
from builder.worked.person import Case, people
from builder.worked.thresholds import Thresholds
from xueshi.model.published import Rules


def made_cases(rules: Rules) -> Iterator[Case]:
    """Cases on both sides of each day and number. None for a rule that is refused."""
    if rules.rule.not_modelled:
        return
    for person in people(rules):
        for kind in (Days, Numbers, Thresholds):
            yield from kind(rules, person).cases()
