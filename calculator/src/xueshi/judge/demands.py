"""A rule, with what is answered about the person, as demands and caps on hours of certain kinds.

Every shape of rule becomes one of four things: a minimum on some kinds of hours, a share, a cap, or a choice
of one minimum among several. The solver knows only these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge.tally import ZERO, Kind, Tree, minimum
from xueshi.model.rule import Rule
from xueshi.model.shapes import CapPer, OneOf, RatioOf, Variant
from xueshi.model.values import NOT_STATED, Silence, Source
from xueshi.texts import say

CARRIED, MADE_UP = "carried:", "made_up:"
"""Origins of hours learned before and after the period; with the colon no conversion can have such an id."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Some kinds of hours: in any of the subjects, with any of the values, of the origin.

    A cap's selector is cautious, because nobody may gain by leaving a cell empty: it also takes plain hours
    of the subjects ``above`` and hours without a value on one of the ``axes``: they may be of what is capped.
    """

    subjects: frozenset[str]
    values: frozenset[str] | None = None
    origin: str | None = None
    above: frozenset[str] = frozenset()
    axes: tuple[int, ...] = ()

    def takes(self, kind: Kind) -> bool:
        """Whether hours of this kind are meant."""
        return (
            (kind.subject in self.subjects or (kind.plain and kind.subject in self.above))
            and (self.origin is None or self.origin in kind.origins)
            and (self.values is None or self._takes_value(kind.values))
        )

    def _takes_value(self, values: tuple[str | None, ...]) -> bool:
        return not self.values.isdisjoint(values) or any(values[axis] is None for axis in self.axes)  # type: ignore[union-attr]


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
    text: str = "over_cap"


@dataclass(frozen=True, slots=True)
class Excess:
    """Hours above a subject's cap may count in another subject instead; the cap stands among the caps."""

    id: str
    name: str
    selector: Selector
    other: str
    above: Fraction
    source: Source


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
    distinct: frozenset[str] = frozenset()
    """Subjects below the root on which something of their own hangs: a minimum, a share, a cap."""

    @property
    def year_caps(self) -> tuple[Most, ...]:
        """Caps on the whole year."""
        return tuple(cap for cap in self.caps if not cap.per_day)

    @property
    def day_caps(self) -> tuple[Most, ...]:
        """Caps on each day."""
        return tuple(cap for cap in self.caps if cap.per_day)

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


def demands_of(rule: Rule, tree: Tree, variants: tuple[Variant, ...]) -> Demands:
    """The demands of a rule on a person to whom these variants apply; what a later one changes stands."""
    return _Compiler(rule, tree, variants).demands()


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
        simple = not (axes or shares or caps or self.rule.conversions)
        distinct = frozenset(self.distinct()) - {self.tree.root.id}
        return Demands(self.tree, axes, minima, shares, caps, choices, excesses, simple, distinct)

    def distinct(self) -> Iterator[str]:
        """Subjects on which something of their own hangs, for whomever: the same is asked of everybody."""
        changed = {item.id for variant in self.rule.variants for item in variant.minima}
        for node in self.tree.nodes.values():
            if minimum(node) or node.min_ratio or node.cap or node.id in changed:
                yield node.id
        for cap in self.rule.caps:
            yield from cap.subjects
        for axis in self.rule.axes:
            for item in axis.values:
                if item.id in changed or item.min_hours is not NOT_STATED:
                    yield item.within
            yield from (choice.within for choice in axis.one_of)

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
        rule, tree = self.rule, self.tree
        everything = Selector(tree.below(tree.root.id))
        caps = [
            Most(node.id, node.name, self.cautious([node.id]), node.cap.hours, node.cap.source)
            for node in tree.nodes.values()
            if node.cap
        ]
        caps += [
            Most(
                cap.id,
                cap.name,
                self.cautious(cap.subjects, cap.values),
                cap.hours,
                cap.source,
                cap.per is CapPer.DAY,
                "over_cap_named",
            )
            for cap in rule.caps
        ]
        caps += [
            Most(item.id, item.name, replace(everything, origin=item.id), item.max_hours, item.source)
            for item in rule.conversions
            if item.max_hours is not None
        ]
        caps += [
            Most(origin, say(name), replace(everything, origin=origin), window.max_hours, window.source)
            for origin, name, window in (
                (CARRIED, "cap_carried", rule.carry_over.window),
                (MADE_UP, "cap_made_up", rule.make_up),
            )
            if window and window.max_hours is not None
        ]
        return tuple(caps)

    def cautious(self, subjects: Sequence[str], values: Sequence[str] = ()) -> Selector:
        """Everything that is, or may be, in one of the subjects and of one of the values; none named: all."""
        tree = self.tree
        inside = frozenset().union(*(tree.below(name) for name in subjects or (tree.root.id,)))
        above = frozenset(name for name in tree.nodes if name not in inside and tree.below(name) & inside)
        axes = tuple(
            index
            for index, axis in enumerate(self.rule.axes)
            if any(value.id in values for value in axis.values)
        )
        return Selector(inside, frozenset(values) or None, above=above, axes=axes)

    def excesses(self) -> tuple[Excess, ...]:
        return tuple(
            Excess(
                node.id,
                node.name,
                Selector(self.tree.below(node.id)),
                node.cap.excess_to,
                node.cap.hours,
                node.cap.source,
            )
            for node in self.tree.nodes.values()
            if node.cap and node.cap.excess_to
        )
