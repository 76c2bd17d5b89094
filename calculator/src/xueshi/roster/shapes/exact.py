"""What hours come to, in whole numbers and by remembered programmes.

Where that is not certain ``summed`` is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xueshi.judge.decide import ORDER
from xueshi.judge.person import World
from xueshi.judge.solve import Solver
from xueshi.judge.tally import ZERO, Portion
from xueshi.judge.verdict import Stage, Status
from xueshi.model.rule import Rule
from xueshi.roster.minima.treesums import PARTS
from xueshi.roster.outcome import Asked, Need, Tally
from xueshi.roster.shapes.axissums import AxisSums
from xueshi.roster.shapes.counting import Counting
from xueshi.roster.shapes.effects import Form, Found, Read
from xueshi.roster.shapes.hours import Count, Day, Days, Hours
from xueshi.roster.shapes.regions import UnsureError
from xueshi.roster.shapes.summed import Summing
from xueshi.roster.shapes.tallying import Tallying

MOST_ROWS = 200
"""Rows of one person who is counted so: work is bounded for everybody, but never for so few."""

MOST_REMEMBERED = 50_000
"""Lists of questions that are remembered before that memory starts anew."""

LEARNED, DECLARED, APPROVED = Stage.LEARNED.rank, Stage.DECLARED.rank, Stage.APPROVED.rank

Counts = tuple[Count, Count, Count]
"""Learned, declared, approved."""


class Exact:
    """What hours come to under one rule on one day."""

    def __init__(self, summing: Summing) -> None:
        self.summing, self.worlds = summing, summing.worlds
        rule, demands = summing.compiled.rules.rule, self.worlds[0].demands
        solvers = {id(world.standing): world.standing.solver for world in self.worlds}
        units = [item.hours.denominator for item in rule.units]
        needs = [hours.denominator for one in solvers.values() for hours in one.demands.required().values()]
        scales = [one.allocator.scale for one in solvers.values()]
        self.unit = math.lcm(PARTS, *units, *needs, *scales)
        self._axes = AxisSums(rule, demands.tree)
        self._standings = {
            name: _Standing(solver, rule, self.unit, self._axes, Fraction(1, len(solvers)))
            for name, solver in solvers.items()
        }
        self._possible = all(one.counting.possible for one in self._standings.values())
        caps = [int(cap.hours * self.unit) for cap in demands.day_caps]
        self._days, self._several = Days(min(caps)) if caps else None, len(caps) > 1
        self._capped: list[bool] = []
        """By form, whether caps on single days hold for it."""
        self._order: list[Any] = []
        self._ranks: list[int] = []
        self._asked: dict[tuple[object, ...], tuple[Asked, ...]] = {}
        self._closes = summing.judge.last_declare is not None and summing.today > summing.judge.last_declare

    def parts(self, number: int, below: int) -> int:
        """Hours in whole small parts, -1 where they are none."""
        return -1 if self.unit % below else number * (self.unit // below)

    def learn(self, portion: Portion, form: Form) -> None:
        """A further form; ``portion`` is one of it."""
        assert form.number == len(self._order)
        for one in self._standings.values():
            one.counting.learn(portion)
        solver = self.worlds[0].standing.solver
        self._order.append(solver.allocator.forms.order(portion))
        self._capped.append(bool(tuple(solver.allocator.forms.day_caps(portion))))

    def found(self, rows: Sequence[Read]) -> Found | None:
        """What is decided of the hours of some rows; None where what is open makes a difference."""
        if self._possible and len(rows) <= MOST_ROWS:
            try:
                return self._found(rows)
            except UnsureError:
                pass
        return self.summing.found(rows)

    def _found(self, rows: Sequence[Read]) -> Found | None:
        if len(self._ranks) < len(self._order):
            order = sorted(range(len(self._order)), key=self._order.__getitem__)
            self._ranks = [0] * len(order)
            for rank, form in enumerate(order):
                self._ranks[form] = rank
        by_stage: tuple[list[Read], ...] = ([], [], [], [])
        for row in rows:
            by_stage[row[1].rank].append(row)
        last = self._hours(rows, APPROVED, by_stage[APPROVED], None)
        apart, places = [last], [0]
        for least in (DECLARED, LEARNED):
            new = by_stage[least]
            if new:
                last = self._hours(rows, least, new, last)
                apart.append(last)
            places.append(len(apart) - 1)
        return self._told(rows, self._counts(apart, places))

    def _hours(self, rows: Sequence[Read], least: int, new: Sequence[Read], before: Hours | None) -> Hours:
        """What has come at least so far: the ``new`` rows just so far, the others further."""
        amounts = dict(before.amounts) if before else {}
        pairs: list[tuple[int, int]] = []
        is_plain = before is None or not before.rows
        for _, _, form, _, parts, _ in new:
            number = form.number
            if parts < 0:
                raise UnsureError
            amounts[number] = amounts.get(number, 0) + parts
            pairs.append((number, parts))
            if not form.plain:
                if form.open:
                    raise UnsureError
                is_plain = False
        whole: dict[int, list[int]] = {}
        if not is_plain:
            for _, stand, form, _, parts, _ in rows:
                if stand.rank >= least and not form.plain:
                    whole.setdefault(form.number, []).append(parts)
        alone: dict[int, int] = {}
        days: list[Day] = []
        if self._days:
            capped = self._capped
            alone, days = self._days.overflowing(
                [row for row in rows if row[1].rank >= least and capped[row[2].number]], self._ranks
            )
            if (alone or days) and self._several:
                raise UnsureError
        return Hours(amounts, pairs, whole, alone, days, self._ranks, rows, least)

    def _counts(self, apart: Sequence[Hours], places: Sequence[int]) -> dict[int, Counts]:
        """The counts of each standing at each stage; what has come as far is counted once.

        ``places`` says which of the hours are those approved, declared, learned. Those of which no basis is
        known are asked of the solver. Where they are most of all, a person is left to the general way, which
        does not take longer for it. Raises ``UnsureError``.
        """
        tried = [(name, one.counting, one.tried(apart)) for name, one in self._standings.items()]
        unknown = sum([one is None for _, _, own in tried for one in own])
        if 2 * unknown > len(apart) * len(tried):
            for _, counting, own in tried:
                counting.waited(sum([one is None for one in own]))
            raise UnsureError
        first, second, third = places
        found: dict[int, Counts] = {}
        for name, counting, own in tried:
            each = [one or counting.slowly(hours) for one, hours in zip(own, apart, strict=True)]
            found[name] = each[third], each[second], each[first]
        return found

    def _told(self, rows: Sequence[Read], counts: dict[int, Counts]) -> Found | None:
        worlds = self.worlds
        if len(worlds) == 1:
            shown = worlds[0]
            questions: tuple[Asked, ...] = ()
            status = Status.SHORT if shown.failed else _status(counts[id(shown.standing)])
        else:
            statuses = [
                Status.SHORT if world.failed else _status(counts[id(world.standing)]) for world in worlds
            ]
            asked = self._questions(rows, statuses, counts)
            if asked is None or isinstance(asked, Found):
                return asked
            shown, questions = self._least_favourable(statuses, counts), asked
            status = statuses[0] if len(set(statuses)) == 1 else Status.NEEDS_INFO
        standing, own = self._standings[id(shown.standing)], counts[id(shown.standing)]
        tallies, axis_tallies = standing.tallies(own)
        closed = status is Status.SHORT and self._closes
        return Found(status, closed, tallies, standing.plan(own[0]), axis_tallies, questions, shown)

    def _least_favourable(self, statuses: Sequence[Status], counts: dict[int, Counts]) -> World:
        """The world that is shown, as ``decision.least_favourable`` chooses it."""

        def key(at: int) -> tuple[object, ...]:
            world = self.worlds[at]
            missing, demanded = counts[id(world.standing)][0], self._standings[id(world.standing)].demanded
            return ORDER.index(statuses[at]), -Fraction(_lacking(missing), missing.below), -demanded

        return self.worlds[min(range(len(self.worlds)), key=key)]

    def _questions(
        self, rows: Sequence[Read], statuses: Sequence[Status], counts: dict[int, Counts]
    ) -> tuple[Asked, ...] | Found | None:
        """What is asked: the same where worlds differ alike. Where none did so before, all that is found."""
        told: dict[object, int] = {}
        key = []
        for world, status in zip(self.worlds, statuses, strict=True):
            learned = counts[id(world.standing)][0]
            further = tuple([(kind, Fraction(number, learned.below)) for kind, number in learned.further])
            own = (status,) if status is Status.MET else (status, further)
            key.append((status, told.setdefault(own, len(told))))
        known = self._asked.get(tuple(key))
        if known is None:
            found = self.summing.found(rows)
            if found is not None:
                if len(self._asked) > MOST_REMEMBERED:
                    self._asked.clear()
                self._asked[tuple(key)] = found.questions
            return found
        return known


class _Standing:
    """Counts and tallies for those to whom the same variants apply."""

    def __init__(self, solver: Solver, rule: Rule, unit: int, axes: AxisSums, part: Fraction) -> None:
        self.demands = solver.demands
        self.counting = Counting(solver, rule, unit, axes.selectors, part)
        self.demanded = sum(self.demands.required().values(), ZERO)
        self._tallying = Tallying(solver.demands, unit, axes)

    def tried(self, stages: Sequence[Hours]) -> list[Count | None]:
        """The counts of hours where all is known that it takes; each stage has all of the one before."""
        counting, packing = self.counting, self.counting.packing
        found: list[Count | None] = []
        total = packing.base
        for hours in stages:
            total += packing.of(hours.new)
            try:
                found.append(counting.count(hours, total))
            except UnsureError:
                found.append(None)
        return found

    def plan(self, learned: Count) -> tuple[Need, ...]:
        """The fewest further hours."""
        return self._tallying.needs(learned.further, learned.below)

    def tallies(self, counts: Counts) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
        """The tallies of the subjects, and of second axes."""
        learned, declared, approved = counts
        below = math.lcm(learned.below, declared.below, approved.below)
        first = self._numbers(learned, below)
        second = first if declared is learned else self._numbers(declared, below)
        numbers = first, second, second if approved is declared else self._numbers(approved, below)
        lacking = _lacking(learned)
        if lacking:
            end = numbers[0][0] + lacking * (below // learned.below)
        else:
            end = numbers[2][0] + _lacking(approved) * (below // approved.below)
        return self._tallying.tallies(numbers, below, (lacking, end))

    def _numbers(self, count: Count, below: int) -> Sequence[int]:
        numbers = self.counting.packing.numbers(count.sums)
        return numbers if count.below == below else [number * (below // count.below) for number in numbers]


def _lacking(count: Count) -> int:
    """All further hours."""
    return sum([number for _, number in count.further])


def _status(counts: Counts) -> Status:
    learned, _, approved = counts
    return Status.SHORT if learned.further else Status.PENDING if approved.further else Status.MET
