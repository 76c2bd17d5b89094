"""Rules for the order of days, and for days against their printed form."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise

from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline, Deadlines, Period, Rule
from xueshi.model.structure import Fault, Path
from xueshi.model.values import Silence
from xueshi.validate.numbers import PrintedDay, days_in
from xueshi.validate.walk import Check

NAMES = {
    "learn": "学完",
    "declare": "申报",
    "review": "审核",
    "plan_filing": "培训计划备案",
    "platform_filing": "网络平台备案",
    "platform_close": "平台关闭",
    "before_title": "职称申报前",
}
"""The kinds of deadline, in words."""

WITHIN_PERIOD = ("learn", "plan_filing", "platform_filing", "platform_close")
"""Deadlines that make no sense after the period; declaring and reviewing may follow it."""


def stated_days(deadlines: Deadlines) -> dict[str, datetime.date]:
    """The deadlines that have a day, by kind, in the order of the model."""
    days = {}
    for item in fields(deadlines):
        deadline = getattr(deadlines, item.name)
        if isinstance(deadline, Deadline) and isinstance(deadline.date, datetime.date):
            days[item.name] = deadline.date
    return days


def matches(day: datetime.date, printed: set[PrintedDay]) -> bool:
    """Whether a day is among printed ones; where a year is printed it must agree too."""
    return any(
        (item.month, item.day) == (day.month, day.day) and item.year in (None, day.year) for item in printed
    )


def period_has_days(period: Period, path: Path) -> Iterator[Fault]:
    """A period does not end before it starts."""
    if period.end < period.start:
        yield Fault("E209", (*path, "end"), f"{period.end} 早于第一天 {period.start}")


def deadlines_follow_each_other(deadlines: Deadlines, path: Path) -> Iterator[Fault]:
    """Learning ends before declaring does, and declaring before reviewing; the same day will do."""
    days = stated_days(deadlines)
    steps = [kind for kind in ("learn", "declare", "review") if kind in days]
    for earlier, later in pairwise(steps):
        if days[later] < days[earlier]:
            found = f"{NAMES[later]}截止 {days[later]} 早于{NAMES[earlier]}截止 {days[earlier]}"
            yield Fault("E210", (*path, later, "date"), found)


def deadlines_fit_period(rule: Rule, path: Path) -> Iterator[Fault]:
    """No deadline lies before the period, and what must happen during it is not due after it."""
    for kind, day in stated_days(rule.deadlines).items():
        place = (*path, "deadlines", kind, "date")
        if day < rule.period.start:
            yield Fault("E211", place, f"{NAMES[kind]}截止 {day} 早于学习时间的第一天 {rule.period.start}")
        elif kind in WITHIN_PERIOD and day > rule.period.end:
            yield Fault("E211", place, f"{NAMES[kind]}截止 {day} 晚于学习时间的最后一天 {rule.period.end}")


def date_agrees_with_print(deadline: Deadline, path: Path) -> Iterator[Fault]:
    """The day of a deadline is the day its printed form says."""
    printed = days_in(deadline.printed)
    if isinstance(deadline.date, datetime.date) and printed and not matches(deadline.date, printed):
        yield Fault("E212", (*path, "date"), f"日期 {deadline.date} 与印出来的“{deadline.printed}”不一致")


def printed_day_is_used(deadline: Deadline, path: Path) -> Iterator[Fault]:
    """A deadline whose printed form names a day has it; a day no calendar has is explained in the note."""
    if not isinstance(deadline.date, Silence) or deadline.source.derivation is not None:
        return
    printed = days_in(deadline.printed)
    if any(_exists(day) for day in printed) or (printed and deadline.note is None):
        yield Fault("E213", (*path, "date"), deadline.printed)


def _exists(printed: PrintedDay) -> bool:
    """Whether a calendar has a printed day; where no year is printed, that of any leap year."""
    try:
        datetime.date(printed.year or 2024, printed.month, printed.day)
    except ValueError:
        return False
    return True


def period_is_of_its_year(city_year: CityYear, path: Path) -> Iterator[Fault]:
    """The period of a year holds days of that year."""
    period = city_year.rule.period
    if not period.start.year <= city_year.year <= period.end.year:
        found = f"{period.start} 至 {period.end} 与年度 {city_year.year} 对不上"
        yield Fault("E214", (*path, "rule", "period", "start"), found)


CHECKS: tuple[tuple[type, Check], ...] = (
    (Period, period_has_days),
    (Deadlines, deadlines_follow_each_other),
    (Rule, deadlines_fit_period),
    (Deadline, date_agrees_with_print),
    (Deadline, printed_day_is_used),
    (CityYear, period_is_of_its_year),
)
