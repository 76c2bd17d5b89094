"""Rows counted whole in one of several subjects: which sums they can make, and which row goes where."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_BITS = 400_000_000
"""Size of the table of sums that is kept to find the rows again; beyond it the largest rows go first."""

BITS = 6000
"""Bits of that table that take as long as one step of work."""

STEPS = 10
"""Steps of work for each row and bin."""


@dataclass(frozen=True, slots=True)
class Sums:
    """All sums that some of the rows make, as bits; each row is so many times the unit."""

    parts: tuple[int, ...]
    unit: int
    reached: tuple[int, ...]
    """After each row, the sums that the rows so far can make."""

    @property
    def whole(self) -> int:
        """The sum of all rows."""
        return sum(self.parts) * self.unit

    def nearest(self, least: int, below: int) -> tuple[int | None, int | None]:
        """The largest sum below ``least / below`` and the smallest that is not; None where there is none."""
        bound = max(0, -(-least // (self.unit * below)))
        all_sums = self.reached[-1]
        lower, upper = all_sums & ((1 << bound) - 1), all_sums >> bound
        under = lower.bit_length() - 1 if lower else None
        over = bound + (upper & -upper).bit_length() - 1 if upper else None
        return None if under is None else under * self.unit, None if over is None else over * self.unit

    def rows(self, total: int) -> set[int]:
        """Positions of rows that make a sum."""
        left, chosen = total // self.unit, set[int]()
        for index in range(len(self.parts) - 1, -1, -1):
            before = self.reached[index]
            if not before >> left & 1:
                chosen.add(index)
                left -= self.parts[index]
        return chosen


def sums(hours: Sequence[int]) -> Sums | None:
    """The sums that rows can make; None when there are too many to be listed."""
    unit = math.gcd(*hours) or 1
    parts = tuple([number // unit for number in hours])
    if sum(parts) * (len(parts) + 1) > MOST_BITS:
        return None
    reached = [1]
    for part in parts:
        reached.append(reached[-1] | reached[-1] << part)
    return Sums(parts, unit, tuple(reached))


def cost(hours: Sequence[int], bins: int) -> int:
    """What placing rows costs at most, in steps of work."""
    bits = sum(hours) // (math.gcd(*hours) or 1) * (len(hours) + 1)
    return bins * (STEPS * len(hours) + (bits // BITS if bits <= MOST_BITS else 0))


@dataclass(frozen=True, slots=True)
class Placed:
    """The bin of each row."""

    bins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way on: sets of bins that together count no more than so much, and rows settled in a bin."""

    limits: tuple[tuple[frozenset[int], int], ...]
    settles: Mapping[int, int]


Split = tuple[Way, ...]
"""Ways of which one holds for every placing of the rows."""


def place(
    hours: Sequence[int], counted: Sequence[int], below: int, settled: Mapping[int, int], *, hurry: bool
) -> Placed | Split:
    """Rows to bins so that no bin counts more than its rows have, or the ways on where there is no such way.

    ``counted`` is over ``below``. ``hurry`` settles all rows at once, lawfully but perhaps not in the most
    favourable way.
    """
    bins = range(len(counted))
    given = [sum([hours[row] for row, own in settled.items() if own == bin_]) for bin_ in bins]
    needs = [max(0, count - has * below) for count, has in zip(counted, given, strict=True)]
    rows = [row for row in range(len(hours)) if row not in settled]
    found = sums([hours[row] for row in rows])
    if found is not None and not hurry:
        for bin_ in bins:
            ways = _gap(found, bin_, given, needs, below)
            if ways:
                return ways
    filled = _filled(hours, rows, needs, below, found)
    sizes = [sum([hours[row] for row, own in filled.items() if own == bin_]) for bin_ in bins]
    if all(size * below >= need for size, need in zip(sizes, needs, strict=True)):
        both = {**settled, **filled}
        return Placed(tuple(both[row] for row in range(len(hours))))
    if hurry:
        limits = tuple((frozenset((bin_,)), given[bin_] + sizes[bin_]) for bin_ in bins)
        return (Way(limits, filled),)
    largest = max(rows, key=lambda row: (hours[row], -row))
    total = sum(hours)
    return tuple(
        Way(((frozenset(bins) - {bin_}, total - given[bin_] - hours[largest]),), {largest: bin_})
        for bin_ in bins
    )


def _gap(found: Sums, bin_: int, given: Sequence[int], needs: Sequence[int], below: int) -> Split:
    """The ways on where the rows make no sum that is enough for a bin and leaves enough for the others."""
    free = found.whole
    others = frozenset(other for other, need in enumerate(needs) if need and other != bin_)
    left = free * below - sum([needs[other] for other in others])
    under, over = found.nearest(needs[bin_], below)
    if over is not None and over * below <= left:
        return ()
    ways = []
    if under is not None:
        ways.append(Way(((frozenset((bin_,)), given[bin_] + under),), {}))
    if over is not None:
        rest = sum([given[other] for other in others])
        ways.append(Way(((others, rest + free - over),), {}))
    return tuple(ways)


def _filled(
    hours: Sequence[int], rows: Sequence[int], needs: Sequence[int], below: int, found: Sums | None
) -> dict[int, int]:
    """Rows to bins, each but the first with as little more than it needs as can be; the rest to the first.

    ``found`` are the sums of all rows.
    """
    left, placed = list(rows), {}
    for bin_ in range(1, len(needs)):
        if bin_ > 1:
            found = sums([hours[row] for row in left])
        for row in _enough(hours, left, needs[bin_], below, found):
            placed[row] = bin_
        left = [row for row in left if row not in placed]
    return placed | dict.fromkeys(left, 0)


def _enough(
    hours: Sequence[int], rows: Sequence[int], need: int, below: int, found: Sums | None
) -> list[int]:
    """Rows that together are enough, with as little more as can be; all of them when they are too few."""
    if found is not None:
        over = found.nearest(need, below)[1]
        return list(rows) if over is None else [rows[place] for place in sorted(found.rows(over))]
    chosen, total = [], 0
    for row in sorted(rows, key=lambda row: (-hours[row], row)):
        if total * below >= need:
            break
        chosen.append(row)
        total += hours[row]
    return chosen
