"""The State Council's working days, as data for the rules; years that are not announced are left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from chinese_calendar.constants import holidays, workdays

from xueshi.model.published import CalendarYear, WorkCalendar

SOURCE = "国务院办公厅每年公布的节假日安排（取自 chinesecalendar 软件包）"
SATURDAY = 5


@cache
def known_years() -> frozenset[int]:
    """The years whose holidays have been announced, as far as the package knows."""
    return frozenset(day.year for day in holidays)


@cache
def calendar_year(year: int) -> CalendarYear:
    """How a year departs from Monday to Friday. Raises ``ValueError`` for an unknown year."""
    if year not in known_years():
        raise ValueError(f"{year} 年的放假安排还没有")
    off = sorted(day for day in holidays if day.year == year and day.weekday() < SATURDAY)
    on = sorted(day for day in workdays if day.year == year and day.weekday() >= SATURDAY)
    return CalendarYear(year, tuple(off), tuple(on))


def work_calendar(years: Iterable[int]) -> WorkCalendar:
    """The calendar of those of the given years that are known."""
    return WorkCalendar(SOURCE, tuple(calendar_year(year) for year in sorted(known_years() & set(years))))
