"""What hours come to, in whole numbers and by remembered programmes.

Where that is not certain ``summed`` is asked.
"""

from __future__ import annotations

import datetime
import itertools
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
from xueshi.model.values import Silence
from xueshi.roster.axissums import AxisSums
from xueshi.roster.counting import Count, Counting
from xueshi.roster.effects import Form, Found, Read
from xueshi.roster.outcome import Asked, Need, Tally
from xueshi.roster.programmes import Hours
from xueshi.roster.regions import UnsureError
from xueshi.roster.summed import Summing
from xueshi.roster.treesums import PARTS

MOST_ROWS = 200
"""Rows of one person who is counted so: work is bounded for everybody, but never for so few."""

MOST_REMEMBERED = 50_000
"""Fractions and tallies that are remembered before that memory starts anew."""

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
        self._day_caps = [int(cap.hours * self.unit) for cap in demands.day_caps]
        self._capped: list[bool] = []
        """By form, whether caps on single days hold for it."""
        self._order: list[Any] = []
        self._rank: dict[int, int] = {}
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
        counted = [row for row in rows if row.stand.stage is not Stage.EXCLUDED]
        if any(row.parts < 0 or row.form.open for row in counted):
            raise UnsureError
        if len(self._rank) < len(self._order):
            order = sorted(range(len(self._order)), key=self._order.__getitem__)
            self._rank = {form: rank for rank, form in enumerate(order)}
        rank = self._rank
        counted.sort(key=lambda row: rank[row.form.number])
        hours = [self._hours(counted)]
        for least in (Stage.DECLARED, Stage.APPROVED):
            reached = [row for row in counted if row.stand.stage.rank >= least.rank]
            hours.append(self._hours(reached) if len(reached) < len(counted) else hours[-1])
            counted = reached
        return self._told(rows, self._counts(hours))

    def _counts(self, hours: Sequence[Hours]) -> dict[int, Counts]:
        """The counts of each standing at each stage; what has come as far is counted once.

        Those of which no basis is known are asked of the solver. Where they are most of all, a person is left
        to the general way, which does not take longer for it. Raises ``UnsureError``.
        """
        apart = [own for at, own in enumerate(hours) if not at or own is not hours[at - 1]]
        tried = {name: [one.tried(own) for own in apart] for name, one in self._standings.items()}
        unknown = {name: own.count(None) for name, own in tried.items()}
        if 2 * sum(unknown.values()) > len(apart) * len(tried):
            for name, number in unknown.items():
                self._standings[name].counting.waited(number)
            raise UnsureError
        found = dict[int, Counts]()
        for name, own in tried.items():
            counting = self._standings[name].counting
            each = [one or counting.slowly(amounts) for one, amounts in zip(own, apart, strict=True)]
            at = list(itertools.accumulate([int(hours[place] is not hours[place - 1]) for place in (1, 2)]))
            found[name] = each[0], each[at[0]], each[at[1]]
        return found

    def _hours(self, rows: Sequence[Read]) -> Hours:
        amounts: dict[int, int] = {}
        whole: dict[int, list[int]] = {}
        for row in rows:
            form, parts = row.form, row.parts
            number = form.number
            amounts[number] = amounts.get(number, 0) + parts
            if not form.plain:
                whole.setdefault(number, []).append(parts)
        if not self._day_caps:
            return Hours(amounts, whole, {}, (), rows)
        alone, days = self._overflowing([row for row in rows if self._capped[row.form.number]])
        if (alone or days) and len(self._day_caps) > 1:
            raise UnsureError
        return Hours(amounts, whole, alone, days, rows)

    def _overflowing(
        self, rows: Sequence[Read]
    ) -> tuple[dict[int, int], list[tuple[int, int, dict[int, int]]]]:
        """Days that overflow: by how much by form where a day has no other, and the others."""
        most, alone = min(self._day_caps), dict[int, int]()
        days: dict[datetime.date, dict[int, int]] = {}
        for row in rows:
            own = days.setdefault(row.completed, {})
            own[row.form.number] = own.get(row.form.number, 0) + row.parts
        others = []
        for day, own in days.items():
            over = sum(own.values()) - most
            if over > 0:
                if len(own) == 1:
                    for form in own:
                        alone[form] = alone.get(form, 0) + over
                else:
                    others.append((day.toordinal(), over, own))
        return alone, others

    def _told(self, rows: Sequence[Read], counts: dict[int, Counts]) -> Found | None:
        worlds = self.worlds
        statuses = [Status.SHORT if world.failed else _status(counts[id(world.standing)]) for world in worlds]
        shown, questions = worlds[0], tuple[Asked, ...]()
        if len(worlds) > 1:
            asked = self._questions(rows, statuses, counts)
            if isinstance(asked, tuple):
                questions = asked
            else:
                return asked
            shown = self._least_favourable(statuses, counts)
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
        self.unit, self._axes = unit, axes
        self.demanded = sum(self.demands.required().values(), ZERO)
        self._minima = {item.id: item.hours for item in self.demands.minima}
        nodes = self.demands.tree.nodes
        self._place = {name: at for at, name in enumerate(nodes)}
        self._count_of_subjects = len(nodes)
        self._names, self._required = list(nodes), list[Fraction | None]()
        for node in nodes.values():
            silent = isinstance(node.min_hours, Silence) and not node.min_ratio
            self._required.append(self._minima.get(node.id, None if silent else ZERO))
        self._of_axes: list[tuple[int, list[int]]] = []
        """Requirements of second axes: their place, and those of the sums of which the most counts."""
        for name, required, places in axes.required(self.demands):
            self._of_axes.append((len(self._names), [len(nodes) + at for at in places]))
            self._names.append(name)
            self._required.append(required)
        self._fractions: dict[tuple[int, int], Fraction] = {}
        self._tallies: dict[tuple[int, ...], Tally] = {}

    def tried(self, hours: Hours) -> Count | None:
        """The count of some hours where all is known that it takes."""
        try:
            return self.counting.count(hours)
        except UnsureError:
            return None

    def plan(self, learned: Count) -> tuple[Need, ...]:
        """The fewest further hours."""
        found = []
        for kind, number in learned.further:
            values = tuple([value for value in kind.values if value is not None])
            found.append(Need(kind.subject, values, self._fraction(number, learned.below)))
        return tuple(found)

    def tallies(self, counts: Counts) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
        """The tallies of the subjects, and of second axes."""
        below = math.lcm(*[one.below for one in counts])
        learned, declared, approved = [self._numbers(one, below) for one in counts]
        shared = self._shares(counts, learned, approved, below) if self.demands.shares else {}
        subjects = []
        for place in range(self._count_of_subjects):
            most = learned[place]
            other, least = min(most, declared[place]), min(most, approved[place])
            if place in shared:
                subjects.append(self._made(place, shared[place], most, other, least, below))
            else:
                subjects.append(self._tally(place, most, other, least, below))
        axes = []
        for place, places in self._of_axes:
            if len(places) == 1:
                (at,) = places
                most, other, least = learned[at], declared[at], approved[at]
            else:
                own = [[numbers[at] for at in places] for numbers in (learned, declared, approved)]
                most, other, least = [max(one, default=0) for one in own]
            other = min(most, other)
            axes.append(self._tally(place, most, other, min(other, least), below))
        return tuple(subjects), tuple(axes)

    def _numbers(self, count: Count, below: int) -> Sequence[int]:
        numbers = self.counting.numbers(count)
        return numbers if count.below == below else [number * (below // count.below) for number in numbers]

    def _shares(
        self, counts: Counts, learned: Sequence[int], approved: Sequence[int], below: int
    ) -> dict[int, Fraction]:
        """What is required of subjects with a share of what is earned, as ``results`` has it."""
        found: dict[int, Fraction] = {}
        for share in self.demands.shares:
            place = self._place[share.id]
            if counts[0].further:
                least = share.ratio * self._in_the_end(counts[0], learned, below)
            else:
                most = share.ratio * self._in_the_end(counts[2], approved, below)
                least = min(most, self._fraction(learned[place], below))
            written = found.get(place, self._minima.get(share.id))
            if written is None or least > written:
                found[place] = least
        return found

    def _in_the_end(self, count: Count, numbers: Sequence[int], below: int) -> Fraction:
        """All hours that count, with those still to be learned."""
        return self._fraction(numbers[0] + _lacking(count) * (below // count.below), below)

    def _tally(self, place: int, most: int, other: int, least: int, below: int) -> Tally:
        key = place, most, other, least, below
        found = self._tallies.get(key)
        if found is None:
            if len(self._tallies) > MOST_REMEMBERED:
                self._tallies.clear()
            found = self._tallies[key] = self._made(place, self._required[place], most, other, least, below)
        return found

    def _made(
        self, place: int, required: Fraction | None, most: int, other: int, least: int, below: int
    ) -> Tally:
        hours, learned = self._fraction, self._fraction(most, below)
        shortfall = required - learned if required and required > learned else ZERO
        return Tally(
            self._names[place], required, learned, hours(other, below), hours(least, below), shortfall
        )

    def _fraction(self, number: int, below: int) -> Fraction:
        found = self._fractions.get((number, below))
        if found is None:
            if len(self._fractions) > MOST_REMEMBERED:
                self._fractions.clear()
            found = self._fractions[number, below] = Fraction(number, self.unit * below)
        return found


def _lacking(count: Count) -> int:
    """All further hours."""
    return sum([number for _, number in count.further])


def _status(counts: Counts) -> Status:
    learned, _, approved = counts
    return Status.SHORT if learned.further else Status.PENDING if approved.further else Status.MET
