"""A rule made ready to judge many ledgers: what depends on the rule alone is worked out once."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from xueshi.judge.demands import applying, demands_of
from xueshi.judge.providers import ProviderIndex
from xueshi.judge.rows import Alike, RowJudge
from xueshi.judge.solve import Solver
from xueshi.judge.tally import Tree
from xueshi.judge.workdays import WorkDays
from xueshi.ledger.entries import Reader
from xueshi.model.published import Rules
from xueshi.model.rule import Deadline, Duty, Rule
from xueshi.model.shapes import Variant

MOST_ALIKE = 20_000
"""Kinds of rows that are remembered before the memory starts anew."""


@dataclasses.dataclass(frozen=True, slots=True)
class OfDay:
    """What has been worked out for one day: kinds of rows by standing, and ways to shorter outcomes."""

    alike: dict[int, Alike] = dataclasses.field(default_factory=dict)
    kept: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """The rule for those to whom some variants apply: its days, and what it demands."""

    variants: tuple[Variant, ...]
    rules: Rules
    solver: Solver


class CompiledRule:
    """The rules of one city and year with all that can be known before there is a ledger.

    Whoever judges many people keeps one and hands it to ``judge`` in place of the rules; verdicts are the
    same. It remembers cells it has read and kinds of rows it has judged (a bounded number), never a
    ledger, an answer or a verdict.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules, self.tree = rules, Tree(rules.rule.requirements)
        self.reader = Reader(rules.rule)
        self.providers, self.workdays = ProviderIndex(rules), WorkDays(rules.calendar)
        self._standings: dict[tuple[str, ...], Standing] = {}
        self._days: dict[datetime.date, OfDay] = {}

    def standing(self, answers: Mapping[str, str]) -> Standing:
        """The rule for a person who answers so."""
        rule = self.rules.rule
        variants = applying(rule, answers)
        names = tuple([item.id for item in variants])
        found = self._standings.get(names)
        if found is None:
            solver = Solver(demands_of(rule, self.tree, variants))
            found = self._standings[names] = Standing(variants, self._with_days(variants), solver)
        return found

    def of_day(self, today: datetime.date) -> OfDay:
        """What is remembered of one day; of the day before nothing is."""
        found = self._days.get(today)
        if found is None:
            self._days.clear()
            found = self._days[today] = OfDay()
        return found

    def row_judge(self, rules: Rules, today: datetime.date) -> RowJudge:
        """A judge of one ledger's rows, by the days of a standing; rows like earlier ones are known to it."""
        alike = self.of_day(today).alike.setdefault(id(rules), {})
        if len(alike) > MOST_ALIKE:
            alike.clear()
        return RowJudge(rules, today, self.providers, self.workdays, alike)

    def _with_days(self, variants: tuple[Variant, ...]) -> Rules:
        """The rules with the last days that the variants change."""
        deadlines = self.rules.rule.deadlines
        for variant in variants:
            for name, day in (("learn", variant.learn_by), ("declare", variant.declare_by)):
                if day is not None:
                    changed = Deadline(variant.name, variant.source, Duty.PERSON, day)
                    deadlines = dataclasses.replace(deadlines, **{name: changed})
        if deadlines is self.rules.rule.deadlines:
            return self.rules
        rule: Rule = dataclasses.replace(self.rules.rule, deadlines=deadlines)
        return dataclasses.replace(self.rules, rule=rule)


def compile_rule(rules: Rules) -> CompiledRule:
    """Rules made ready to judge many ledgers."""
    return CompiledRule(rules)
