"""Working days by the calendar inside the rules; years it lacks are presumed Monday to Friday."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from xueshi.model.published import WorkCalendar

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day reached by counting working days; ``presumed`` when a year on the way is not announced yet."""

    date: datetime.date
    presumed: bool


class WorkDays:
    """Counts working days. The day after the start is working day 1 at the earliest."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._known = {year.year for year in calendar.years}
        self._off = {day for year in calendar.years for day in year.days_off}
        self._on = {day for year in calendar.years for day in year.workdays}

    def is_workday(self, day: datetime.date) -> bool:
        """Whether people work on this day."""
        return day in self._on or (day.weekday() < 5 and day not in self._off)

    def after(self, start: datetime.date, count: int) -> WorkDay:
        """The ``count``-th working day after ``start``."""
        day, presumed = start, False
        while count:
            day += _DAY
            presumed = presumed or day.year not in self._known
            count -= self.is_workday(day)
        return WorkDay(day, presumed)

    def last_start(self, end: datetime.date, count: int) -> WorkDay:
        """The last day from which ``count`` working days are over by ``end`` (inclusive)."""
        day, presumed = end, False
        while True:
            presumed = presumed or day.year not in self._known
            count -= self.is_workday(day)
            day -= _DAY
            if count <= 0:
                return WorkDay(day, presumed)
