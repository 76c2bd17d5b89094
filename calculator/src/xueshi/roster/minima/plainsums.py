"""What hours come to under trees of minima, whichever rows they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from xueshi.judge.verdict import Status
from xueshi.roster.minima.treesums import Parts, TreeSums
from xueshi.roster.outcome import Need, Tally

MOST_REMEMBERED = 50_000
"""Things of one sort that are remembered before that memory starts anew."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Status, hours by subject, and the hours to learn; ``closed`` where it is too late for these."""

    status: Status
    closed: bool
    tallies: tuple[Tally, ...]
    plan: tuple[Need, ...]


class PlainSums:
    """Sums under one tree, ``over`` where nothing can be declared any more. It remembers a bounded number."""

    def __init__(self, tree: TreeSums, *, over: bool) -> None:
        self.tree, self.over = tree, over
        self._known: dict[tuple[Parts, ...], Sums | None] = {}
        self._fractions: dict[Parts, Fraction] = {}

    def of(self, sums: Sequence[Parts]) -> Sums | None:
        """What hours come to that were added up by stage, excluded first, and by subject in the order of the
        tree; None where hours of a subject may have been of a part that decides."""
        key = tuple(sums)
        found = self._known.get(key, ...)
        if found is ...:
            if len(self._known) > MOST_REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._summed(sums)
        return found

    def _summed(self, sums: Sequence[Parts]) -> Sums | None:
        tree, hours, count = self.tree, self._hours, len(self.tree.nodes)
        own = [list(sums[count * rank : count * (rank + 1)]) for rank in range(4)]
        for inner in (2, 1):
            own[inner] = [more + less for more, less in zip(own[inner], own[inner + 1], strict=True)]
        totals = [tree.added_up(item) for item in own]
        lacks = [tree.lacks(item) for item in totals]
        for rank in (1, 2, 3):
            # Only hours that may have been of a part can meet what adding up does not.
            is_open = any(lacks[rank]) and any(map(mul, own[rank], tree.opens))
            if is_open and tree.could_be_met(own[rank], totals[rank]):
                return None
        status = Status.SHORT if any(lacks[1]) else Status.PENDING if any(lacks[3]) else Status.MET
        rows = zip(tree.nodes, tree.required, tree.minima, totals[1], totals[2], totals[3], strict=True)
        return Sums(
            status=status,
            closed=status is Status.SHORT and self.over,
            tallies=tuple(
                [
                    Tally(name, required, hours(one), hours(two), hours(three), hours(max(0, least - one)))
                    for name, required, least, one, two, three in rows
                ]
            ),
            plan=tuple([Need(tree.nodes[at], (), hours(lacks[1][at])) for at in tree.order if lacks[1][at]]),
        )

    def _hours(self, parts: Parts) -> Fraction:
        """So many small parts as hours."""
        found = self._fractions.get(parts)
        if found is None:
            if len(self._fractions) > MOST_REMEMBERED:
                self._fractions.clear()
            found = self._fractions[parts] = Fraction(parts, self.tree.scale)
        return found
