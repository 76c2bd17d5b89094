"""Hours against demands: met or not, how many count where, and what is still to be learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge import simple
from xueshi.judge.allocate import Allocation, allocate, can_be_met
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.tally import ZERO, Kind, Portion


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
    known = [
        replace(portion, elsewhere=(), maybe=()) if portion.elsewhere or portion.maybe else portion
        for portion in portions
    ]
    return _solution(demands, known, allocate(demands, known))


def could_be_met(demands: Demands, portions: Sequence[Portion]) -> bool:
    """Whether some answer to what is open would meet every demand."""
    if demands.simple:
        return simple.could_be_met(demands, portions)
    return can_be_met(
        demands, [replace(item, whole=item.maybe, maybe=()) if item.maybe else item for item in portions]
    )


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
