"""Tallies of second axes: which hours count for which of their requirements is worked out once for a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xueshi.judge.decide import Tallies
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.solve import Solution
from xueshi.judge.tally import ZERO, Kind, Tree
from xueshi.model.rule import Rule
from xueshi.model.values import Silence
from xueshi.roster.outcome import Tally


class AxisSums:
    """Every value of a second axis and every choice of one, as ``results.axis_requirements`` has them."""

    def __init__(self, rule: Rule, tree: Tree) -> None:
        self.selectors: list[Selector] = []
        self._items: list[tuple[str, bool, bool, Fraction, list[int]]] = []
        """Id, whether it is a choice, whether the notice sets no minimum, hours of a choice, selectors."""
        for axis in rule.axes:
            for value in axis.values:
                at = self._selecting(tree, value.within, (value.id,))
                self._items.append((value.id, False, isinstance(value.min_hours, Silence), ZERO, at))
            for choice in axis.one_of:
                at = self._selecting(tree, choice.within, choice.values)
                self._items.append((choice.id, True, False, choice.min_hours, at))
        self._takers: dict[Kind, tuple[int, ...]] = {}

    def _selecting(self, tree: Tree, within: str, values: Sequence[str]) -> list[int]:
        first = len(self.selectors)
        self.selectors += [Selector(tree.below(within), frozenset((value,))) for value in values]
        return list(range(first, len(self.selectors)))

    def tallies(self, demands: Demands, counted: Tallies) -> tuple[Tally, ...]:
        """The tallies of what counts under these demands; no stage has more than the one before."""
        sums = [self._sums(one) for one in (counted.learned, counted.declared, counted.approved)]
        found = []
        for name, required, places in self.required(demands):
            learned, declared, approved = [max([own[at] for at in places], default=ZERO) for own in sums]
            declared = min(learned, declared)
            approved = min(declared, approved)
            shortfall = max(ZERO, (required or ZERO) - learned)
            found.append(Tally(name, required, learned, declared, approved, shortfall))
        return tuple(found)

    def required(self, demands: Demands) -> Iterator[tuple[str, Fraction | None, Sequence[int]]]:
        """Each requirement with what these demands require, and the selectors of which the most counts."""
        minima = {item.id: item.hours for item in demands.minima}
        chosen = {item.id for choice in demands.choices for item in choice}
        for name, is_choice, silent, hours, places in self._items:
            if is_choice:
                yield name, hours if name in chosen else ZERO, places
            else:
                yield name, minima.get(name, None if silent else ZERO), places

    def _sums(self, counted: Solution) -> list[Fraction]:
        sums = [ZERO] * len(self.selectors)
        for kind, hours in counted.kinds.items():
            takers = self._takers.get(kind)
            if takers is None:
                takers = tuple([at for at, one in enumerate(self.selectors) if one.takes(kind)])
                self._takers[kind] = takers
            for at in takers:
                sums[at] += hours
        return sums
