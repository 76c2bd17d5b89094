"""Next steps as a calendar file that phones and office calendars open."""

from __future__ import annotations

import datetime

from xueshi.ics import Event, calendar_file
from xueshi.judge.verdict import NextStep, Verdict
from xueshi.texts import say


def reminders(verdict: Verdict) -> str:
    """All steps that have a day, as one calendar of all-day events with an alarm each."""
    events = [_event(verdict, step, step.by) for step in verdict.next_steps if step.by is not None]
    return calendar_file(say("ics_name", city=verdict.city_name, year=verdict.year), events)


def _event(verdict: Verdict, step: NextStep, by: datetime.date) -> Event:
    source = step.source
    text = say("ics_duty", duty=step.duty)
    if source:
        text += say("ics_source", document=source.document, clause=source.clause)
    return Event(
        key=f"{verdict.city}/{verdict.year}/{step.code}/{step.duty}",
        day=by,
        title=say("ics_title", city=verdict.city_name, year=verdict.year, message=step.message),
        text=text,
        stamped=verdict.today,
    )
