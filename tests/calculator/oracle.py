"""What a verdict must be, by trying everything: for small ledgers, straight from the rule.

Every way in which what was not written down may have been, every subject of an achievement, every choice of
one among several, every excess counted or not. What is left is one question: whether hours of the rows can be
counted so that all numbers come out. It is put to the linear programme, which has tests of its own.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge.simplex import AtLeast, Table
from xueshi.ledger.entries import Entry
from xueshi.model.rule import Requirement, Rule
from xueshi.model.shapes import CapPer, OneOf, RatioOf
from xueshi.model.values import Silence

ZERO, ONE = Fraction(0), Fraction(1)


def minimise(costs: Sequence[tuple[int, ...]], demands: Iterable[AtLeast]) -> list[Fraction] | None:
    """Values (none negative) that meet all demands at the least cost, or None when nothing meets them.

    A cost is a tuple of integers, none negative: the first part counts first, the second decides among
    equals, and so on. All tuples have the same length.
    """
    table = Table(costs)
    for demand in demands:
        table.require(demand)
    if not table.solve():
        return None
    values = table.values()
    return [Fraction(values.of(name), values.below) for name in range(len(costs))]


def at_least(weights: Mapping[int, Fraction], bound: Fraction) -> AtLeast:
    """A demand in fractions, made whole."""
    scale = math.lcm(bound.denominator, *(weight.denominator for weight in weights.values()))
    return AtLeast({name: int(weight * scale) for name, weight in weights.items()}, int(bound * scale))


@dataclass(frozen=True)
class Truth:
    """Hours as they really were: nothing is left open. Further hours have no day and no end."""

    subject: str
    values: tuple[str | None, ...]
    hours: Fraction = ZERO
    conversion: str | None = None
    carried: bool = False
    day: datetime.date | None = None


Test = Callable[[Truth], bool]


class Oracle:
    """A rule without questions about the person, and rows that are all approved."""

    def __init__(self, rule: Rule, entries: Sequence[Entry]) -> None:
        self.rule, self.entries = rule, entries
        self.nodes = {item.id: item for item in rule.requirements.walk()}
        self.below = {name: {item.id for item in self.nodes[name].walk()} for name in self.nodes}
        self.conversions = {item.id: item for item in rule.conversions}
        self.distinct = set(self._distinct())

    @property
    def ways(self) -> int:
        """How many ways there are in which rows may have been, each of one kind."""
        count = 1
        for entry in self.entries:
            count *= len(list(self.truths(entry)))
        return count

    @property
    def leaves_nothing_open(self) -> bool:
        """Whether every row says all there is to say."""
        return self.ways == 1

    def surely_met(self) -> bool:
        """Whether every way things may have been meets the rule.

        Of what may be divided only halves are tried: a division that breaks a choice is found by them.
        """
        ways = itertools.product(*(list(self._divisions(entry)) for entry in self.entries))
        return all(self._fewest([[item] for parts in way for item in parts], ()) is not None for way in ways)

    def possibly_met(self) -> bool:
        """Whether some way does; hours of a subject with parts may have been of several."""
        ways = []
        for entry in self.entries:
            truths = list(self.truths(entry))
            parts = (self.below[entry.subject] - {entry.subject}) & self.distinct
            divisible = bool(parts) and not entry.conversion
            ways.append([truths] if divisible else [[item] for item in truths])
        return any(self._fewest(way, ()) is not None for way in itertools.product(*ways))

    def fewest(self) -> Fraction | None:
        """The fewest further hours that meet the rule, for rows that leave nothing open; None for none."""
        leaves = [name for name, node in self.nodes.items() if not node.children]
        values = list(itertools.product(*([value.id for value in axis.values] for axis in self.rule.axes)))
        further = [Truth(name, way) for name in leaves for way in values]
        return self._fewest([list(self.truths(entry)) for entry in self.entries], further)

    def truths(self, entry: Entry) -> Iterator[Truth]:
        """What a row may have been, all of it alike."""
        choices = [
            [value] if value is not None else [item.id for item in axis.values]
            for value, axis in zip(entry.values, self.rule.axes, strict=True)
        ]
        subjects = [entry.subject] if entry.conversion else sorted(self.below[entry.subject])
        carried = entry.completed < self.rule.period.start
        for subject, *values in itertools.product(subjects, *choices):
            yield Truth(subject, tuple(values), entry.hours, entry.conversion, carried, entry.completed)

    def _divisions(self, entry: Entry) -> Iterator[tuple[Truth, ...]]:
        """What a row may have been, all of it alike or one half so and one half so."""
        for first, second in itertools.combinations_with_replacement(self.truths(entry), 2):
            if first == second:
                yield (first,)
            elif first.values == second.values and not entry.conversion:
                yield tuple(replace(item, hours=item.hours / 2) for item in (first, second))

    def _distinct(self) -> Iterator[str]:
        """Subjects on which something of their own hangs."""
        for node in self.nodes.values():
            if node.cap or node.min_ratio or not isinstance(node.min_hours, Silence):
                yield node.id
        for cap in self.rule.caps:
            yield from cap.subjects
        for axis in self.rule.axes:
            yield from (value.within for value in axis.values if not isinstance(value.min_hours, Silence))
            yield from (one.within for one in axis.one_of)

    def _fewest(self, rows: Sequence[Sequence[Truth]], further: Sequence[Truth]) -> Fraction | None:
        """The fewest further hours over all ways to place achievements, choose topics and count excess."""
        placings = []
        for parts in rows:
            conversion = self.conversions.get(parts[0].conversion or "")
            subjects = conversion.subjects if conversion else (None,)
            placings.append([[_at(item, name) for item in parts] for name in subjects])
        topics = [[(one, value) for value in one.values] for axis in self.rule.axes for one in axis.one_of]
        excesses = [node for node in self.nodes.values() if node.cap and node.cap.excess_to]
        found = []
        for placed in itertools.product(*placings):
            for chosen in itertools.product(*topics):
                for used in itertools.product((False, True), repeat=len(excesses)):
                    full = [node for node, on in zip(excesses, used, strict=True) if on]
                    least = _Trial(self, placed, further, chosen, full).least()
                    if least is not None:
                        found.append(least)
                        if least == 0:
                            return least
        return min(found, default=None)


class _Trial:
    """One way settled: variables are hours of a row as what they are, or as excess of a full cap."""

    def __init__(
        self,
        oracle: Oracle,
        rows: Iterable[Sequence[Truth]],
        further: Sequence[Truth],
        chosen: Iterable[tuple[OneOf, str]],
        full: Sequence[Requirement],
    ) -> None:
        self.oracle, self.rule = oracle, oracle.rule
        self.counted: list[Truth] = []
        self.learned: list[Truth] = []
        self.demands: list[AtLeast] = []
        for parts in rows:
            names = [name for item in parts for name in self._variables(item, full)]
            self.demands.append(at_least(dict.fromkeys(names, -ONE), -parts[0].hours))
        self.own = len(self.counted)
        self.counted += further
        self.learned += further
        self._subjects(full)
        self._values(chosen)
        self._caps()

    def least(self) -> Fraction | None:
        """The fewest further hours, or None when there is no way."""
        costs = [(int(name >= self.own),) for name in range(len(self.counted))]
        found = minimise(costs, self.demands)
        return None if found is None else sum(found[self.own :], ZERO)

    def _variables(self, item: Truth, full: Sequence[Requirement]) -> Iterator[int]:
        kinds = [item]
        kinds += [
            _at(item, node.cap.excess_to)
            for node in full
            if node.cap and item.subject in self.oracle.below[node.id]
        ]
        for kind in kinds:
            yield len(self.counted)
            self.counted.append(kind)
            self.learned.append(item)

    def _least(self, test: Test, number: Fraction | Silence, *, own: bool = False) -> None:
        if isinstance(number, Silence):
            return
        names = range(self.own if own else len(self.counted))
        self.demands.append(at_least({name: ONE for name in names if test(self.counted[name])}, number))

    def _most(self, test: Test, number: Fraction, *, learned: bool = False) -> None:
        items = self.learned if learned else self.counted
        weights = {name: -ONE for name, item in enumerate(items) if test(item)}
        self.demands.append(at_least(weights, -number))

    def _subjects(self, full: Sequence[Requirement]) -> None:
        whole = self.rule.requirements.min_hours
        for node in self.oracle.nodes.values():
            inside = self.oracle.below[node.id]

            def test(item: Truth, inside: set[str] = inside) -> bool:
                return item.subject in inside

            self._least(test, node.min_hours)
            ratio = node.min_ratio
            if ratio and ratio.of is RatioOf.REQUIRED and not isinstance(whole, Silence):
                self._least(test, ratio.value * whole)
            if ratio and ratio.of is RatioOf.EARNED:
                weights = {name: int(test(item)) - ratio.value for name, item in enumerate(self.counted)}
                self.demands.append(at_least(weights, ZERO))
            if node.cap:
                self._most(test, node.cap.hours)
                if node in full:
                    self._least(test, node.cap.hours, own=True)

    def _values(self, chosen: Iterable[tuple[OneOf, str]]) -> None:
        asked = [
            (value.id, value.within, value.min_hours) for axis in self.rule.axes for value in axis.values
        ]
        for name, within, number in (*asked, *((name, one.within, one.min_hours) for one, name in chosen)):
            inside = self.oracle.below[within]

            def test(item: Truth, name: str = name, inside: set[str] = inside) -> bool:
                return name in item.values and item.subject in inside

            self._least(test, number)

    def _caps(self) -> None:
        for cap in self.rule.caps:
            inside = set().union(*(self.oracle.below[name] for name in cap.subjects or ("total",)))
            values = frozenset(cap.values)

            def test(item: Truth, inside: set[str] = inside, values: frozenset[str] = values) -> bool:
                return item.subject in inside and (not values or not values.isdisjoint(item.values))

            if cap.per is CapPer.YEAR:
                self._most(test, cap.hours)
                continue
            for day in {item.day for item in self.learned if item.day}:

                def on_day(item: Truth, day: datetime.date = day, test: Test = test) -> bool:
                    return item.day == day and not item.conversion and test(item)

                self._most(on_day, cap.hours, learned=True)
        for conversion in self.rule.conversions:

            def converted(item: Truth, name: str = conversion.id) -> bool:
                return item.conversion == name

            if conversion.max_hours is not None:
                self._most(converted, conversion.max_hours)
        window = self.rule.carry_over.window
        if window and window.max_hours is not None:
            self._most(lambda item: item.carried, window.max_hours)


def _at(item: Truth, subject: str | None) -> Truth:
    return replace(item, subject=subject) if subject else item
