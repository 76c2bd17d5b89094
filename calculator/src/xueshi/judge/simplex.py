"""Exact linear programming in integers: the least of several costs, one after the other.

Dual simplex: every row holds integers over a scale of its own, reduced by their common divisor, so no
rounding can move a verdict. It starts from "nothing further", which costs nothing, and mends one violated
demand at a time. Demands may be added when a solution violates them: most never are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Values:
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


def at_least(weights: Mapping[int, Fraction], bound: Fraction) -> AtLeast:
    """A demand in fractions, made whole."""
    scale = math.lcm(bound.denominator, *(weight.denominator for weight in weights.values()))
    return AtLeast({name: int(weight * scale) for name, weight in weights.items()}, int(bound * scale))


def minimise(costs: Sequence[tuple[int, ...]], demands: Iterable[AtLeast]) -> list[Fraction] | None:
    """Values (none negative) that meet all demands at the least cost, or None when nothing meets them.

    A cost is a tuple of integers, none negative: the first part counts first, the second decides among
    equals, and so on. All tuples have the same length.
    """
    table = Table(costs)
    for demand in demands:
        table.require(demand)
    if not table.solve():
        return None
    values = table.values()
    return [Fraction(values.of(name), values.below) for name in range(len(costs))]


class Table:
    """``scale * basic = cells * free + constant`` for every demand, and so for each part of the cost."""

    def __init__(self, costs: Sequence[tuple[int, ...]]) -> None:
        self.count = len(costs)
        self.free = list(range(self.count))
        self.basic: list[int] = []
        self.rows: list[list[int]] = []
        self.scales: list[int] = []
        parts = len(costs[0]) if costs else 0
        self.costs = [[*(cost[part] for cost in costs), 0] for part in range(parts)]
        self.cost_scales = [1] * parts
        self._columns = {name: name for name in self.free}
        self._rows: dict[int, int] = {}

    def copy(self) -> Table:
        """A table that can be taken further on its own."""
        other = Table(())
        other.count, other.free, other.basic = self.count, self.free[:], self.basic[:]
        other.rows, other.scales = [row[:] for row in self.rows], self.scales[:]
        other.costs, other.cost_scales = [row[:] for row in self.costs], self.cost_scales[:]
        other._columns, other._rows = self._columns.copy(), self._rows.copy()
        return other

    def require(self, demand: AtLeast) -> None:
        """Add a demand, written in the variables that are free now."""
        scale = math.lcm(
            *(self.scales[row] for name in demand.weights if (row := self._rows.get(name)) is not None)
        )
        cells = [0] * (self.count + 1)
        cells[-1] = -demand.bound * scale
        for name, weight in demand.weights.items():
            row = self._rows.get(name)
            if row is None:
                cells[self._columns[name]] += weight * scale
            else:
                factor = weight * (scale // self.scales[row])
                cells = [cell + factor * other for cell, other in zip(cells, self.rows[row], strict=True)]
        name = self.count + len(self.basic)
        self._rows[name] = len(self.basic)
        self.basic.append(name)
        self.rows.append(cells)
        self.scales.append(scale)
        self._reduce(len(self.rows) - 1)

    def solve(self) -> bool:
        """Mend every violated demand at the least cost; False when some demand cannot be met."""
        while (row := self._violated()) is not None:
            column = self._cheapest(row)
            if column is None:
                return False
            self._pivot(row, column)
        return True

    def cost(self) -> tuple[Fraction, ...]:
        """The cost of the present solution, part by part."""
        return tuple(
            Fraction(row[-1], scale) for row, scale in zip(self.costs, self.cost_scales, strict=True)
        )

    def values(self) -> Values:
        """The original variables that are not 0, in order."""
        rows = [
            (name, self.rows[row][-1], self.scales[row])
            for name, row in sorted(self._rows.items())
            if name < self.count and self.rows[row][-1]
        ]
        below = math.lcm(*(scale // math.gcd(number, scale) for _, number, scale in rows))
        return Values({name: number * below // scale for name, number, scale in rows}, below)

    def _violated(self) -> int | None:
        """The row of the violated demand with the least name (Bland's rule: no cycles), or None."""
        names = (name for row, name in enumerate(self.basic) if self.rows[row][-1] < 0)
        name = min(names, default=None)
        return None if name is None else self._rows[name]

    def _cheapest(self, row: int) -> int | None:
        """The column that mends the row at the least cost, or None when none can."""
        cells, best = self.rows[row], None
        for column in range(self.count):
            if cells[column] > 0 and (best is None or self._cheaper(column, best, cells)):
                best = column
        return best

    def _cheaper(self, column: int, best: int, cells: list[int]) -> bool:
        weight, best_weight = cells[column], cells[best]
        for cost in self.costs:
            left, right = cost[column] * best_weight, cost[best] * weight
            if left != right:
                return left < right
        return self.free[column] < self.free[best]

    def _pivot(self, row: int, column: int) -> None:
        """Let the free variable of the column take the place of the row's basic one."""
        lead, scale = self.rows[row], self.scales[row]
        pivot = lead[column]
        for index, cells in enumerate(self.rows):
            if index != row and cells[column]:
                self.rows[index] = _eliminated(cells, lead, column, scale)
                self.scales[index] *= pivot
                self._reduce(index)
        for index, cells in enumerate(self.costs):
            if cells[column]:
                cells = _eliminated(cells, lead, column, scale)
                divisor = math.gcd(self.cost_scales[index] * pivot, *cells)
                self.costs[index] = [cell // divisor for cell in cells] if divisor > 1 else cells
                self.cost_scales[index] = self.cost_scales[index] * pivot // divisor
        self.rows[row] = [-cell for cell in lead]
        self.rows[row][column] = scale
        self.scales[row] = pivot
        entering, leaving = self.free[column], self.basic[row]
        self.free[column], self.basic[row] = leaving, entering
        self._columns[leaving], self._rows[entering] = column, row
        del self._columns[entering], self._rows[leaving]

    def _reduce(self, row: int) -> None:
        divisor = math.gcd(self.scales[row], *self.rows[row])
        if divisor > 1:
            self.rows[row] = [cell // divisor for cell in self.rows[row]]
            self.scales[row] //= divisor


def _eliminated(cells: list[int], lead: list[int], column: int, scale: int) -> list[int]:
    """A row in which the column's variable is replaced by what the leading row says of it."""
    pivot, factor = lead[column], cells[column]
    found = [pivot * cell - factor * other for cell, other in zip(cells, lead, strict=True)]
    found[column] = factor * scale
    return found
