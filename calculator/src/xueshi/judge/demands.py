"""A rule, with what is answered about the person, as demands and caps on hours of certain kinds.

Every shape of rule becomes one of four things: a minimum on some kinds of hours, a share, a cap, or a choice
of one minimum among several. The solver knows only these.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueshi.judge.tally import ZERO, Kind, Tree, minimum
from xueshi.model.rule import Rule
from xueshi.model.shapes import CapPer, OneOf, RatioOf, Variant
from xueshi.model.values import Silence, Source

CARRIED, MADE_UP = "carried", "made_up"


@dataclass(frozen=True, slots=True)
class Selector:
    """Some kinds of hours: in any of the subjects, with any of the values, of the origin, on the day."""

    subjects: frozenset[str]
    values: frozenset[str] | None = None
    origin: str | None = None
    day: datetime.date | None = None

    def takes(self, kind: Kind) -> bool:
        """Whether hours of this kind are meant."""
        return (
            kind.subject in self.subjects
            and (self.values is None or not self.values.isdisjoint(kind.values))
            and (self.origin is None or self.origin == kind.origin)
            and (self.day is None or self.day == kind.day)
        )


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least ``hours`` of the selected kinds."""

    id: str
    name: str
    selector: Selector
    hours: Fraction
    source: Source | None


@dataclass(frozen=True, slots=True)
class Share:
    """At least ``ratio`` of all hours that count are of the selected kinds."""

    id: str
    name: str
    selector: Selector
    ratio: Fraction
    source: Source


@dataclass(frozen=True, slots=True)
class Most:
    """At most ``hours`` of the selected kinds count."""

    id: str
    name: str
    selector: Selector
    hours: Fraction
    source: Source
    per_day: bool = False


@dataclass(frozen=True, slots=True)
class Excess:
    """Hours above a subject's cap may count in another subject instead."""

    subject: str
    other: str
    above: Fraction


@dataclass(frozen=True, slots=True)
class Demands:
    """One rule for one kind of person."""

    tree: Tree
    axes: tuple[tuple[str, ...], ...]
    minima: tuple[Minimum, ...]
    shares: tuple[Share, ...]
    caps: tuple[Most, ...]
    choices: tuple[tuple[Minimum, ...], ...]
    excesses: tuple[Excess, ...]
    simple: bool
    """Whether nothing but the tree's minima decides, so that adding up is enough."""

    @property
    def by_day(self) -> bool:
        """Whether a cap counts day by day."""
        return any(cap.per_day for cap in self.caps)

    def required(self) -> dict[str, Fraction]:
        """The minimum of each subject and value that has one."""
        return {item.id: item.hours for item in self.minima}


def applying(rule: Rule, answers: Mapping[str, str]) -> tuple[Variant, ...]:
    """The variants all of whose answers are given."""
    return tuple(
        variant
        for variant in rule.variants
        if all(answers.get(item.question) == item.answer for item in variant.when)
    )


def demands_of(rule: Rule, tree: Tree, answers: Mapping[str, str]) -> Demands:
    """The demands of a rule on a person with these answers (question id to option)."""
    return _Compiler(rule, tree, applying(rule, answers)).demands()


class _Compiler:
    def __init__(self, rule: Rule, tree: Tree, variants: tuple[Variant, ...]) -> None:
        self.rule, self.tree = rule, tree
        self.set = {
            item.id: (item.min_hours, variant.source) for variant in variants for item in variant.minima
        }
        waived = (name for variant in variants for name in variant.waives)
        self.waived = {inner for name in waived for inner in tree.below(name)}

    def demands(self) -> Demands:
        minima = (*self.subject_minima(), *self.value_minima())
        shares, caps, excesses = self.shares(), self.caps(), self.excesses()
        choices = tuple(self.choice(item) for axis in self.rule.axes for item in axis.one_of)
        axes = tuple(tuple(value.id for value in axis.values) for axis in self.rule.axes)
        simple = not (axes or shares or caps or excesses or self.rule.conversions)
        return Demands(self.tree, axes, minima, shares, caps, choices, excesses, simple)

    def subject_minima(self) -> list[Minimum]:
        whole = self.hours(self.tree.root.id, minimum(self.tree.root))[0]
        found = []
        for node in self.tree.nodes.values():
            hours, source = self.hours(node.id, minimum(node), node.source)
            ratio = node.min_ratio
            if ratio and ratio.of is RatioOf.REQUIRED and node.id not in self.waived:
                share = ratio.value * whole
                hours, source = (share, ratio.source) if share > hours else (hours, source)
            if hours > 0:
                found.append(Minimum(node.id, node.name, Selector(self.tree.below(node.id)), hours, source))
        return found

    def hours(
        self, name: str, written: Fraction, source: Source | None = None
    ) -> tuple[Fraction, Source | None]:
        if name in self.waived:
            return ZERO, source
        return self.set.get(name, (written, source))

    def value_minima(self) -> list[Minimum]:
        found = []
        for value in (value for axis in self.rule.axes for value in axis.values):
            written = ZERO if isinstance(value.min_hours, Silence) else value.min_hours
            hours, source = self.hours(value.id, written, value.source)
            if hours > 0 and value.within not in self.waived:
                selector = Selector(self.tree.below(value.within), frozenset({value.id}))
                found.append(Minimum(value.id, value.name, selector, hours, source))
        return found

    def choice(self, item: OneOf) -> tuple[Minimum, ...]:
        if item.within in self.waived:
            return ()
        subjects = self.tree.below(item.within)
        return tuple(
            Minimum(item.id, item.name, Selector(subjects, frozenset({value})), item.min_hours, item.source)
            for value in item.values
        )

    def shares(self) -> tuple[Share, ...]:
        return tuple(
            Share(
                node.id,
                node.name,
                Selector(self.tree.below(node.id)),
                node.min_ratio.value,
                node.min_ratio.source,
            )
            for node in self.tree.nodes.values()
            if node.min_ratio and node.min_ratio.of is RatioOf.EARNED and node.id not in self.waived
        )

    def caps(self) -> tuple[Most, ...]:
        rule, everything = self.rule, self.tree.below(self.tree.root.id)
        caps = [
            Most(node.id, node.name, Selector(self.tree.below(node.id)), node.cap.hours, node.cap.source)
            for node in self.tree.nodes.values()
            if node.cap
        ]
        for cap in rule.caps:
            subjects = (
                frozenset().union(*(self.tree.below(name) for name in cap.subjects))
                if cap.subjects
                else everything
            )
            selector = Selector(subjects, frozenset(cap.values) or None)
            caps.append(Most(cap.id, cap.name, selector, cap.hours, cap.source, cap.per is CapPer.DAY))
        for item in rule.conversions:
            if item.max_hours is not None:
                selector = Selector(everything, origin=item.id)
                caps.append(Most(item.id, item.name, selector, item.max_hours, item.source))
        for origin, window in ((CARRIED, rule.carry_over.window), (MADE_UP, rule.make_up)):
            if window and window.max_hours is not None:
                selector = Selector(everything, origin=origin)
                caps.append(Most(origin, origin, selector, window.max_hours, window.source))
        return tuple(caps)

    def excesses(self) -> tuple[Excess, ...]:
        return tuple(
            Excess(node.id, node.cap.excess_to, node.cap.hours)
            for node in self.tree.nodes.values()
            if node.cap and node.cap.excess_to
        )
