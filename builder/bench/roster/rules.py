"""Invented rules for comparing ways to outcomes: trees of minima, and rules of many shapes at once."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from builder.bench.shapes import every_shape
from xueshi.model.published import Rules
from xueshi.model.rule import (
    AutoCreditPolicy,
    CarryOver,
    CarryOverPolicy,
    PlanFilingPolicy,
    Requirement,
    Rule,
)
from xueshi.model.shapes import CapPer
from xueshi.model.values import NOT_STATED, Silence, Source

SOURCE = Source("一", "虚构")
PART = Fraction(1, 8)
"""What is left of the demands of the rule with every shape: ten rows may then be enough."""


def plain_rules(rules: Rules, dice: random.Random) -> Rules:
    """The rules with another tree and other policies."""
    rule = rules.rule

    def node(name: str, most: int, *children: Requirement) -> Requirement:
        numbers: list[Fraction | Silence] = [NOT_STATED]
        numbers += [Fraction(dice.randrange(1, most)), Fraction(dice.randrange(1, most), 2)]
        hours = dice.choice(numbers)
        return Requirement(name, name, hours, None if hours is NOT_STATED else SOURCE, (), children)

    subjects = [
        node(f"科{at}", 40, *[node(f"科{at}之{part}", 20) for part in range(dice.randrange(3))])
        for at in range(dice.randrange(1, 4))
    ]
    changed = replace(
        rule,
        requirements=replace(node("total", 120, *subjects), name="全部"),
        plan_filing=replace(rule.plan_filing, policy=dice.choice(list(PlanFilingPolicy))),
        auto_credit=replace(rule.auto_credit, policy=dice.choice(list(AutoCreditPolicy))),
        carry_over=CarryOver(dice.choice(list(CarryOverPolicy)), (SOURCE,)),
    )
    providers = tuple(replace(item, subjects=()) for item in rules.providers)
    return replace(rules, rule=changed, providers=providers)


def shaped_rules(dice: random.Random | None = None) -> Rules:
    """The rule with every shape at an eighth of its demands; with dice, some shapes are left out."""
    rules = every_shape()

    def keep() -> bool:
        return dice is None or dice.random() < 0.6

    rule = replace(rules.rule, requirements=_lighter(rules.rule.requirements, keep))
    lighter = tuple(
        replace(
            axis,
            values=tuple(replace(value, min_hours=_part(value.min_hours)) for value in axis.values),
            one_of=tuple(replace(item, min_hours=item.min_hours * PART) for item in axis.one_of),
        )
        for axis in rule.axes
    )
    axes = tuple(axis for axis in lighter if keep())
    known = {value.id for axis in axes for value in axis.values}
    caps = tuple(
        replace(cap, hours=cap.hours if cap.per is CapPer.DAY else cap.hours * PART)
        for cap in rule.caps
        if set(cap.values) <= known and keep()
    )
    asked: Rule = rule if keep() else replace(rule, questions=(), variants=(), conditions=())
    conversions = rule.conversions if keep() else ()
    return replace(rules, rule=replace(asked, axes=axes, caps=caps, conversions=conversions))


def _lighter(node: Requirement, keep: Callable[[], bool]) -> Requirement:
    cap = replace(node.cap, hours=node.cap.hours * PART) if node.cap and keep() else None
    ratio = node.min_ratio if keep() else None
    children = tuple(_lighter(child, keep) for child in node.children)
    return replace(node, min_hours=_part(node.min_hours), cap=cap, min_ratio=ratio, children=children)


def _part[T](hours: Fraction | T) -> Fraction | T:
    return hours * PART if isinstance(hours, Fraction) else hours


def varied(published: Rules, seed: int) -> Iterator[tuple[Rules, bool]]:
    """Rules without end, and whether each is a tree of minima: all but each fourth are."""
    dice = random.Random(seed)
    for number in itertools.count():
        plain = bool(number % 4)
        yield (plain_rules(published, dice) if plain else shaped_rules(dice)), plain
