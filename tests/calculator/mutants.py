"""One-step changes of a rule: every number, date and policy, each changed alone."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Any

from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy, Rule
from xueshi.model.values import Source

POLICIES = (AutoCreditPolicy, CarryOverPolicy, PlanFilingPolicy)
NOT_IN_A_VERDICT = ("rule.deadlines.platform_filing",)
"""Published on the page only: it binds departments and bases, not the person whose ledger is judged."""


def mutants(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Each changed rule with the place and the kind of the change."""
    return _mutants(rule, "rule")


def _mutants(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Source) or path in NOT_IN_A_VERDICT:
        return
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            for name, changed in _mutants(item, f"{path}.{index}"):
                yield name, (*value[:index], changed, *value[index + 1 :])
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            for name, changed in _mutants(getattr(value, field.name), f"{path}.{field.name}"):
                yield name, dataclasses.replace(value, **{field.name: changed})
    else:
        for changed in _changed(value):
            yield f"{path}: {value} -> {changed}", changed


def _changed(value: Any) -> Iterator[Any]:
    if isinstance(value, POLICIES):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, StrEnum | bool):
        return
    elif isinstance(value, datetime.date):
        yield from (value - datetime.timedelta(days=1), value + datetime.timedelta(days=1))
    elif isinstance(value, int):
        yield from (value - 1, value + 1)
    elif isinstance(value, Fraction):
        yield from (value - 1, value - Fraction(1, 2), value + Fraction(1, 2), value + 1)
