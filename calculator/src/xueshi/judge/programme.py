"""One programme: variables for groups of hours, what is demanded of them, and what has to be tried out.

Variables of the linear programme: hours of a group left unused, hours of a group counted elsewhere than
written, and further hours of each role. What a linear programme cannot say is tried: each way to fill a
choice of one among several, whether a cap is full before its excess counts elsewhere, and in which subject a
row counts that may only be counted whole in one (branch and bound).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xueshi.judge.counted import Counted
from xueshi.judge.daily import Days, TightDays
from xueshi.judge.demands import Demands, Selector
from xueshi.judge.effort import Effort
from xueshi.judge.further import further_kinds
from xueshi.judge.groups import Form, Group, Roles, grouped
from xueshi.judge.simplex import AtLeast, Table, Values
from xueshi.judge.tally import Kind
from xueshi.judge.whole import Placed, Split, Way, cost, place

Cost = tuple[Fraction, ...]
Settled = Mapping[int, Mapping[int, int]]

MOST_BRANCHES = 400
"""Programmes tried for rows that are counted whole; far more than ledgers of people need."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Portions under one rule's demands, whichever of them are looked at.

    ``amounts`` are the hours of the portions in whole small parts, ``scale`` of which make one.
    """

    roles: Roles
    kinds: Sequence[tuple[int, Kind, int]]
    forms: Sequence[Form]
    tight: TightDays
    amounts: Sequence[int]
    scale: int
    effort: Effort
    """Says whether something was settled lawfully but perhaps not in the best way: less may be lacking."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A solved table on the way: its cost and values, and which rows are settled in which bin, by group."""

    table: Table
    cost: Cost
    values: Values
    settled: Settled


@dataclass(frozen=True, slots=True)
class _Child:
    """One way on from a node: further demands, and what is then settled."""

    demands: tuple[AtLeast, ...]
    settled: Settled


