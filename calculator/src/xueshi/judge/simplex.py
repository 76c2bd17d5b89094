"""Exact linear programming in integers: the least of several costs, one after the other.

Dual simplex: every row holds integers over a scale of its own, reduced by their common divisor, so no
rounding can move a verdict. It starts from "nothing further", which costs nothing, and mends one violated
demand at a time. Demands may be added when a solution violates them: most never are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

MOST_IDLE = 1000
"""Steps at no cost before the choice of rows is made such that it cannot go round in a circle."""


class Values(NamedTuple):
    """A solution: the variables that are not 0, as whole numbers over one denominator."""

    numbers: Mapping[int, int]
    below: int

    def of(self, name: int) -> int:
        """A variable, over the denominator."""
        return self.numbers.get(name, 0)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A demand in whole numbers: the weighted sum of variables (by index) is at least ``bound``."""

    weights: Mapping[int, int]
    bound: int

    def holds(self, values: Values) -> bool:
        """Whether a solution meets the demand."""
        weights = self.weights
        total = sum([weights[name] * number for name, number in values.numbers.items() if name in weights])
        return total >= self.bound * values.below


Cells = dict[int, int]
"""Whole numbers by column; those left out are 0."""

CONSTANT = -1
"""The column of what does not hang on any variable."""


