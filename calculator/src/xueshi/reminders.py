"""Next steps as a calendar file (iCalendar, RFC 5545) that phones and office calendars open."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from xueshi.judge.verdict import NextStep, Verdict
from xueshi.texts import say

ALARM_DAYS = 7
"""Days before the event on which the calendar reminds."""

LONGEST_LINE = 75
"""Octets of a line of a calendar file; longer ones are folded."""


def reminders(verdict: Verdict) -> str:
    """All steps that have a day, as one calendar of all-day events with an alarm each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xueshi//ZH", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(say('ics_name', city=verdict.city_name, year=verdict.year))}")
    for step in verdict.next_steps:
        if step.by is not None:
            lines.extend(_event(verdict, step, step.by))
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(verdict: Verdict, step: NextStep, by: datetime.date) -> Iterator[str]:
    named = f"{verdict.city}/{verdict.year}/{step.code}/{step.duty}"
    title = say("ics_title", city=verdict.city_name, year=verdict.year, message=step.message)
    source = step.source
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(named.encode()).hexdigest()[:32]}@xueshi"
    yield f"DTSTAMP:{verdict.today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{by:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{by + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(title)}"
    text = say("ics_duty", duty=step.duty)
    if source:
        text += say("ics_source", document=source.document, clause=source.clause)
    yield f"DESCRIPTION:{_escaped(text)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(title)}"
    yield f"TRIGGER:-P{ALARM_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut at character borders so that no piece has more octets than allowed."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return "\r\n".join([*pieces, piece])