class Programme:
    """The programme of the demands that are looked at; variables are positions in ``costs``.

    Without ``further`` hours there is a way only where what was learned suffices. ``cut`` are groups (by
    position) of which hours may be left out whatever is demanded.
    """

    def __init__(
        self, problem: Problem, scope: Demands, *, further: bool = True, cut: Collection[int] = ()
    ) -> None:
        self.problem, self.roles, self.scope = problem, problem.roles, scope
        self.groups = grouped(self.roles, scope, problem.forms, best_only=not further)
        self.days = Days(problem.tight, self.groups) if problem.tight.hours else None
        self.costs: list[tuple[int, ...]] = []
        self.unused: dict[int, int] = {}
        self.moved: dict[int, list[int]] = {}
        self.group_of: dict[int, int] = {}
        mask, capped = self.roles.mask(scope), self._cut()
        for index, group in enumerate(self.groups):
            if index in cut or self._may_be_cut(index, group, capped):
                self.unused[index] = self._variable((0, 1, 0, 0) if further else (1,), index)
            moved = (0, 0, 0, 1) if further else (1,)
            self.moved[index] = [self._variable(moved, index) for _ in group.options[1:]]
        wanted = further and (scope.minima or scope.choices or scope.shares)
        kinds = further_kinds(problem.kinds, mask) if wanted else []
        self.further = [(kind, role, self._variable(cost)) for kind, role, cost in kinds]
        self.demanded = [*self.stated(), *self._most_of_days()]
        self.branches, self.further_allowed = 0, further

    def best(self) -> Counted | None:
        """What counts in the best way; None when no further hours could meet the demands."""
        root = self._solved(Table(self.costs), {}, ())
        node = self._branch(root, None) if root else None
        return self._counted(node) if node else None

    def _variable(self, cost: tuple[int, ...], group: int | None = None) -> int:
        name = len(self.costs)
        self.costs.append(cost)
        if group is not None:
            self.group_of[name] = group
        return name

    def _cut(self) -> int:
        """The bits of caps: hours of other roles are never left uncounted, unless a share asks for it."""
        return sum({self.roles.bit(cap.selector) for cap in self.scope.caps})

    def _may_be_cut(self, index: int, group: Group, cut: int) -> bool:
        daily = self.days is not None and index in self.days.total
        return bool(self.scope.shares) or daily or any(option.role & cut for option in group.options)

    def _weights(self, selector: Selector) -> tuple[dict[int, int], int]:
        """The selected hours as weights of variables and a constant."""
        bit = self.roles.bit(selector)
        weights: dict[int, int] = {}
        constant = 0
        for index, group in enumerate(self.groups):
            if group.options[0].role & bit:
                constant += group.hours
                if index in self.unused:
                    weights[self.unused[index]] = -1
            first, *others = (bool(option.role & bit) for option in group.options)
            for name, takes in zip(self.moved[index], others, strict=True):
                if takes != first:
                    weights[name] = takes - first
        for _, role, name in self.further:
            if role & bit:
                weights[name] = 1
        return weights, constant

    def at_least(self, selector: Selector, hours: Fraction, *, further: bool = True) -> AtLeast:
        """At least so many hours of the selected kinds; ``further`` ones count or do not."""
        weights, constant = self._weights(selector)
        if not further:
            weights = {name: weight for name, weight in weights.items() if name in self.group_of}
        return AtLeast(weights, int(hours * self.problem.scale) - constant)

    def stated(self) -> Iterator[AtLeast]:
        """Minima, shares and caps."""
        for item in self.scope.minima:
            yield self.at_least(item.selector, item.hours)
        for share in self.scope.shares:
            part, constant = self._weights(share.selector)
            whole, all_hours = self._all()
            names = sorted({*part, *whole})
            over, below = share.ratio.numerator, share.ratio.denominator
            wanted = {name: below * part.get(name, 0) - over * whole.get(name, 0) for name in names}
            kept = {name: weight for name, weight in wanted.items() if weight}
            yield AtLeast(kept, over * all_hours - below * constant)
        for cap in self.scope.caps:
            weights, constant = self._weights(cap.selector)
            most = int(cap.hours * self.problem.scale)
            yield AtLeast({name: -weight for name, weight in weights.items()}, constant - most)

    def _most_of_days(self) -> Iterator[AtLeast]:
        """What caps on single days let through of each group alone, and of all together."""
        if self.days is None:
            return
        for members in (*((index,) for index in self.days.total), tuple(self.days.total)):
            yield self._over_days(members)

    def _over_days(self, members: Collection[int]) -> AtLeast:
        """What caps on single days let through of some groups together."""
        assert self.days is not None
        total = sum([self.days.total[index] for index in members])
        weights = {self.unused[index]: 1 for index in sorted(members)}
        return AtLeast(weights, total - self.days.ceiling(members))

    def _all(self) -> tuple[dict[int, int], int]:
        """All hours that count, as weights and a constant."""
        weights = dict.fromkeys(self.unused.values(), -1) | {name: 1 for _, _, name in self.further}
        return weights, sum([group.hours for group in self.groups])

    def _branch(self, node: _Node, best: _Node | None) -> _Node | None:
        """The best of ``best`` and what lies below a node."""
        self.branches += 1
        ways = self._ways(node)
        if ways is None:
            return node
        for way in ways:
            if self.problem.effort.over and (best is not None or not self.further_allowed):
                self.problem.effort.missed = True
                return best
            child = self._solved(node.table.copy(), way.settled, way.demands)
            if child is not None and (best is None or child.cost[:3] < best.cost[:3]):
                best = self._branch(child, best)
        return best

    def _ways(self, node: _Node) -> list[_Child] | None:
        """The ways to settle the first thing that the programme left open; None when there is nothing."""
        for choice in self.scope.choices:
            demands = [self.at_least(item.selector, item.hours) for item in choice]
            if not any(demand.holds(node.values) for demand in demands):
                return [_Child((demand,), node.settled) for demand in demands]
        for excess in self.scope.excesses:
            names = list(self.excess_names(excess.id))
            full = self.at_least(excess.selector, excess.above, further=False)
            if any(name in node.values.numbers for name in names) and not full.holds(node.values):
                none = AtLeast(dict.fromkeys(names, -1), 0)
                return [_Child((full,), node.settled), _Child((none,), node.settled)]
        for index, group in enumerate(self.groups):
            if group.whole and not isinstance(split := self._placed(node, index), Placed):
                return [self._child(node, index, way) for way in split]
        return None

    def excess_names(self, excess: str) -> Iterator[int]:
        """Variables of hours that count elsewhere because they are above a cap."""
        for index, group in enumerate(self.groups):
            for option, name in zip(group.options[1:], self.moved[index], strict=True):
                if option.excess == excess:
                    yield name

    def _rows(self, index: int) -> list[int]:
        """Positions of the portions of a group, form by form."""
        return [row for form, _ in self.groups[index].forms for row in self.problem.forms[form].indexes]

    def _placed(self, node: _Node, index: int) -> Placed | Split:
        """The bin of each row of a group, or the ways on where rows counted whole cannot be counted so."""
        group = self.groups[index]
        counted = [0] * group.bins
        for option, number in zip(group.options, self._by_option(node, index), strict=True):
            counted[option.bin] += number
        hours = [self.problem.amounts[row] for row in self._rows(index)]
        self.problem.effort.spend(cost(hours, group.bins))
        hurry = self.branches > MOST_BRANCHES or self.problem.effort.over
        found = place(hours, counted, node.values.below, node.settled.get(index, {}), hurry=hurry)
        if hurry and not isinstance(found, Placed):
            self.problem.effort.missed = True
        return found

    def _child(self, node: _Node, index: int, way: Way) -> _Child:
        settled = {**node.settled, index: {**node.settled.get(index, {}), **way.settles}}
        return _Child(tuple(self.at_most(index, bins, most) for bins, most in way.limits), settled)

    def at_most(self, index: int, bins: frozenset[int], most: int) -> AtLeast:
        """Some bins of a group together count no more than so much."""
        group = self.groups[index]
        inside = [
            name
            for option, name in zip(group.options[1:], self.moved[index], strict=True)
            if (option.bin in bins) != (0 in bins)
        ]
        if 0 not in bins:
            return AtLeast(dict.fromkeys(inside, -1), -most)
        unused = [self.unused[index]] if index in self.unused else []
        return AtLeast(dict.fromkeys([*unused, *inside], 1), group.hours - most)

    def _by_option(self, node: _Node, index: int) -> list[int]:
        """Hours that count of a group, by option; the first has what the others and the unused leave."""
        values = node.values
        moved = [values.of(name) for name in self.moved[index]]
        unused = values.of(self.unused[index]) if index in self.unused else 0
        return [self.groups[index].hours * values.below - unused - sum(moved), *moved]

    def _solved(self, table: Table, settled: Settled, more: Sequence[AtLeast]) -> _Node | None:
        """Solve with what is demanded; demands join the table when a solution breaks them."""
        for demand in more:
            table.require(demand)
        dropped_at: Cost = ()
        while True:
            if not self._mended(table):
                return None
            values, cost = table.values(), table.cost()
            broken = [demand for demand in self.demanded if not demand.holds(values)]
            broken += self._bounds(values)
            if not broken and self.days is not None:
                broken = self._daily(self.days, values)
                if broken and self.problem.effort.over:
                    self.problem.effort.missed = True
                    for demand in self._as_placed(self.days, values):
                        table.require(demand)
                    continue
            if not broken:
                return _Node(table, cost, values, settled)
            if cost > dropped_at:
                table.drop_loose()
                dropped_at = cost
            for demand in broken:
                table.require(demand, keep=False)

    def _bounds(self, values: Values) -> Iterator[AtLeast]:
        """No group gives more hours than it has."""
        given: dict[int, int] = {}
        for name, value in values.numbers.items():
            if name in self.group_of:
                index = self.group_of[name]
                given[index] = given.get(index, 0) + value
        for index, hours in given.items():
            if hours > self.groups[index].hours * values.below:
                names = [*self.moved[index], *([self.unused[index]] if index in self.unused else ())]
                yield AtLeast(dict.fromkeys(names, -1), -self.groups[index].hours)

    def _mended(self, table: Table) -> bool:
        """Solve a table; the work is counted. Without further hours it is given up when it was too much."""
        effort, before = self.problem.effort, table.work
        found = table.solve(None if self.further_allowed else max(0, effort.left))
        effort.spend(table.work - before)
        if not found and not self.further_allowed and effort.over:
            effort.missed = True
        return found

    def _daily(self, days: Days, values: Values) -> list[AtLeast]:
        """What caps on single days let through, where a solution breaks it."""
        broken = days.broken(self._on_tight_days(days, values), values.below)
        return [] if broken is None else [self._over_days(broken)]

    def _as_placed(self, days: Days, values: Values) -> Iterator[AtLeast]:
        """No group counts more on days that overflow than finds room beside what the others count there.

        Whatever keeps to that keeps to the caps; it may forbid what would be better.
        """
        fits = days.fitting(self._on_tight_days(days, values), values.below)
        for index, total in sorted(days.total.items()):
            weights = {self.unused[index]: values.below}
            yield AtLeast(weights, total * values.below - fits[index])

    def _on_tight_days(self, days: Days, values: Values) -> dict[int, int]:
        """Hours of each group that must count on days that overflow, its other days being used first."""
        found = {}
        for index, total in sorted(days.total.items()):
            hours = total * values.below - values.of(self.unused[index])
            if hours > 0:
                found[index] = hours
        return found

    def _counted(self, node: _Node) -> Counted:
        """What counts of every form and row."""
        values, problem = node.values, self.problem
        further = [(kind, values.numbers[name]) for kind, _, name in self.further if name in values.numbers]
        days = self.days
        usable = days.placed(self._on_tight_days(days, values), values.below) if days else {}
        counted = Counted(problem.forms, problem.tight, usable, further, values.below)
        for index, group in enumerate(self.groups):
            numbers = self._by_option(node, index)
            if group.whole:
                placed = self._placed(node, index)
                assert isinstance(placed, Placed)
                bins = dict(zip(self._rows(index), placed.bins, strict=True))
                counted.add_rows(group, numbers, bins, problem.amounts)
            else:
                counted.add_forms(group, numbers)
        return counted
