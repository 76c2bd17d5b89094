"""Linear programmes that differ in their numbers alone: a basis that is best for one is tried on the next.

A basis of a programme says of each of its variables how it hangs on what a person has. While none of them is
negative the basis is the best for that person, too, because costs do not hang on the person. It is told
only where the best solution is the only one: whoever solves the programme then finds the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from xueshi.judge.simplex import AtLeast, Table
from xueshi.roster.shapes.lanes import BIAS, LANE, MOST_FACTOR, WIDTH, signs

ONE = -2
"""The number that is 1 for everybody."""

MOST_REGIONS = 40
"""Bases that are kept of one programme; the one that was of no use for longest goes first."""


Numbers = Mapping[int, int]
"""What a person has, by place: those that are not there are 0."""


class UnsureError(Exception):
    """A person for whom the general way has to be gone."""


class UnlearnedError(UnsureError):
    """The same because what it takes has not been learned yet."""


@dataclass(frozen=True, slots=True)
class Demand:
    """At least so much of the weighted sum of variables: ``bound`` has, by number of a person, how often it
    counts. ``group`` is the number of hours of which no more can be used than there are; none need be.
    """

    weights: Mapping[int, int]
    bound: Mapping[int, int]
    group: int | None = None

    @property
    def bars(self) -> bool:
        """Whether the variables can only be 0."""
        return not any(self.bound.values()) and all(weight < 0 for weight in self.weights.values())

    def without(self, names: Collection[int]) -> Demand:
        """The demand where some variables are 0."""
        if self.weights.keys().isdisjoint(names):
            return self
        weights = {name: weight for name, weight in self.weights.items() if name not in names}
        return Demand(weights, self.bound, self.group)

    def shifted(self, shifts: Mapping[int, int]) -> Demand:
        """The demand on variables that count only what is more than a number of the person."""
        bound = dict(self.bound)
        for name, weight in self.weights.items():
            if name in shifts:
                bound[shifts[name]] = bound.get(shifts[name], 0) - weight
        return Demand(self.weights, bound, self.group)

    def of(self, numbers: Mapping[int, int]) -> AtLeast:
        """The demand on a person with these numbers."""
        return AtLeast(self.weights, sum([times * numbers[name] for name, times in self.bound.items()]))


@dataclass(frozen=True, slots=True)
class Region:
    """The people for whom a basis is the best: no lane of a packed sum is negative.

    ``lanes`` say by how many bits the lane of each variable is shifted; these are numbers over ``below``.
    ``possible`` says whether all demands can be met, ``sure`` whether the best solution is the only one,
    which hangs on some numbers (``absent``, by place) being 0.
    """

    base: int
    columns: tuple[int, ...]
    signs: int
    lanes: tuple[tuple[int, int], ...]
    below: int
    possible: bool
    sure: bool
    absent: frozenset[int]

    def values(self, packed_sum: int) -> dict[int, int]:
        """The variables that are not 0, in order, over ``below``, of a packed sum."""
        return {name: number for name, shift in self.lanes if (number := (packed_sum >> shift & LANE) - BIAS)}

    def decides(self, own: Numbers) -> bool:
        """Whether the best solution is the only one for a person of these people."""
        return self.sure and (not self.absent or self.absent.isdisjoint(own))


class Known:
    """The bases that are known of one programme, in the order in which they are tried."""

    def __init__(self) -> None:
        self.regions: list[Region] = []

    def of(self, own: Numbers) -> tuple[Region, dict[int, int]] | None:
        """The region of a person, and the variables that are not 0; None where none is known.

        Raises ``UnsureError`` where the best solution is not the only one.
        """
        pairs, is_known = own.items(), False
        for at, region in enumerate(self.regions):
            found, columns, bits = region.base, region.columns, region.signs
            for place, number in pairs:
                found += number * columns[place]
            if found & bits == bits:
                if region.decides(own):
                    if at:
                        self.regions.insert(0, self.regions.pop(at))
                    return region, region.values(found)
                is_known = True
        if is_known:
            raise UnsureError
        return None

    def learn(self, region: Region) -> None:
        """A further one; the one that was of no use for longest goes where there are too many."""
        self.regions.insert(0, region)
        del self.regions[MOST_REGIONS:]


class _Traced(Table):
    """A table in which every constant also says how it comes about: a column for each number of a person."""

    def __init__(self, costs: Sequence[tuple[int, ...]], names: Sequence[int]) -> None:
        super().__init__(costs)
        self._columns.update({name: name for name in names})

    def ask(self, demand: Demand, numbers: Mapping[int, int]) -> int:
        """Add a demand; returns the name of the variable that says by how much it is more than met."""
        name, bound = self._next, demand.of(numbers).bound
        traced = {at: -times for at, times in demand.bound.items()}
        self.require(AtLeast({**demand.weights, **traced}, bound))
        return name

    def constant(self, row: int) -> dict[int, int]:
        """How the basic variable of a row hangs on the numbers, over the row's scale."""
        return {at: cell for at, cell in self.rows[row].items() if at <= ONE}

    def unmet(self) -> int | None:
        """The row of a demand that nothing can mend, after a table could not be solved."""
        return next(
            (
                row
                for row, cells in enumerate(self.rows)
                if cells.get(-1, 0) < 0 and not any(cell > 0 for at, cell in cells.items() if at >= 0)
            ),
            None,
        )

    def ties(self) -> list[int]:
        """The free variables that may become more than 0 at no cost."""
        return [
            name for column, name in enumerate(self.free) if not any(column in cells for cells in self.costs)
        ]


