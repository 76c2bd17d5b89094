"""Rules for days that stand in different files."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from builder.checks.context import Context, problem
from builder.reading import Problem
from xueshi.model.policy import CityYear
from xueshi.validate.dates import NAMES, stated_days

LONG_AFTER = 400
"""Days without any other date after which a check is more likely a slip in the year."""

SLIP_OF_A_DIGIT = 10
"""Years: a slip in any digit of a year but the last makes a day at least so much later."""


def nothing_is_due_before_the_notice(context: Context) -> Iterator[Problem]:
    """No deadline, and no comparison with the notice, lies before the day the main notice was issued."""
    for file, city_year in context.city_years():
        document = context.documents.get(city_year.notices[0]) if city_year.notices else None
        if document is None or not isinstance(document.issued_on, datetime.date):
            continue
        issued = document.issued_on
        for kind, day in stated_days(city_year.rule.deadlines).items():
            if day < issued:
                found = f"{NAMES[kind]}截止 {day} 早于通知印发日期 {issued}"
                yield problem(file, ("rule", "deadlines", kind, "date"), "E240", found)
        if city_year.checked_on < issued:
            found = f"核对日期 {city_year.checked_on} 早于通知印发日期 {issued}"
            yield problem(file, ("checked_on",), "E240", found)


def no_check_is_long_after_all_else(context: Context) -> Iterator[Problem]:
    """No year was checked ``SLIP_OF_A_DIGIT`` years after the newest notice, nor more than ``LONG_AFTER``
    days after every other check and notice: the last check is the day of the whole site. The clock is not
    asked.

    A check before its own notice is another slip. Where all years were checked on one day, only the first can
    be known: an old notice may be checked later.
    """
    years = [(file, city_year, _issued(context, city_year)) for file, city_year in context.city_years()]
    newest = max((issued for _, _, issued in years), default=None)
    checks = sorted(
        (year.checked_on, file.place, file) for file, year, day in years if year.checked_on >= day
    )
    if newest is None or not checks:
        return
    late = [(day, file) for day, _, file in checks if _years_later(newest, day) >= SLIP_OF_A_DIGIT]
    for day, file in late:
        found = f"核对日期 {day} 比最新的通知（{newest}）还晚 {SLIP_OF_A_DIGIT} 年以上"
        yield problem(file, ("checked_on",), "W208", found)
    if late or len(checks) < 2:
        return
    day, _, file = checks[-1]
    issued = (document.issued_on for document in context.documents.values())
    latest = max([checks[-2][0], *(known for known in issued if isinstance(known, datetime.date))])
    if (day - latest).days > LONG_AFTER:
        found = f"核对日期 {day} 比其他核对日期和印发日期都晚一年多（其中最晚的是 {latest}）"
        yield problem(file, ("checked_on",), "W208", found)


def _issued(context: Context, city_year: CityYear) -> datetime.date:
    """The day the newest notice of a year was issued; where none is known, the first of the year."""
    documents = (context.documents.get(ref) for ref in city_year.notices)
    issued = [document.issued_on for document in documents if document is not None]
    known = [day for day in issued if isinstance(day, datetime.date)]
    return max(known, default=datetime.date(city_year.year, 1, 1))


def _years_later(one: datetime.date, other: datetime.date) -> int:
    """Whole years from one day to another."""
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


RULES: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    nothing_is_due_before_the_notice,
    no_check_is_long_after_all_else,
)
