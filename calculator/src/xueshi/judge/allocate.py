"""The most favourable lawful allocation of hours to demands, exactly, with the fewest further hours.

Demands are looked at only when they are broken: first everything counts as written, then the programme of the
broken demands decides, until nothing else is broken. What is not looked at tells nothing apart, so even large
ledgers make small programmes. The result is that of looking at everything: it meets all, and looking at fewer
demands never needs more further hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from xueshi.judge.batch import Batch, View
from xueshi.judge.counted import Counted, as_if_all_counted
from xueshi.judge.daily import TightDays
from xueshi.judge.demands import Demands, Excess, Minimum, Selector
from xueshi.judge.effort import Effort
from xueshi.judge.further import plan_kinds
from xueshi.judge.groups import Forms, Roles
from xueshi.judge.programme import Problem, Programme
from xueshi.judge.tally import Kind, Portion

Parts = tuple[tuple[Kind, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Further:
    """Further hours to learn of one kind."""

    kind: Kind
    hours: Fraction


class Allocation:
    """Hours that count, and the further hours that would meet every demand."""

    def __init__(self, problem: Problem, counted: Counted, portions: Sequence[Portion], *, met: bool) -> None:
        self._problem, self._counted, self._portions = problem, counted, portions
        self._fractions: dict[int, Fraction] = {}
        self.kinds: Mapping[Kind, Fraction] = {
            kind: self._hours(number) for kind, number in counted.kinds.items()
        }
        """Hours that count by kind."""
        further = tuple(Further(kind, self._hours(number)) for kind, number in counted.further)
        self.further = further if met else None
        """None when no further hours could meet the demands (caps stand against it)."""
        self.hasty = problem.effort.missed
        """Whether a better allocation may have been missed because there were too many to try."""

    @property
    def met(self) -> bool:
        """Whether nothing further is needed."""
        return self.further == ()

    def unusual(self) -> Iterator[tuple[int, Parts, Fraction]]:
        """The portions that do not count in full as what they are written as.

        Each by position, with what counts of it and the hours that are left out.
        """
        amounts, below = self._problem.amounts, self._counted.below
        for position, parts in self._counted.unusual(self._portions, amounts):
            left = amounts[position] * below - sum([number for _, number in parts])
            yield position, tuple([(kind, self._hours(number)) for kind, number in parts]), self._hours(left)

    def _hours(self, number: int) -> Fraction:
        """A whole number of small parts as hours."""
        found = self._fractions.get(number)
        if found is None:
            found = Fraction(number, self._problem.scale * self._counted.below)
            self._fractions[number] = found
        return found


class Allocator:
    """Allocates under one set of demands; what depends on them alone is worked out once."""

    def __init__(self, demands: Demands) -> None:
        self.demands, self.roles = demands, Roles(demands)
        self.kinds, self.forms = plan_kinds(self.roles), Forms(self.roles)
        hours = [item.hours for item in demands.minima] + [item.hours for item in demands.caps]
        hours += [item.hours for choice in demands.choices for item in choice]
        hours += [item.above for item in demands.excesses]
        self.scale = math.lcm(*(number.denominator for number in hours))

    def allocate(self, batch: Batch, view: View, effort: Effort) -> Allocation:
        """The allocation that needs the fewest further hours; among those, one that leaves least unused.

        Where no further hours could meet the demands, as much counts as the caps let through.
        """
        problem = self.problem(batch, view, effort)
        counted = self._counted(problem)
        if counted:
            return Allocation(problem, counted, batch.portions, met=True)
        counted = self._without_demands._counted(problem)
        assert counted, "with nothing demanded there is always a way: leaving everything out"
        return Allocation(problem, counted, batch.portions, met=False)

    def can_be_met(self, batch: Batch, view: View, effort: Effort) -> tuple[bool, bool]:
        """Whether some lawful allocation needs nothing further, and whether one may have been missed."""
        problem = self.problem(batch, view, effort)
        met = self._counted(problem, further=False) is not None
        return met, not met and problem.effort.missed

    @cached_property
    def _without_demands(self) -> Allocator:
        return Allocator(replace(self.demands, minima=(), shares=(), choices=()))

    def problem(self, batch: Batch, view: View, effort: Effort) -> Problem:
        """The portions in whole small parts."""
        scale = math.lcm(self.scale, batch.scale)
        times = scale // batch.scale
        amounts = batch.amounts if times == 1 else [amount * times for amount in batch.amounts]
        forms = self.forms.of(batch, times, view)
        tight = TightDays(self.demands.day_caps, forms, scale)
        return Problem(self.roles, self.kinds, forms, tight, amounts, scale, effort)

    def _counted(self, problem: Problem, *, further: bool = True) -> Counted | None:
        nothing = replace(self.demands, minima=(), shares=(), caps=(), choices=(), excesses=())
        everything = as_if_all_counted(problem.forms, problem.tight)
        scope = self._broken(everything, problem.scale, nothing)
        if scope == nothing and not problem.tight.hours:
            return everything
        while True:
            counted = Programme(problem, scope, further=further).best()
            wider = self._broken(counted, problem.scale, scope) if counted else scope
            if wider == scope and (counted is None or counted.wanting):
                wider = replace(scope, excesses=self._helpful(problem, scope))
            if wider == scope:
                return counted
            scope = wider

    def _helpful(self, problem: Problem, scope: Demands) -> tuple[Excess, ...]:
        """The excesses that may come about at all: more hours could be of the subject than its cap admits.

        Counting excess elsewhere is the one thing that looking at more demands allows instead of forbids.
        """

        def could_be(selector: Selector) -> int:
            return sum(
                form.hours for form in problem.forms if any(selector.takes(own[0][2]) for own in form.ways)
            )

        return tuple(
            item
            for item in self.demands.excesses
            if item in scope.excesses or could_be(item.selector) > item.above * problem.scale
        )

    def _broken(self, counted: Counted, scale: int, scope: Demands) -> Demands:
        """The demands to look at next: those looked at, and those that are broken."""
        demands, roles, whole = self.demands, self.roles, scale * counted.below
        found = [(roles.of(kind), number) for kind, number in counted.kinds.items()]
        found += [(roles.of(kind), number) for kind, number in counted.further]
        everything = sum([number for _, number in found])

        def of(selector: Selector) -> int:
            bit = roles.bit(selector)
            return sum([number for role, number in found if role & bit])

        def lacks(item: Minimum) -> bool:
            return of(item.selector) < item.hours * whole

        caps = tuple(
            cap for cap in demands.year_caps if cap in scope.caps or of(cap.selector) > cap.hours * whole
        )
        full = {cap.id for cap in caps}
        return replace(
            scope,
            minima=tuple(item for item in demands.minima if item in scope.minima or lacks(item)),
            shares=tuple(
                item
                for item in demands.shares
                if item in scope.shares or of(item.selector) < item.ratio * everything
            ),
            caps=caps,
            choices=tuple(
                choice
                for choice in demands.choices
                if choice in scope.choices or (choice and all(map(lacks, choice)))
            ),
            excesses=tuple(item for item in demands.excesses if item in scope.excesses or item.id in full),
        )
