"""Exact linear programming in integers: the least of several costs, one after the other.

Dual simplex with integer pivoting (Edmonds; Bareiss): every entry is an integer over one common denominator,
every division is exact, so no rounding can move a verdict. It starts from "nothing further", which costs
nothing, and mends one violated demand at a time; most ledgers need a handful of steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A demand: the weighted sum of variables (by index) is at least ``bound``."""

    weights: Mapping[int, Fraction]
    bound: Fraction


def minimise(costs: Sequence[tuple[int, ...]], demands: Sequence[AtLeast]) -> list[Fraction] | None:
    """Values (none negative) that meet all demands at the least cost, or None when nothing meets them.

    A cost is a tuple of integers, none negative: the first part counts first, the second decides among
    equals, and so on. All tuples have the same length.
    """
    table = _Table(costs, demands)
    while (row := table.violated()) is not None:
        column = table.cheapest(row)
        if column is None:
            return None
        table.pivot(row, column)
    return table.values()


class _Table:
    """``d * basic[i] = rows[i][-1] + sum(rows[i][j] * free[j])``; the same for each part of the cost."""

    def __init__(self, costs: Sequence[tuple[int, ...]], demands: Sequence[AtLeast]) -> None:
        self.count = len(costs)
        self.free = list(range(self.count))
        self.basic = list(range(self.count, self.count + len(demands)))
        self.d = 1
        self.rows = [_integers(demand, self.count) for demand in demands]
        parts = len(costs[0]) if costs else 0
        self.costs = [[*(cost[part] for cost in costs), 0] for part in range(parts)]

    def violated(self) -> int | None:
        """The row of the violated demand with the least index (Bland's rule: no cycles), or None."""
        worst = [row for row, cells in enumerate(self.rows) if cells[-1] < 0]
        return min(worst, key=lambda row: self.basic[row]) if worst else None

    def cheapest(self, row: int) -> int | None:
        """The column that mends the row at the least cost, or None when none can."""
        cells, best = self.rows[row], None
        for column in range(self.count):
            weight = cells[column]
            if weight <= 0:
                continue
            if best is None or self._cheaper(column, best, weight, cells[best]):
                best = column
        return best

    def _cheaper(self, column: int, best: int, weight: int, best_weight: int) -> bool:
        for cost in self.costs:
            left, right = cost[column] * best_weight, cost[best] * weight
            if left != right:
                return left < right
        return self.free[column] < self.free[best]

    def pivot(self, row: int, column: int) -> None:
        """Let the free variable of the column take the place of the row's basic one."""
        lead, d = self.rows[row], self.d
        pivot = lead[column]
        for cells in (*(cells for cells in self.rows if cells is not lead), *self.costs):
            factor = cells[column]
            if factor:
                cells[:] = [
                    (cell * pivot - factor * other) // d for cell, other in zip(cells, lead, strict=True)
                ]
                cells[column] = factor
            elif pivot != d:
                cells[:] = [cell * pivot // d for cell in cells]
        lead[:] = [-cell for cell in lead]
        lead[column] = d
        self.d = pivot
        self.free[column], self.basic[row] = self.basic[row], self.free[column]

    def values(self) -> list[Fraction]:
        """The values of the original variables."""
        found = [Fraction(0)] * self.count
        for row, name in enumerate(self.basic):
            if name < self.count:
                found[name] = Fraction(self.rows[row][-1], self.d)
        return found


def _integers(demand: AtLeast, count: int) -> list[int]:
    """A demand as integers: weights in order, then minus the bound."""
    numbers = [*demand.weights.values(), demand.bound]
    scale = math.lcm(*(number.denominator for number in numbers))
    cells = [0] * (count + 1)
    for index, weight in demand.weights.items():
        cells[index] = int(weight * scale)
    cells[count] = int(-demand.bound * scale)
    return cells
