"""The groups of hours in a programme, and what one person has of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xueshi.judge.groups import Group
from xueshi.judge.tally import Kind
from xueshi.roster.shapes.hours import NOTHING, Hours
from xueshi.roster.shapes.regions import Numbers, UnsureError

MOST_TOGETHER = 5
"""Groups that share days which overflow; of more the general way takes care."""


class Person(NamedTuple):
    """One person in a programme: ``own`` are hours by group, and what days cut off of some groups.

    ``cuts`` are the latter by group.
    """

    own: Numbers
    hours: Hours
    cuts: Mapping[int, int]
    whole: Sequence[int]
    """Groups that are counted whole, in the order of their forms."""
    together: Sequence[tuple[tuple[int, ...], int]]
    """Groups that share days which overflow, and what is cut off of them besides."""
    shared: frozenset[int]
    """Places of what is cut off of such groups alone: though it be 0, of which of them something is cut is a
    choice."""


NOBODY = frozenset[int]()


class Grouped:
    """Groups of forms; hours of the ``daily`` ones are under caps on single days."""

    def __init__(self, groups: Sequence[Group], names: Sequence[int], daily: Sequence[int]) -> None:
        self.groups, self.daily = groups, {group: at for at, group in enumerate(daily)}
        self.place: dict[int, tuple[int, tuple[Kind, ...]]] = {
            names[form]: (at, kinds) for at, group in enumerate(groups) for form, kinds in group.forms
        }
        """By form its group, and its kind under each option."""
        self.group_of = {form: at for form, (at, _) in self.place.items()}
        self._whole = any(group.whole for group in groups)

    def person(self, hours: Hours) -> Person:
        amounts, group_of = hours.amounts, self.group_of
        own: dict[int, int] = {}
        for form, number in amounts.items():
            group = group_of[form]
            own[group] = own.get(group, 0) + number
        whole: Sequence[int] = ()
        if self._whole:
            order = sorted(amounts, key=hours.ranks.__getitem__)
            groups = dict.fromkeys(map(group_of.__getitem__, order))
            whole = [group for group in groups if self.groups[group].whole]
        if not (hours.alone or hours.days):
            return Person(own, hours, NOTHING, whole, (), NOBODY)
        cuts: dict[int, int] = {}
        for form, over in hours.alone.items():
            group = group_of[form]
            cuts[group] = cuts.get(group, 0) + over
        shared: list[tuple[int, Mapping[int, int]]] = []
        for _, over, parts in hours.days:
            day = self.by_group(parts)
            most = sum(parts.values()) - over
            for group, number in day.items():
                if number > most:
                    cuts[group] = cuts.get(group, 0) + number - most
            if len(day) > 1:
                shared.append((most, day))
        first = len(self.groups)
        own |= {first + self.daily[group]: number for group, number in cuts.items()}
        together = tuple(self._together(shared)) if shared else ()
        cut = frozenset([first + self.daily[group] for _, day in shared for group in day])
        return Person(own, hours, cuts, whole, together, cut)

    def by_group(self, parts: Mapping[int, int]) -> dict[int, int]:
        """Hours by form as hours by group."""
        found: dict[int, int] = {}
        for form, number in parts.items():
            group = self.group_of[form]
            found[group] = found.get(group, 0) + number
        return found

    def _together(
        self, days: Sequence[tuple[int, Mapping[int, int]]]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """Groups that share days which overflow, and what is cut off of them beyond that of each alone."""
        groups = sorted({group for _, parts in days for group in parts})
        if len(groups) > MOST_TOGETHER:
            raise UnsureError
        for size in range(2, len(groups) + 1):
            for some in itertools.combinations(groups, size):
                more = 0
                for most, parts in days:
                    own = [parts.get(group, 0) for group in some]
                    more += max(0, sum(own) - most) - sum([max(0, number - most) for number in own])
                if more:
                    yield some, more

    def forms(self, hours: Hours, index: int) -> list[int]:
        """The forms of a group that a person has, in order."""
        group_of = self.group_of
        found = [form for form in hours.amounts if group_of[form] == index]
        if len(found) > 1:
            found.sort(key=hours.ranks.__getitem__)
        return found

    def rows(self, hours: Hours, index: int) -> list[tuple[int, int]]:
        """The rows of a group counted whole, each with its form, form by form."""
        return [(form, amount) for form in self.forms(hours, index) for amount in hours.rows[form]]
