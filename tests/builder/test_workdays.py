"""Working days come from the State Council's announcements; what is not announced is not guessed."""

from __future__ import annotations

import datetime

import chinese_calendar
import pytest

from builder.workdays import calendar_year, known_years, work_calendar
from xueshi.judge.workdays import WorkDays


@pytest.mark.parametrize("year", [2021, 2024, 2025, 2026])
def test_every_day_of_a_year_is_as_announced(year: int) -> None:
    """Rebuilt from the two short lists, each day is what the package says of it."""
    days = WorkDays(work_calendar([year]))
    day = datetime.date(year, 1, 1)
    while day.year == year:
        assert days.is_workday(day) == chinese_calendar.is_workday(day), day
        day += datetime.timedelta(days=1)


def test_lists_hold_only_departures_from_the_week() -> None:
    """Free Mondays to Fridays, working Saturdays and Sundays, in order."""
    year = calendar_year(2025)
    assert all(day.weekday() < 5 for day in year.days_off)
    assert all(day.weekday() >= 5 for day in year.workdays)
    assert datetime.date(2025, 10, 1) in year.days_off
    assert datetime.date(2025, 1, 26) in year.workdays
    assert list(year.days_off) == sorted(year.days_off)


def test_unknown_years_are_left_out_not_guessed() -> None:
    """The rules then say 推定."""
    unknown = max(known_years()) + 1
    with pytest.raises(ValueError, match=str(unknown)):
        calendar_year(unknown)
    assert [year.year for year in work_calendar([unknown - 1, unknown]).years] == [unknown - 1]
    assert work_calendar([1990]).years == ()
