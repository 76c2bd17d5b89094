"""Calendar files (iCalendar, RFC 5545) of all-day events that phones and office calendars open."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ALARM_DAYS = 7
"""Days before the event on which the calendar reminds."""

LONGEST_LINE = 75
"""Octets of a line of a calendar file; longer ones are folded."""


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event. ``key`` never changes for the same thing: a calendar opened again replaces it."""

    key: str
    day: datetime.date
    title: str
    text: str
    stamped: datetime.date
    """The day of the data; stands for the moment the event was made."""
    url: str | None = None


def calendar_file(name: str, events: Iterable[Event]) -> str:
    """The events as one calendar."""
    return "".join((calendar_head(name), *map(event_text, events), CALENDAR_END))


def calendar_head(name: str, *, refresh_days: int | None = None) -> str:
    """What stands before the events. ``refresh_days`` asks those who subscribed to look again so often."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xueshi//ZH", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    if refresh_days is not None:
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:P{refresh_days}D", f"X-PUBLISHED-TTL:P{refresh_days}D"]
    return _lines(lines)


CALENDAR_END = "END:VCALENDAR\r\n"
"""What stands behind them."""


def event_text(event: Event) -> str:
    """One event as it stands in a calendar."""
    return _lines(_event(event))


def _lines(lines: Iterable[str]) -> str:
    return "".join([f"{_folded(line)}\r\n" for line in lines])


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{hashlib.sha256(event.key.encode()).hexdigest()[:32]}@xueshi"
    yield f"DTSTAMP:{event.stamped:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + datetime.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{_escaped(event.text)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(event.title)}"
    yield f"TRIGGER:-P{ALARM_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut at character borders so that no piece has more octets than allowed."""
    if len(line.encode()) <= LONGEST_LINE:
        return line
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + octets
    return "\r\n".join([*pieces, piece])
