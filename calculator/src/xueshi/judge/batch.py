"""Portions that are counted together. What does not hang on any demand is worked out once for all worlds."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xueshi.judge.tally import Portion
from xueshi.judge.verdict import Stage

View = Callable[[Portion], Portion]
"""How portions are looked at: as written, or at best."""


@dataclass(slots=True)
class Alike:
    """Portions made alike, by position: their hours in whole small parts, in all and by day."""

    indexes: list[int] = field(default_factory=list)
    hours: int = 0
    days: dict[datetime.date, int] = field(default_factory=dict)

    def add(self, other: Alike) -> None:
        """Take in portions that turn out to be alike, too."""
        self.indexes = sorted([*self.indexes, *other.indexes])
        self.hours += other.hours
        for day, hours in other.days.items():
            self.days[day] = self.days.get(day, 0) + hours


class Batch:
    """Some portions with their hours as whole numbers of small parts, ``scale`` of which make one hour."""

    def __init__(self, portions: Sequence[Portion]) -> None:
        self.portions = portions
        self.alike: dict[View, list[tuple[Portion, Alike]]] = {}
        """What looks alike in each view, in an order that does not depend on the rows'."""

    @cached_property
    def is_open(self) -> bool:
        """Whether something was not written down about any of them."""
        return any(portion.elsewhere or portion.maybe for portion in self.portions)

    @cached_property
    def _ratios(self) -> list[tuple[int, int]]:
        return [portion.hours.as_integer_ratio() for portion in self.portions]

    @cached_property
    def scale(self) -> int:
        """The least number of parts in which all hours are whole."""
        return math.lcm(*{below for _, below in self._ratios})

    @cached_property
    def amounts(self) -> list[int]:
        """The hours of each portion in small parts."""
        scale = self.scale
        return [number * (scale // below) for number, below in self._ratios]

    @cached_property
    def looks(self) -> list[Alike]:
        """Portions that share what they may be of."""
        looks: dict[tuple[int, int, int, int, bool], Alike] = {}
        for index, (item, amount) in enumerate(zip(self.portions, self.amounts, strict=True)):
            day = item.day
            key = (id(item.kind), id(item.elsewhere), id(item.whole), id(item.maybe), day is None)
            look = looks.get(key)
            if look is None:
                look = looks[key] = Alike()
            look.indexes.append(index)
            look.hours += amount
            if day is not None:
                look.days[day] = look.days.get(day, 0) + amount
        return list(looks.values())


class Staged:
    """All portions of a ledger, and those of them that have reached each stage."""

    def __init__(self, portions: tuple[Portion, ...]) -> None:
        self.portions = portions
        self._reached: dict[Stage, Batch] = {}
        self._batches: dict[int, Batch] = {}

    def reached(self, least: Stage) -> Batch:
        """The portions that have reached at least a stage; the same batch where they are the same."""
        found = self._reached.get(least)
        if found is None:
            portions = reached(self.portions, least)
            found = self._reached[least] = self._batches.setdefault(len(portions), Batch(portions))
        return found


def reached(portions: Sequence[Portion], least: Stage) -> list[Portion]:
    """The portions that have reached at least a stage."""
    rank = least.rank
    return [portion for portion in portions if portion.stage.rank >= rank]
