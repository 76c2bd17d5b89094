"""Geometry of the drawings: a subject on the scale of the year's hours, a day in the year, a ratio.

Positions and widths are percentages of the drawing's width, as text for SVG attributes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from xueshi.model.policy import TargetRow
from xueshi.model.rule import Period, Requirement
from xueshi.model.values import Silence


@lru_cache(maxsize=1024)  # years ask for much the same hours
def percent(part: Fraction | int, whole: Fraction | int) -> str:
    """``part`` of ``whole`` as an SVG percentage with at most three decimals."""
    return f"{float(Fraction(part) * 100 / Fraction(whole)):.3f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True, slots=True)
class Bar:
    """One subject on the scale."""

    node: Requirement
    depth: int
    parent: Requirement | None
    hours: Fraction | None
    """The minimum; None where the notice sets none of its own."""
    start: Fraction
    """Where the bar begins, in hours."""
    room: Fraction
    """How wide it is, in hours: the minimum, or what the stated siblings leave of the parent."""
    whole: Fraction
    """Length of the whole scale, in hours."""

    @property
    def unstated(self) -> str:
        """What stands in the place of a minimum in hours."""
        return "按比例规定" if self.node.min_ratio else "没有单独规定"

    @property
    def x(self) -> str:
        """Left edge."""
        return percent(self.start, self.whole)

    @property
    def width(self) -> str:
        """Width."""
        return percent(self.room, self.whole)


def bars(root: Requirement) -> list[Bar]:
    """The tree as bars on one scale, parents first; empty if the root states no minimum."""
    if isinstance(root.min_hours, Silence) or root.min_hours == 0:
        return []
    return list(_bars(root, None, 0, Fraction(0), root.min_hours, root.min_hours))


def _bars(
    node: Requirement,
    parent: Requirement | None,
    depth: int,
    start: Fraction,
    room: Fraction,
    whole: Fraction,
) -> Iterator[Bar]:
    hours = None if isinstance(node.min_hours, Silence) else node.min_hours
    yield Bar(node, depth, parent, hours, start, room, whole)
    stated = sum(
        (item.min_hours for item in node.children if isinstance(item.min_hours, Fraction)), Fraction(0)
    )
    silent = sum(1 for item in node.children if isinstance(item.min_hours, Silence))
    rest = max(Fraction(0), room - stated)
    for item in node.children:
        share = rest / silent if isinstance(item.min_hours, Silence) else item.min_hours
        yield from _bars(item, node, depth + 1, start, share, whole)
        start += share


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis under the bars."""

    hours: Fraction
    x: str
    anchor: str
    """SVG text-anchor: start, middle or end, so that the first and last label stay inside."""


def ticks(drawn: list[Bar]) -> list[Tick]:
    """Marks at zero, at the borders between the subjects right below the root, and at the end."""
    if not drawn:
        return []
    whole = drawn[0].whole
    places = sorted({Fraction(0), whole, *(bar.start for bar in drawn if bar.depth == 1)})
    return [
        Tick(at, percent(at, whole), "start" if at == 0 else "end" if at == whole else "middle")
        for at in places
    ]


def day_place(day: datetime.date, period: Period) -> str:
    """Where a day lies in the period; days outside sit on its edge."""
    length = (period.end - period.start).days
    return percent(min(max((day - period.start).days, 0), length), length)


def months(period: Period) -> list[tuple[str, str]]:
    """Name and place of the first day of the period's months; of its years, where it is longer than one."""
    long = (period.end - period.start).days > LONG
    found, day = [], period.start
    while day <= period.end:
        if not long:
            found.append((f"{day.month}月", day_place(day, period)))
        elif not found or day.month == 1:
            found.append((f"{day.year}年", day_place(day, period)))
        day = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return found


LONG = 430
"""A period of more days than these has no room for the names of its months."""


@dataclass(frozen=True, slots=True)
class RatioBar:
    """One county's bar: how much of its target was done, on a scale that ends at the best of all."""

    width: str
    mark: str
    """Where 100 % lies."""
    reached: bool


def ratio_bar(row: TargetRow, rows: tuple[TargetRow, ...]) -> RatioBar:
    """The bar of ``row`` among ``rows``."""
    longest = max([Fraction(1), *(Fraction(item.done, item.target) for item in rows if item.target)])
    share = Fraction(row.done, row.target) if row.target else Fraction(0)
    return RatioBar(percent(share, longest), percent(1, longest), share >= 1)
