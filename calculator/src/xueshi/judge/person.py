"""What a rule must know about the person: its questions and conditions, and the worlds their answers make."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from xueshi.judge.compiled import CompiledRule, Standing
from xueshi.judge.demands import Demands
from xueshi.judge.portions import UNKNOWN
from xueshi.judge.verdict import AnswerError
from xueshi.ledger.table import NO, YES
from xueshi.model.published import Rules
from xueshi.model.shapes import Condition, RuleQuestion, Variant
from xueshi.texts import say

YES_NO = (YES, NO)


@dataclass(frozen=True, slots=True)
class World:
    """One way the person may stand to the rule: answers to all its questions and conditions.

    ``assumed`` are those the person has not answered.
    """

    answers: Mapping[str, str]
    assumed: frozenset[str]
    standing: Standing
    failed: tuple[Condition, ...]

    @property
    def rules(self) -> Rules:
        """The rules with the days that are the person's."""
        return self.standing.rules

    @property
    def variants(self) -> tuple[Variant, ...]:
        """What applies to the person."""
        return self.standing.variants

    @property
    def demands(self) -> Demands:
        """What the rule demands of the person."""
        return self.standing.solver.demands


class Person:
    """The answers a person gave to a rule's questions and conditions."""

    def __init__(self, compiled: CompiledRule, answers: Mapping[str, Any]) -> None:
        self.compiled, self.rules = compiled, compiled.rules
        rule = compiled.rules.rule
        self.asked: dict[str, tuple[str, ...]] = {item.id: item.options for item in rule.questions}
        self.asked.update({item.id: YES_NO for item in rule.conditions})
        self.errors: list[AnswerError] = []
        self.given: dict[str, str] = {}
        for name, options in self.asked.items():
            answer = str(answers.get(name, "")).strip()
            if answer in options:
                self.given[name] = answer
            elif answer not in UNKNOWN:
                message = say("answer_choice", allowed="、".join(options))
                self.errors.append(AnswerError(name, answer, message))

    @property
    def open(self) -> tuple[str, ...]:
        """Questions and conditions without a usable answer."""
        return tuple(name for name in self.asked if name not in self.given)

    def item(self, name: str) -> RuleQuestion | Condition:
        """The question or condition of an id."""
        items: list[RuleQuestion | Condition] = [*self.rules.rule.questions, *self.rules.rule.conditions]
        return next(item for item in items if item.id == name)

    def worlds(self) -> Iterator[World]:
        """Every way to answer what is open. Ways to which the same variants apply share rules and demands."""
        for way in itertools.product(*(self.asked[name] for name in self.open)):
            answers = self.given | dict(zip(self.open, way, strict=True))
            failed = tuple([item for item in self.rules.rule.conditions if answers[item.id] == NO])
            standing = self.compiled.standing(answers)
            yield World(MappingProxyType(answers), frozenset(self.open), standing, failed)
