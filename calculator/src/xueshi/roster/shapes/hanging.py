"""Demands of a programme with how their bounds hang on the hours of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xueshi.judge.programme import Programme
from xueshi.judge.simplex import AtLeast
from xueshi.roster.shapes.regions import ONE, Demand


class Hanging:
    """Makes demands of a programme; ``names`` are the numbers that are the hours of its groups."""

    def __init__(self, programme: Programme, names: Sequence[int]) -> None:
        self._programme, self._names = programme, names

    def linear(self, make: Callable[[], AtLeast]) -> Demand:
        """A demand with how its bound hangs on the hours of each group: they are tried one by one."""
        zero, bound = make(), dict[int, int]()
        for name, group in zip(self._names, self._programme.groups, strict=True):
            group.hours = 1
            bound[name] = make().bound - zero.bound
            group.hours = 0
        return Demand(zero.weights, {ONE: zero.bound} | {at: times for at, times in bound.items() if times})

    def stated(self) -> Iterator[Demand]:
        """Minima, shares and caps, as ``linear`` makes one of them."""
        zeros, bounds = list(self._programme.stated()), dict[int, list[AtLeast]]()
        for name, group in zip(self._names, self._programme.groups, strict=True):
            group.hours = 1
            bounds[name] = list(self._programme.stated())
            group.hours = 0
        for at, zero in enumerate(zeros):
            times = {name: own[at].bound - zero.bound for name, own in bounds.items()}
            yield Demand(
                zero.weights, {ONE: zero.bound} | {name: each for name, each in times.items() if each}
            )

    def bounds(self) -> Iterator[Demand]:
        """No group gives more hours than it has."""
        names: dict[int, list[int]] = {}
        for name, group in self._programme.group_of.items():
            names.setdefault(group, []).append(name)
        for group, own in names.items():
            hours = self._names[group]
            yield Demand(dict.fromkeys(own, -1), {hours: -1}, hours)