class Table:
    """``scale * basic = cells * free + constant`` for every demand, and so for each part of the cost.

    Rows hold only what is not 0: in large programmes that is one cell in ten.
    """

    def __init__(self, costs: Sequence[tuple[int, ...]]) -> None:
        self.count = len(costs)
        self.free = list(range(self.count))
        self.basic: list[int] = []
        self.rows: list[Cells] = []
        self.scales: list[int] = []
        parts = len(costs[0]) if costs else 0
        self.costs = [
            {column: cost[part] for column, cost in enumerate(costs) if cost[part]} for part in range(parts)
        ]
        self.cost_scales = [1] * parts
        self._columns = {name: name for name in self.free}
        self._rows: dict[int, int] = {}
        self._next = self.count
        self._kept: set[int] = set()
        self._idle = 0
        self.work = 0
        """Cells worked out so far."""

    def copy(self) -> Table:
        """A table that can be taken further on its own."""
        other = Table(())
        other.count, other.free, other.basic = self.count, self.free[:], self.basic[:]
        other.rows, other.scales = [row.copy() for row in self.rows], self.scales[:]
        other.costs, other.cost_scales = [row.copy() for row in self.costs], self.cost_scales[:]
        other._columns, other._rows = self._columns.copy(), self._rows.copy()
        other._next, other._kept, other._idle = self._next, self._kept.copy(), self._idle
        other.work = self.work
        return other

    def require(self, demand: AtLeast, *, keep: bool = True) -> None:
        """Add a demand, written in the variables that are free now. Only what is not kept is ever dropped."""
        rows = {name: row for name in demand.weights if (row := self._rows.get(name)) is not None}
        scale = math.lcm(*(self.scales[row] for row in rows.values()))
        cells: Cells = {CONSTANT: -demand.bound * scale}
        for name, weight in demand.weights.items():
            if name in rows:
                _add(cells, self.rows[rows[name]], weight * (scale // self.scales[rows[name]]))
            else:
                column = self._columns[name]
                cells[column] = cells.get(column, 0) + weight * scale
        name, self._next = self._next, self._next + 1
        if keep:
            self._kept.add(name)
        self._rows[name] = len(self.basic)
        self.basic.append(name)
        cells, scale = _reduced(cells, scale)
        self.rows.append(cells)
        self.scales.append(scale)

    def drop_loose(self) -> None:
        """Forget demands that are more than met, but for those that are kept; they may be added again."""
        rows = [
            row
            for row, name in enumerate(self.basic)
            if name < self.count or name in self._kept or CONSTANT not in self.rows[row]
        ]
        if len(rows) < len(self.basic):
            self.basic = [self.basic[row] for row in rows]
            self.rows, self.scales = [self.rows[row] for row in rows], [self.scales[row] for row in rows]
            self._rows = {name: row for row, name in enumerate(self.basic)}

    def solve(self, most_work: int | None = None) -> bool:
        """Mend every violated demand at the least cost; False when some demand cannot be met.

        Also False when that would take more than so much work.
        """
        last = None if most_work is None else self.work + most_work
        while (row := self._violated()) is not None:
            column = None if last is not None and self.work > last else self._cheapest(row)
            if column is None:
                return False
            self._pivot(row, column)
        return True

    def cost(self) -> tuple[Fraction, ...]:
        """The cost of the present solution, part by part."""
        return tuple(
            Fraction(row.get(CONSTANT, 0), scale)
            for row, scale in zip(self.costs, self.cost_scales, strict=True)
        )

    def values(self) -> Values:
        """The original variables that are not 0, in order."""
        rows = [
            (name, self.rows[row][CONSTANT], self.scales[row])
            for name, row in sorted(self._rows.items())
            if name < self.count and CONSTANT in self.rows[row]
        ]
        below = math.lcm(*(scale // math.gcd(number, scale) for _, number, scale in rows))
        return Values({name: number * below // scale for name, number, scale in rows}, below)

    def _violated(self) -> int | None:
        """The row of a violated demand, or None: the one that is violated most, as long as that gets on.

        After many steps at no cost it is the one with the least name (Bland's rule), which never goes round.
        """
        if self._idle > MOST_IDLE:
            names = [name for row, name in enumerate(self.basic) if self.rows[row].get(CONSTANT, 0) < 0]
            return self._rows[min(names)] if names else None
        found, most = None, 0
        for row, cells in enumerate(self.rows):
            constant = cells.get(CONSTANT, 0)
            if constant < 0:
                by = (constant << 16) // self.scales[row]
                if by < most or (by == most and found is not None and self.basic[row] < self.basic[found]):
                    found, most = row, by
        return found

    def _cheapest(self, row: int) -> int | None:
        """The column that mends the row at the least cost, or None when none can."""
        cells, best = self.rows[row], None
        for column, cell in cells.items():
            if cell > 0 and column >= 0 and (best is None or self._cheaper(column, best, cells)):
                best = column
        return best

    def _cheaper(self, column: int, best: int, cells: Cells) -> bool:
        weight, best_weight = cells[column], cells[best]
        for cost in self.costs:
            left, right = cost.get(column, 0) * best_weight, cost.get(best, 0) * weight
            if left != right:
                return left < right
        return self.free[column] < self.free[best]

    def _pivot(self, row: int, column: int) -> None:
        """Let the free variable of the column take the place of the row's basic one."""
        lead, scale = self.rows[row], self.scales[row]
        pivot = lead[column]
        self._idle = 0 if any(column in cells for cells in self.costs) else self._idle + 1
        for index, cells in enumerate(self.rows):
            if index != row and column in cells:
                self.work += len(lead) + len(cells)
                changed = _eliminated(cells, lead, column, scale)
                self.rows[index], self.scales[index] = _reduced(changed, self.scales[index] * pivot)
        for index, cells in enumerate(self.costs):
            if column in cells:
                changed = _eliminated(cells, lead, column, scale)
                self.costs[index], self.cost_scales[index] = _reduced(
                    changed, self.cost_scales[index] * pivot
                )
        self.rows[row] = {at: -cell for at, cell in lead.items()}
        self.rows[row][column] = scale
        self.scales[row] = pivot
        entering, leaving = self.free[column], self.basic[row]
        self.free[column], self.basic[row] = leaving, entering
        self._columns[leaving], self._rows[entering] = column, row
        del self._columns[entering], self._rows[leaving]


def _add(cells: Cells, others: Cells, factor: int) -> None:
    """Add so many times other cells."""
    for column, other in others.items():
        total = cells.get(column, 0) + factor * other
        if total:
            cells[column] = total
        else:
            cells.pop(column, None)


def _reduced(cells: Cells, scale: int) -> tuple[Cells, int]:
    """Cells and scale without their common divisor, and without cells that are 0."""
    divisor = math.gcd(scale, *cells.values())
    if divisor > 1:
        return {column: cell // divisor for column, cell in cells.items() if cell}, scale // divisor
    return cells if all(cells.values()) else {column: cell for column, cell in cells.items() if cell}, scale


def _eliminated(cells: Cells, lead: Cells, column: int, scale: int) -> Cells:
    """A row in which the column's variable is replaced by what the leading row says of it."""
    pivot, factor = lead[column], cells[column]
    found = cells.copy() if pivot == 1 else {at: pivot * cell for at, cell in cells.items()}
    _add(found, lead, -factor)
    found[column] = factor * scale
    return found