def region_of(
    costs: Sequence[tuple[int, ...]],
    groups: Mapping[int, int],
    demands: Sequence[Demand],
    names: Sequence[int],
    numbers: Mapping[int, int],
) -> Region:
    """The region of a person, who has ``numbers`` under ``names`` (``ONE`` is not among these).

    ``groups`` has the group of each variable that counts hours of one; its hours go under its own number as
    a name: a group without hours has no variables that could be anything but 0.
    """
    barred = {name for demand in demands if demand.bars for name in demand.weights}
    demands = [demand.without(barred) for demand in demands if not demand.bars]
    table = _Traced(costs, (ONE, *names))
    asked: dict[int, int] = {}
    while True:
        if not table.solve():
            row = table.unmet()
            assert row is not None
            less = {at: -cell for at, cell in table.constant(row).items()}
            less[ONE] = less.get(ONE, 0) - 1
            return _region([less], [], names, 1, frozenset(), possible=False, sure=True)
        values = table.values()
        broken = [
            at
            for at, demand in enumerate(demands)
            if at not in asked and not demand.of(numbers).holds(values)
        ]
        if not broken:
            break
        for at in broken:
            asked[at] = table.ask(demands[at], numbers)
    basic = {name for name in table.basic if name < table.count}
    for at, demand in enumerate(demands):
        if at not in asked and not (demand.group is not None and basic.isdisjoint(demand.weights)):
            asked[at] = table.ask(demand, numbers)
    own = {**groups} | {name: group for at, name in asked.items() if (group := demands[at].group) is not None}
    ties = table.ties()
    below = math.lcm(
        *[scale for name, scale in zip(table.basic, table.scales, strict=True) if name in range(table.count)]
    )
    conditions: list[dict[int, int]] = []
    lanes: list[tuple[int, int]] = []
    for row, name in enumerate(table.basic):
        constant = table.constant(row)
        if name < table.count:
            times = below // table.scales[row]
            lanes.append((name, len(conditions)))
            conditions.append({at: cell * times for at, cell in constant.items()})
        elif min(constant.values(), default=0) < 0:
            conditions.append(constant)
    absent = frozenset([names.index(own[name]) for name in ties if name in own])
    sure = all(name in own for name in ties)
    return _region(conditions, lanes, names, below, absent, possible=True, sure=sure)


def _region(
    conditions: Sequence[Mapping[int, int]],
    lanes: Sequence[tuple[int, int]],
    names: Sequence[int],
    below: int,
    absent: frozenset[int],
    *,
    possible: bool,
    sure: bool,
) -> Region:
    largest = max([abs(cell) for one in conditions for cell in one.values()], default=0)
    bits = signs(len(conditions))
    columns = dict.fromkeys((ONE, *names), 0)
    for at, one in enumerate(conditions):
        for name, cell in one.items():
            columns[name] += cell << WIDTH * at
    return Region(
        base=bits + columns.pop(ONE),
        columns=tuple(columns.values()),
        signs=bits,
        lanes=tuple([(name, WIDTH * at) for name, at in sorted(lanes)]),
        below=below,
        possible=possible,
        sure=sure and max(largest, below) <= MOST_FACTOR,
        absent=absent,
    )
