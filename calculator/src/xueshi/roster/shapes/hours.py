"""What a person has at one stage: hours by form, and how far days overflow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from xueshi.judge.tally import Kind
from xueshi.roster.shapes.effects import Read

Day = tuple[int, int, Mapping[int, int]]
"""A day that overflows: its number, by how much, and hours by form in the order of forms."""


NOTHING: Mapping[int, int] = MappingProxyType({})


class Hours(NamedTuple):
    """What a person has: hours in whole small parts by number of form; ``ranks`` is the order of forms.

    ``rows`` are those of each row of forms that are counted whole in one of several subjects. ``alone`` are
    hours by form by which days overflow that have no other form, ``days`` the others that overflow. ``new``
    has form and hours of the rows that have come just so far. ``all_read`` are all rows that can be read,
    with those that have not come to the stage, whose rank is ``least``.
    """

    amounts: Mapping[int, int]
    new: Sequence[tuple[int, int]]
    rows: Mapping[int, Sequence[int]]
    alone: Mapping[int, int]
    days: Sequence[Day]
    ranks: Sequence[int]
    all_read: Sequence[Read]
    least: int
    lost: Mapping[int, int] = NOTHING
    """Hours by form that were ``alone`` and are no longer among ``amounts``."""

    def read(self) -> list[Read]:
        """The rows themselves."""
        return [row for row in self.all_read if row[1].rank >= self.least]

    def without_lost(self) -> Hours:
        """The same without the hours by which days overflow, if of which form they are is no choice."""
        if not self.alone or self.days or not self.rows.keys().isdisjoint(self.alone):
            return self
        left = {form: number - self.alone.get(form, 0) for form, number in self.amounts.items()}
        return self._replace(amounts=left, alone=NOTHING, lost=self.alone)


class Count(NamedTuple):
    """What counts of some hours over ``below``: packed sums of subjects and selectors, and further hours."""

    sums: int
    below: int
    further: tuple[tuple[Kind, int], ...]


class Days:
    """Which days of a person overflow: ``most`` hours of some forms may count on one."""

    def __init__(self, most: int) -> None:
        self._most = most

    def overflowing(self, rows: Sequence[Read], ranks: Sequence[int]) -> tuple[dict[int, int], list[Day]]:
        """By how much days overflow, by form where a day has no other, and the others.

        ``ranks`` is the order of forms.
        """
        most = self._most
        alone: dict[int, int] = {}
        if len({row[5] for row in rows}) == len(rows):
            for _, _, form, _, parts, _ in rows:
                if parts > most:
                    alone[form.number] = alone.get(form.number, 0) + parts - most
            return alone, []
        sums: dict[int, int] = {}
        for _, _, _, _, parts, day in rows:
            sums[day] = sums.get(day, 0) + parts
        others: list[Day] = []
        for day, total in sums.items():
            if total > most:
                own: dict[int, int] = {}
                for _, _, form, _, parts, completed in rows:
                    if completed == day:
                        own[form.number] = own.get(form.number, 0) + parts
                if len(own) == 1:
                    (number,) = own
                    alone[number] = alone.get(number, 0) + total - most
                else:
                    forms = sorted(own, key=ranks.__getitem__)
                    others.append((day, total - most, {number: own[number] for number in forms}))
        return alone, others
