"""The most favourable lawful allocation of hours to demands, exactly, with the fewest further hours.

Variables of the linear programme: hours of a portion left unused, hours of a portion placed elsewhere than
written, and further hours of each kind. A row is never divided between subjects that it may be counted in as
a whole (conversions): where the programme would divide one, both ways are tried (branch and bound).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge.demands import Demands, Minimum, Most, Selector
from xueshi.judge.simplex import AtLeast, minimise
from xueshi.judge.tally import ZERO, Kind, Portion

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Further:
    """Further hours to learn of one kind."""

    kind: Kind
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Allocation:
    """Hours that count, by position of the portion, and the further hours that would meet every demand.

    ``further`` is None when no further hours could meet them (caps stand against it).
    """

    counted: Mapping[int, tuple[tuple[Kind, Fraction], ...]]
    further: tuple[Further, ...] | None

    @property
    def met(self) -> bool:
        """Whether nothing further is needed."""
        return self.further == ()

    def hours(self, selector: Selector) -> Fraction:
        """Hours that count of the selected kinds."""
        parts = (part for placed in self.counted.values() for part in placed)
        return sum((hours for kind, hours in parts if selector.takes(kind)), ZERO)


def allocate(demands: Demands, portions: Sequence[Portion]) -> Allocation:
    """The allocation that needs the fewest further hours; among those, the one that leaves least unused.

    Where no further hours could meet the demands, as much counts as the caps let through.
    """
    best: tuple[tuple[Fraction, ...], Allocation] | None = None
    for chosen in itertools.product(*(choice for choice in demands.choices if choice)):
        found = _branch(demands, list(portions), chosen, best[0] if best else None)
        if found and (best is None or found[0] < best[0]):
            best = found
    if best is None:
        only_caps = replace(demands, minima=(), shares=(), choices=())
        return replace(allocate(only_caps, portions), further=None)
    return best[1]


def _branch(
    demands: Demands, portions: list[Portion], chosen: tuple[Minimum, ...], bound: tuple[Fraction, ...] | None
) -> tuple[tuple[Fraction, ...], Allocation] | None:
    programme = _Programme(demands, portions, chosen)
    values = minimise(programme.costs, [*programme.minimum_demands(), *programme.cap_demands()])
    if values is None:
        return None
    cost = programme.cost(values)
    if bound is not None and cost >= bound:
        return None
    divided = programme.divided(values)
    if divided is None:
        return cost, Allocation(programme.placed(values), programme.further_of(values))
    best = None
    portion = portions[divided]
    for kind in (portion.kind, *portion.whole):
        fixed = replace(portion, kind=kind, whole=())
        found = _branch(
            demands,
            [*portions[:divided], fixed, *portions[divided + 1 :]],
            chosen,
            best[0] if best else bound,
        )
        if found:
            best = found
    return best


class _Programme:
    """Variables and demands of one linear programme; indexes are positions in ``costs``."""

    def __init__(self, demands: Demands, portions: list[Portion], chosen: tuple[Minimum, ...]) -> None:
        self.demands, self.portions, self.chosen = demands, portions, chosen
        self.costs: list[tuple[int, ...]] = []
        self.unused = [self._variable((0, 1, 0, 0)) for _ in portions]
        self.moved: list[tuple[int, Kind, int]] = []
        for index, portion in enumerate(portions):
            for kind in (*portion.elsewhere, *portion.whole):
                self.moved.append((index, kind, self._variable((0, 0, 0, 1))))
        self.excess: list[tuple[int, Kind, int]] = []
        self.excess_bounds: list[tuple[list[int], Fraction]] = []
        self._excesses()
        self.further = [(kind, self._variable(cost)) for kind, cost in _further(demands)]

    def _variable(self, cost: tuple[int, ...]) -> int:
        self.costs.append(cost)
        return len(self.costs) - 1

    def _excesses(self) -> None:
        for item in self.demands.excesses:
            below = self.demands.tree.below(item.subject)
            inside = [index for index, portion in enumerate(self.portions) if portion.kind.subject in below]
            total = sum((self.portions[index].hours for index in inside), ZERO)
            made = []
            for index in inside:
                kind = self.portions[index].kind
                other = Kind(item.other, kind.values, kind.origin, kind.day)
                made.append(self._variable((0, 0, 0, 1)))
                self.excess.append((index, other, made[-1]))
            self.excess_bounds.append((made, max(ZERO, total - item.above)))

    def _weights(self, selector: Selector) -> tuple[dict[int, Fraction], Fraction]:
        """The selected hours as weights of variables and a constant."""
        weights: dict[int, Fraction] = defaultdict(Fraction)
        constant = ZERO
        for index, portion in enumerate(self.portions):
            if selector.takes(portion.kind):
                constant += portion.hours
                weights[self.unused[index]] -= ONE
        for index, kind, name in (*self.moved, *self.excess):
            weights[name] += selector.takes(kind) - selector.takes(self.portions[index].kind)
        for kind, name in self.further:
            weights[name] += selector.takes(kind)
        return {name: Fraction(weight) for name, weight in weights.items() if weight}, constant

    def minimum_demands(self) -> Iterator[AtLeast]:
        """Minima, the chosen ones of choices, and shares."""
        for item in (*self.demands.minima, *self.chosen):
            weights, constant = self._weights(item.selector)
            yield AtLeast(weights, item.hours - constant)
        everything = Selector(frozenset(self.demands.tree.nodes))
        for share in self.demands.shares:
            part, constant = self._weights(share.selector)
            whole, all_hours = self._weights(everything)
            names = {*part, *whole}
            weights = {name: part.get(name, ZERO) - share.ratio * whole.get(name, ZERO) for name in names}
            kept = {name: weight for name, weight in weights.items() if weight}
            yield AtLeast(kept, share.ratio * all_hours - constant)

    def cap_demands(self) -> Iterator[AtLeast]:
        """Caps, the bounds of what may be moved, and that no portion gives more than it has."""
        for cap in self.demands.caps:
            for selector in self._days(cap):
                weights, constant = self._weights(selector)
                yield AtLeast({name: -weight for name, weight in weights.items()}, constant - cap.hours)
        for names, most in self.excess_bounds:
            yield AtLeast(dict.fromkeys(names, -ONE), -most)
        leaving: dict[int, dict[int, Fraction]] = {
            index: {name: -ONE} for index, name in enumerate(self.unused)
        }
        for index, _, name in (*self.moved, *self.excess):
            leaving[index][name] = -ONE
        for index, weights in leaving.items():
            yield AtLeast(weights, -self.portions[index].hours)

    def _days(self, cap: Most) -> Iterator[Selector]:
        if not cap.per_day:
            yield cap.selector
            return
        totals: dict[object, Fraction] = defaultdict(Fraction)
        for portion in self.portions:
            if cap.selector.takes(portion.kind) and portion.kind.day:
                totals[portion.kind.day] += portion.hours
        for day, total in totals.items():
            if total > cap.hours:
                selector = cap.selector
                yield Selector(selector.subjects, selector.values, selector.origin, day)  # type: ignore[arg-type]

    def cost(self, values: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """The cost of a solution, part by part."""
        parts = zip(*self.costs, strict=True) if self.costs else ()
        return tuple(
            sum((weight * value for weight, value in zip(part, values, strict=True) if weight), ZERO)
            for part in parts
        )

    def divided(self, values: Sequence[Fraction]) -> int | None:
        """The first portion of which a solution counts parts in several subjects although it is one whole."""
        for index, parts in self._parts(values).items():
            if self.portions[index].whole and len([hours for _, hours in parts if hours]) > 1:
                return index
        return None

    def _parts(self, values: Sequence[Fraction]) -> dict[int, list[tuple[Kind, Fraction]]]:
        left = [portion.hours - values[self.unused[index]] for index, portion in enumerate(self.portions)]
        moved: dict[int, list[tuple[Kind, Fraction]]] = defaultdict(list)
        for index, kind, name in (*self.moved, *self.excess):
            if values[name]:
                moved[index].append((kind, values[name]))
                left[index] -= values[name]
        return {
            index: [*([(portion.kind, left[index])] if left[index] else []), *moved[index]]
            for index, portion in enumerate(self.portions)
        }

    def placed(self, values: Sequence[Fraction]) -> Mapping[int, tuple[tuple[Kind, Fraction], ...]]:
        """Hours that count of each portion, by kind."""
        return {index: tuple(parts) for index, parts in self._parts(values).items()}

    def further_of(self, values: Sequence[Fraction]) -> tuple[Further, ...]:
        """Further hours of a solution, in the order of the tree."""
        return tuple(Further(kind, values[name]) for kind, name in self.further if values[name])


def _further(demands: Demands) -> Iterator[tuple[Kind, tuple[int, ...]]]:
    """Kinds of further hours with their cost: fewest first, then the shallowest, then tree order."""
    order = 0
    for node_id in _children_first(demands):
        for values in itertools.product(*((None, *axis) for axis in demands.axes)):
            order += 1
            depth = demands.tree.depth(node_id) + sum(value is not None for value in values)
            yield Kind(node_id, values), (1, 0, depth, order)


def _children_first(demands: Demands) -> Iterator[str]:
    def visit(node_id: str) -> Iterator[str]:
        for child in demands.tree.nodes[node_id].children:
            yield from visit(child.id)
        yield node_id

    return visit(demands.tree.root.id)
