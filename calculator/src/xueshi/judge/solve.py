"""Hours against demands: met or not, how many count where, and what is still to be learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from operator import itemgetter

from xueshi.judge import simple
from xueshi.judge.allocate import Allocation, Allocator, Parts
from xueshi.judge.batch import Batch, View
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.effort import Effort, shared
from xueshi.judge.groups import as_it_is, as_written, at_best
from xueshi.judge.surely import Met, ways
from xueshi.judge.tally import ZERO, Kind, Portion


class CountedRows:
    """What does not count of each row, or counts elsewhere; worked out when it is asked for."""

    def __init__(self, allocation: Allocation | None, portions: Sequence[Portion]) -> None:
        self._allocation, self._portions = allocation, portions

    @cached_property
    def _found(self) -> tuple[Mapping[int | str, Fraction], Mapping[int | str, Parts]]:
        left_out: dict[int | str, Fraction] = {}
        elsewhere: dict[int | str, Parts] = {}
        found = self._allocation.unusual() if self._allocation else ()
        for position, parts, cut in sorted(found, key=itemgetter(0)):
            portion = self._portions[position]
            if cut:
                left_out[portion.key] = left_out.get(portion.key, ZERO) + cut
            moved = tuple([part for part in parts if part[0] != portion.kind])
            if moved:
                elsewhere[portion.key] = (*elsewhere.get(portion.key, ()), *moved)
        return left_out, elsewhere

    @property
    def left_out(self) -> Mapping[int | str, Fraction]:
        """Hours by row that do not count."""
        return self._found[0]

    @property
    def elsewhere(self) -> Mapping[int | str, Parts]:
        """Hours by row that count in another subject than the row's first."""
        return self._found[1]


@dataclass(frozen=True, slots=True)
class Solution:
    """The most favourable lawful count of some portions.

    ``subjects`` are hours by subject (with all below), ``kinds`` by kind (empty for a mere tree of minima);
    ``further`` is what is still to be learned, None when no learning could help.
    """

    subjects: Mapping[str, Fraction]
    kinds: Mapping[Kind, Fraction]
    further: tuple[tuple[Kind, Fraction], ...] | None
    rows: CountedRows
    hasty: bool = False
    """Whether a more favourable count may have been missed because there were too many to try."""

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


class Solver:
    """Counts portions under one set of demands; what depends on them alone is worked out once."""

    def __init__(self, demands: Demands) -> None:
        self.demands = demands

    @cached_property
    def allocator(self) -> Allocator:
        """Allocates where adding up is not enough."""
        return Allocator(self.demands)

    @cached_property
    def origins(self) -> frozenset[str] | None:
        """Origins of hours on which there are caps; None where more than these caps is added to the tree."""
        demands = self.demands
        origins = {cap.selector.origin for cap in demands.caps}
        if demands.axes or demands.shares:
            return None
        return None if None in origins else frozenset(name for name in origins if name)

    def _adds_up(self, batch: Batch) -> bool:
        """Whether adding up is enough: no hours are of an origin that matters (further ones never are)."""
        origins = self.origins
        return origins is not None and all(
            not item.whole and (not item.kind.origins or origins.isdisjoint(item.kind.origins))
            for item in batch.portions
        )

    def solve(self, batch: Batch, effort: Effort | None = None) -> Solution:
        """Count what is proven: open hours only as they are written."""
        if self.demands.simple:
            sums = self.demands.tree.totals(batch.portions)
            further = simple.fewest_further(self.demands, sums)
            return Solution(sums, {}, further, CountedRows(None, batch.portions))
        if self._adds_up(batch):
            sums, kinds = self.demands.tree.totals(batch.portions), dict[Kind, Fraction]()
            for item in batch.portions:
                kinds[item.kind] = kinds.get(item.kind, ZERO) + item.hours
            further = simple.fewest_further(self.demands, sums)
            return Solution(sums, kinds, further, CountedRows(None, batch.portions))
        with shared(effort) as part:
            return self._solution(batch, as_written, part)

    def could_be_met(self, batch: Batch, effort: Effort | None = None) -> tuple[bool, bool]:
        """Whether some answer to what is open meets every demand, and whether one may have been missed."""
        if (self.demands.simple or self._adds_up(batch)) and not any(
            map(self._is_settled_in_part, batch.portions)
        ):
            return simple.could_be_met(self.demands, batch.portions), False
        with shared(effort) as part:
            return self.allocator.can_be_met(batch, at_best, part)

    def _is_settled_in_part(self, portion: Portion) -> bool:
        """Whether it is known of open hours that they were not of some sub-subject."""
        return 0 < len(portion.elsewhere) < len(self.demands.tree.below(portion.kind.subject))

    def always_met(self, batch: Batch, effort: Effort | None = None) -> Solution | None:
        """One way that open hours may have been, if every demand is met whichever it was and ways are few."""
        open_ways = ways(self.demands, batch.portions)
        if not open_ways.few:
            return None
        with shared(effort) as part:
            found = self._solution(Batch(open_ways.first), as_it_is, part)
            return found if found.met and open_ways.all_met(self._trial(part)) else None

    def _trial(self, effort: Effort) -> Met:
        """A test whether portions meet demands that are settled further than these."""
        allocators = {id(self.demands): self.allocator}

        def met(demands: Demands, portions: Sequence[Portion]) -> bool:
            if id(demands) not in allocators:
                allocators[id(demands)] = Allocator(demands)
            return allocators[id(demands)].can_be_met(Batch(portions), as_it_is, effort)[0]

        return met

    def _solution(self, batch: Batch, view: View, effort: Effort) -> Solution:
        allocation = self.allocator.allocate(batch, view, effort)
        subjects = dict.fromkeys(self.demands.tree.nodes, ZERO)
        for kind, hours in allocation.kinds.items():
            subjects[kind.subject] += hours
        self.demands.tree.add_up(subjects)
        further = None
        if allocation.further is not None:
            further = tuple((item.kind, item.hours) for item in allocation.further)
        rows = CountedRows(allocation, batch.portions)
        return Solution(subjects, allocation.kinds, further, rows, allocation.hasty and not allocation.met)
