"""The most favourable lawful allocation of hours to demands, exactly, with the fewest further hours.

Demands are looked at only when they are broken: first everything counts as written, then the programme of the
broken demands decides, until nothing else is broken. What is not looked at tells nothing apart, so even large
ledgers make small programmes. The result is that of looking at everything: it meets all, and looking at fewer
demands never needs more further hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge.counted import Counted
from xueshi.judge.daily import TightDays
from xueshi.judge.demands import Demands, Excess, Selector
from xueshi.judge.further import plan_kinds
from xueshi.judge.groups import Form, Roles, forms_of
from xueshi.judge.programme import Problem, Programme
from xueshi.judge.tally import ZERO, Kind, Portion


@dataclass(frozen=True, slots=True)
class Further:
    """Further hours to learn of one kind."""

    kind: Kind
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Allocation:
    """Hours that count, by position of the portion, and the further hours that would meet every demand.

    ``kinds`` are the hours that count by kind. ``further`` is None when no further hours could meet the
    demands (caps stand against it).
    """

    counted: Mapping[int, tuple[tuple[Kind, Fraction], ...]]
    kinds: Mapping[Kind, Fraction]
    further: tuple[Further, ...] | None

    @property
    def met(self) -> bool:
        """Whether nothing further is needed."""
        return self.further == ()

    def hours(self, selector: Selector) -> Fraction:
        """Hours that count of the selected kinds."""
        return sum((hours for kind, hours in self.kinds.items() if selector.takes(kind)), ZERO)


class Allocator:
    """Allocates under one set of demands; what depends on them alone is worked out once."""

    def __init__(self, demands: Demands) -> None:
        self.demands = demands
        self.roles, self.kinds = Roles(demands), plan_kinds(demands)

    def allocate(self, portions: Sequence[Portion]) -> Allocation:
        """The allocation that needs the fewest further hours; among those, one that leaves least unused.

        Where no further hours could meet the demands, as much counts as the caps let through.
        """
        counted = self._counted(portions)
        if counted is None:
            only_caps = replace(self.demands, minima=(), shares=(), choices=())
            return replace(Allocator(only_caps).allocate(portions), further=None)
        further = tuple(Further(kind, hours) for kind, hours in counted.further)
        return Allocation(counted.by_portion(), counted.kinds, further)

    def can_be_met(self, portions: Sequence[Portion]) -> bool:
        """Whether some lawful allocation needs nothing further."""
        counted = self._counted(portions)
        return counted is not None and not counted.further

    def _counted(self, portions: Sequence[Portion]) -> Counted | None:
        forms = forms_of(self.demands, portions)
        tight = TightDays(self.demands.day_caps, forms)
        problem = Problem(self.roles, self.kinds, forms, tight, portions)
        scope = replace(self.demands, minima=(), shares=(), caps=(), choices=(), excesses=())
        while True:
            counted = Programme(problem, scope).best()
            wider = self._broken(counted, scope) if counted else scope
            if wider == scope and (counted is None or counted.wanting):
                wider = replace(scope, excesses=self._helpful(forms, scope))
            if wider == scope:
                return counted
            scope = wider

    def _helpful(self, forms: Sequence[Form], scope: Demands) -> tuple[Excess, ...]:
        """The excesses that may come about at all: more hours could be of the subject than its cap admits.

        Counting excess elsewhere is the one thing that looking at more demands allows instead of forbids.
        """

        def could_be(form: Form, selector: Selector) -> bool:
            item = form.portion
            return any(map(selector.takes, (item.kind, *item.elsewhere, *item.whole)))

        return tuple(
            item
            for item in self.demands.excesses
            if item in scope.excesses
            or sum([form.hours for form in forms if could_be(form, item.selector)], ZERO) > item.above
        )

    def _broken(self, counted: Counted, scope: Demands) -> Demands:
        """The demands to look at next: those looked at, and those that are broken."""
        demands = self.demands
        hours = dict(counted.kinds)
        for kind, number in counted.further:
            hours[kind] = hours.get(kind, ZERO) + number
        roles = [(self.roles.of(kind), number) for kind, number in hours.items()]
        whole = sum([number for _, number in roles], ZERO)

        def of(selector: Selector) -> Fraction:
            bit = self.roles.bit(selector)
            return sum([number for role, number in roles if role & bit], ZERO)

        caps = tuple(cap for cap in demands.year_caps if cap in scope.caps or of(cap.selector) > cap.hours)
        names = {cap.id for cap in caps}
        return replace(
            scope,
            minima=tuple(
                item for item in demands.minima if item in scope.minima or of(item.selector) < item.hours
            ),
            shares=tuple(
                item
                for item in demands.shares
                if item in scope.shares or of(item.selector) < item.ratio * whole
            ),
            caps=caps,
            choices=tuple(
                choice
                for choice in demands.choices
                if choice in scope.choices or not any(of(item.selector) >= item.hours for item in choice)
                if choice
            ),
            excesses=tuple(item for item in demands.excesses if item in scope.excesses or item.id in names),
        )


def allocate(demands: Demands, portions: Sequence[Portion]) -> Allocation:
    """The allocation of some portions under some demands."""
    return Allocator(demands).allocate(portions)
