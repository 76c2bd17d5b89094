"""A rule made ready to judge many ledgers: what depends on the rule alone is worked out once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from xueshi.judge.demands import applying, demands_of
from xueshi.judge.providers import ProviderIndex
from xueshi.judge.solve import Solver
from xueshi.judge.tally import Tree
from xueshi.judge.workdays import WorkDays
from xueshi.ledger.entries import Reader
from xueshi.model.published import Rules
from xueshi.model.rule import Deadline, Duty, Rule
from xueshi.model.shapes import Variant


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """The rule for those to whom some variants apply: its days, and what it demands."""

    variants: tuple[Variant, ...]
    rules: Rules
    solver: Solver


class CompiledRule:
    """The rules of one city and year with all that can be known before there is a ledger.

    Whoever judges many people keeps one and hands it to ``judge`` in place of the rules; verdicts are the
    same. It remembers cells it has read (a bounded number), never a ledger, an answer or a verdict.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules, self.tree = rules, Tree(rules.rule.requirements)
        self.reader = Reader(rules.rule)
        self.providers, self.workdays = ProviderIndex(rules), WorkDays(rules.calendar)
        self._standings: dict[tuple[str, ...], Standing] = {}

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
