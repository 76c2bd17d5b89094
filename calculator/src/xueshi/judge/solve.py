"""Hours against demands: met or not, how many count where, and what is still to be learned."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge import simple
from xueshi.judge.allocate import Allocation, Allocator, allocate
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.tally import ZERO, Kind, Portion

MOST_WAYS = 64
"""Ways in which open hours may have been that are tried one by one."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The most favourable lawful count of some portions.

    ``subjects`` are hours by subject (with all below), ``kinds`` by kind (empty for a mere tree of minima);
    ``further`` is what is still to be learned, None when no learning could help. ``left_out`` are hours by
    row that do not count, ``elsewhere`` those that count in another subject than the row's first.
    """

    subjects: Mapping[str, Fraction]
    kinds: Mapping[Kind, Fraction]
    further: tuple[tuple[Kind, Fraction], ...] | None
    left_out: Mapping[int | str, Fraction]
    elsewhere: Mapping[int | str, tuple[tuple[Kind, Fraction], ...]]

    @property
    def met(self) -> bool:
        """Whether every demand is met."""
        return self.further == ()

    def hours(self, selector: Selector) -> Fraction:
        """Hours that count of the selected kinds."""
        return sum((hours for kind, hours in self.kinds.items() if selector.takes(kind)), ZERO)

    @property
    def in_the_end(self) -> Fraction:
        """All hours that count, with those still to be learned."""
        return sum((hours for _, hours in self.further or ()), sum(self.kinds.values(), ZERO))


def solve(demands: Demands, portions: Sequence[Portion]) -> Solution:
    """Count what is proven: open hours only as they are written."""
    if demands.simple:
        sums = demands.tree.totals(portions)
        return Solution(sums, {}, simple.fewest_further(demands, sums), {}, {})
    return _whole(
        demands,
        [
            replace(portion, elsewhere=(), maybe=()) if portion.elsewhere or portion.maybe else portion
            for portion in portions
        ],
    )


def could_be_met(demands: Demands, portions: Sequence[Portion]) -> bool:
    """Whether some answer to what is open would meet every demand."""
    if demands.simple:
        return simple.could_be_met(demands, portions)
    return Allocator(demands).can_be_met(
        [replace(item, whole=item.maybe, maybe=()) if item.maybe else item for item in portions]
    )


def always_met(demands: Demands, portions: Sequence[Portion]) -> Solution | None:
    """One way that open hours may have been, if every demand is met whichever it was and the ways are few.

    Only ways in which each portion is of one kind are tried: all others lie between them.
    """
    ways = [list(_truths(demands, portion)) for portion in portions]
    if math.prod(map(len, ways)) > MOST_WAYS:
        return None
    solutions = (_whole(demands, way) for way in itertools.product(*ways))
    first = next(solutions)
    return first if first.met and all(solution.met for solution in solutions) else None


def _truths(demands: Demands, portion: Portion) -> Iterator[Portion]:
    """A portion as it may have been, every value and sub-subject known."""
    if not portion.elsewhere and not portion.maybe:
        yield portion
        return
    kind, tree = portion.kind, demands.tree
    below = tree.below(kind.subject) if kind.plain else (kind.subject,)
    subjects = [name for name in tree.nodes if name in below]
    values = [
        axis if value is None else (value,) for value, axis in zip(kind.values, demands.axes, strict=True)
    ]
    for subject, *way in itertools.product(subjects, *values):
        known = replace(kind, subject=subject, values=tuple(way), plain=False)
        whole = tuple(replace(other, values=tuple(way)) for other in portion.whole)
        yield replace(portion, kind=known, whole=whole, elsewhere=(), maybe=())


def _whole(demands: Demands, portions: Sequence[Portion]) -> Solution:
    """The count of portions that leave nothing open."""
    return _solution(demands, portions, allocate(demands, portions))


def _solution(demands: Demands, portions: Sequence[Portion], allocation: Allocation) -> Solution:
    subjects = dict.fromkeys(demands.tree.nodes, ZERO)
    for kind, hours in allocation.kinds.items():
        subjects[kind.subject] += hours
    demands.tree.add_up(subjects)
    left_out: dict[int | str, Fraction] = {}
    elsewhere: dict[int | str, tuple[tuple[Kind, Fraction], ...]] = {}
    for index, parts in allocation.counted.items():
        portion = portions[index]
        if len(parts) == 1 and parts[0][0] is portion.kind and parts[0][1] == portion.hours:
            continue
        cut = portion.hours - sum((hours for _, hours in parts), ZERO)
        if cut:
            left_out[portion.key] = left_out.get(portion.key, ZERO) + cut
        moved = tuple(part for part in parts if part[0] != portion.kind)
        if moved:
            elsewhere[portion.key] = (*elsewhere.get(portion.key, ()), *moved)
    further = None
    if allocation.further is not None:
        further = tuple((item.kind, item.hours) for item in allocation.further)
    return Solution(subjects, allocation.kinds, further, left_out, elsewhere)
