"""The last days of one city-year, ready to draw: by date, undated ones last."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from itertools import groupby

from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline

DEADLINES = {
    "learn": "学完本年度的任务",
    "declare": "申报",
    "review": "完成审核",
    "plan_filing": "申报备案培训计划",
    "platform_filing": "备案网络学习平台",
    "platform_close": "学习平台关闭",
    "before_title": "晋升职称的人完成审核",
}
"""Kinds of deadline, by the field of ``Deadlines``, in the order in which a year goes."""

SHORT_DEADLINES = {
    "learn": "学完",
    "declare": "申报",
    "review": "审核完",
    "plan_filing": "备案培训计划",
    "platform_filing": "备案网络平台",
    "platform_close": "学习平台关闭",
    "before_title": "职称申报前审核完",
}
"""The same kinds where room is short."""


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
