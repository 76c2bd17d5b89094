"""The last days of one city-year, ready to draw: by date, undated ones last."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from itertools import groupby

from builder.pages.wording import DEADLINES, SHORT_DEADLINES
from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of last day."""

    kind: str
    name: str
    short: str
    deadline: Deadline

    @property
    def day(self) -> datetime.date | None:
        """The date, or None where the notice gives none."""
        value = self.deadline.date
        return value if isinstance(value, datetime.date) else None


@dataclass(frozen=True, slots=True)
class Day:
    """All that falls on one date, or all that has none."""

    date: datetime.date | None
    dues: tuple[Due, ...]


def dues(year: CityYear) -> list[Due]:
    """The deadlines that the notice states, in the order of the model."""
    found = []
    for item in fields(year.rule.deadlines):
        value = getattr(year.rule.deadlines, item.name)
        if isinstance(value, Deadline):
            found.append(Due(item.name, DEADLINES[item.name], SHORT_DEADLINES[item.name], value))
    return found


def days(year: CityYear) -> list[Day]:
    """The same by date, earliest first; what has no date comes last."""
    far = datetime.date.max
    ordered = sorted(dues(year), key=lambda due: due.day or far)
    return [Day(day, tuple(group)) for day, group in groupby(ordered, key=lambda due: due.day)]
