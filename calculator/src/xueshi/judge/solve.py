"""Hours against demands: met or not, how many count where, and what is still to be learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge import simple
from xueshi.judge.allocate import Allocation, allocate
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.tally import ZERO, Kind, Portion


@dataclass(frozen=True, slots=True)
class Solution:
    """The most favourable lawful count of some portions.

    ``subjects`` and ``values`` are hours by subject (with all below) and by value of an axis; ``further`` is
    what is still to be learned, None when no learning could help; ``counted`` is hours by row where caps or
    shares left some out, and None where every portion counts whole.
    """

    subjects: dict[str, Fraction]
    values: dict[str, Fraction]
    further: tuple[tuple[Kind, Fraction], ...] | None
    counted: dict[int | str, Fraction] | None

    @property
    def met(self) -> bool:
        """Whether every demand is met."""
        return self.further == ()


def solve(demands: Demands, portions: Sequence[Portion]) -> Solution:
    """Count what is proven: open hours only as they are written."""
    if demands.simple:
        sums = demands.tree.totals(portions)
        return Solution(sums, {}, simple.fewest_further(demands, sums), None)
    known = [replace(portion, elsewhere=(), maybe=()) for portion in portions]
    merged = _merged(known)
    return _solution(demands, known, merged, allocate(demands, merged))


def could_be_met(demands: Demands, portions: Sequence[Portion]) -> bool:
    """Whether some answer to what is open would meet every demand."""
    if demands.simple:
        return simple.could_be_met(demands, portions)
    open_portions = [replace(portion, whole=portion.maybe or portion.whole, maybe=()) for portion in portions]
    return allocate(demands, _merged(open_portions)).met


def _merged(portions: Iterable[Portion]) -> list[Portion]:
    """Portions that nothing tells apart as one; rows to be placed whole stay on their own."""
    found: dict[object, Portion] = {}
    for portion in portions:
        key: object = (portion.kind, portion.elsewhere) if not portion.whole else (portion.key, portion.kind)
        if key in found:
            found[key] = replace(found[key], hours=found[key].hours + portion.hours)
        else:
            found[key] = portion
    return list(found.values())


def _solution(
    demands: Demands, portions: Sequence[Portion], merged: Sequence[Portion], allocation: Allocation
) -> Solution:
    tree = demands.tree
    subjects = {name: allocation.hours(Selector(tree.below(name))) for name in tree.nodes}
    everything = frozenset(tree.nodes)
    values = {
        value: allocation.hours(Selector(everything, frozenset({value})))
        for axis in demands.axes
        for value in axis
    }
    further = None
    if allocation.further is not None:
        further = tuple((item.kind, item.hours) for item in allocation.further)
    return Solution(subjects, values, further, _counted(portions, merged, allocation))


def _counted(
    portions: Sequence[Portion], merged: Sequence[Portion], allocation: Allocation
) -> dict[int | str, Fraction]:
    """Hours of each row that count: those of one kind share what counts of it, earlier rows first."""
    left = {}
    for index, portion in enumerate(merged):
        key: object = portion.kind if not portion.whole else (portion.key, portion.kind)
        left[key] = sum((hours for _, hours in allocation.counted.get(index, ())), ZERO)
    counted: dict[int | str, Fraction] = {}
    for portion in portions:
        key = portion.kind if not portion.whole else (portion.key, portion.kind)
        taken = min(portion.hours, left.get(key, ZERO))
        left[key] = left.get(key, ZERO) - taken
        counted[portion.key] = counted.get(portion.key, ZERO) + taken
    return counted
