"""Rules for days that stand in different files."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from builder.checks.context import Context, problem
from builder.reading import Problem
from xueshi.validate.dates import NAMES, stated_days


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


RULES: tuple[Callable[[Context], Iterator[Problem]], ...] = (nothing_is_due_before_the_notice,)
