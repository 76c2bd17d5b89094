"""What the roster's page is told: numbers of all, a line for each person, one person with everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from xueshi.judge.verdict import Status
from xueshi.ledger.entries import RowError
from xueshi.ledger.table import COLUMNS
from xueshi.model.rule import Duty
from xueshi.roster.page.desk import Desk
from xueshi.roster.page.listing import Entry
from xueshi.roster.page.pagewords import say
from xueshi.roster.page.register import Wanted
from xueshi.roster.results.duties import DutyLine
from xueshi.roster.results.letters import letter
from xueshi.roster.results.writing import in_words
from xueshi.roster.tables.samples import who
from xueshi.texts import STATUS_NAMES

ALWAYS_SHOWN = (Status.MET, Status.PENDING, Status.SHORT, Status.NEEDS_INFO)
"""Statuses that are shown also where they are nobody's."""

SHOWN_ERRORS = 6
"""Rows with errors that are named; all of them are in the file to be corrected."""

MOST_UNITS = 300
"""Departments that are offered to choose from; of more, those with most people."""


def numbers(desk: Desk) -> dict[str, Any]:
    """How many people have which status."""
    counts = desk.counts
    total = sum(counts.values())
    shown = [status for status in Status if status in ALWAYS_SHOWN or counts[status]]
    statuses = [
        {
            "id": status.value,
            "name": STATUS_NAMES[status],
            "count": counts[status],
            "share": _percent(counts[status], total),
        }
        for status in shown
    ]
    parts = [say("drawn_part", **one) for one in statuses if one["count"]]
    return {
        "judged": total,
        "statuses": statuses,
        "drawn": say("drawn", total=total, parts="；".join(parts)) if parts else "",
    }


def _percent(part: int, whole: int) -> str:
    """A share in percent with one digit; never rounded to nothing or to all."""
    if not part or part == whole:
        return say("share", share="100" if part else "0")
    tenths = min(999, max(1, round(1000 * part / whole)))
    return say("share", share=f"{tenths // 10}.{tenths % 10}")


def result(desk: Desk) -> dict[str, Any]:
    """Everything that is shown of all people together."""
    entries = desk.register.entries
    subjects = Counter(chain.from_iterable(map(attrgetter("subjects"), entries)))
    units = Counter(map(attrgetter("unit"), entries))
    del units[""]
    return {
        **numbers(desk),
        "name": desk.name,
        "rows": desk.rows,
        "finished": desk.finished,
        "scope": _scope(entries),
        "all": len(entries),
        "subjects": [
            {"id": name, "name": name, "people": people, "told": say("spread_told", name=name, count=people)}
            for name, people in subjects.items()
        ],
        "units": [{"name": name, "people": people} for name, people in sorted(units.most_common(MOST_UNITS))],
        "overdue": sum(1 for entry in entries if entry.overdue),
        "faulty": sum(1 for entry in entries if entry.errors),
        "questions": _questions(desk, entries),
        "duties": sorted(map(_duty, desk.duties()), key=lambda duty: not duty["late"]),
        "errors": _errors(desk),
        "notes": list(desk.remarks),
        "documents": [item for rules in desk.rules.values() for item in rules.documents],
    }


def _scope(entries: Sequence[Entry]) -> list[str]:
    places = list(dict.fromkeys(map(attrgetter("place", "year"), entries)))
    if len(places) > 3:
        return [say("scope_count", count=len(places))]
    return [say("scope_place", city=city, year=year) for city, year in places]


def _questions(desk: Desk, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Questions on which statuses hang, most people first, and those that were answered for all."""
    people = Counter(chain.from_iterable(map(attrgetter("asked"), entries)))
    names = dict.fromkeys([name for name, _ in people.most_common()] + list(desk.office.answers.everyone))
    return [
        {
            "id": name,
            "told": _asked(people[name], text, desk.office.answers.everyone.get(name)),
            "options": options,
            "people": people[name],
            "value": desk.office.answers.everyone.get(name),
            "filter": {"question": name},
        }
        for name in names
        for text, options in [desk.question(name)]
    ]


def _asked(people: int, text: str, value: str | None) -> str:
    if value is not None and not people:
        return say("question_answered", value=value, text=text)
    return say("question_told", people=people, text=text)


def _duty(line: DutyLine) -> dict[str, Any]:
    return {
        "place": say("scope_place", city=line.city, year=line.year),
        "own": line.duty == Duty.PERSON,
        "duty": line.duty,
        "by": line.by,
        "message": line.message,
        "people": line.people,
        "source": line.source,
        "late": line.code == "urge_review",
        "filter": {"duty": line.code} if line.people else None,
    }


def _errors(desk: Desk) -> dict[str, Any]:
    found = desk.faults
    shown = []
    for number, reasons in found[:SHOWN_ERRORS]:
        at, line, cells = desk.shelf.row(number)
        sheet = desk.tables[at].sheet if len(desk.tables) > 1 else ""
        shown.append(
            {"sheet": sheet, "line": line, "who": who(desk.tables[at], cells), "reasons": list(reasons)}
        )
    return {"rows": len(found), "told": say("errors_told", rows=len(found)), "list": shown}


# ---- lists and people


def listed(desk: Desk, wanted: Wanted, start: int, count: int) -> dict[str, Any]:
    """A page of the people looked for."""
    found = desk.register.select(wanted)
    start = max(0, min(start, max(0, len(found) - 1)))
    return {
        "total": len(found),
        "start": start,
        "people": [_line(one) for one in found[start : start + count]],
    }


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "id": entry.id,
        "name": entry.name,
        "unit": entry.unit,
        "status": entry.status.value,
        "status_name": STATUS_NAMES[entry.status],
        "short": entry.plan,
        "next": entry.todo,
        "by": entry.by,
        "errors": entry.errors,
        "overdue": entry.overdue,
    }


def opened(desk: Desk, wanted: Wanted, at: str, turn: int) -> dict[str, Any]:
    """One person opened, or the one so many further on in the list; the same verdict as the calculator's."""
    own = desk.register.entry(at)
    if own is None:
        return {"error": say("person_gone")}
    found = desk.register.select(wanted)
    place = found.index(own) if own in found else 0
    if turn and found:
        place = max(0, min(place + turn, len(found) - 1))
        own = found[place]
    one, verdict = desk.result(own)
    names = [table.name for table in desk.tables]
    rows = []
    for line in one.person.lines:
        _, shown, _ = desk.shelf.row(line.number)
        rows.append({"line": line.number, "shown": shown, "cells": list(line.cells)})
    return {
        "error": None,
        **_line(own),
        "turn": {"place": place, "total": max(1, len(found))},
        "key": f"{verdict.city}/{verdict.year}",
        "verdict": _in_words(verdict.plain(), names),
        "columns": list(COLUMNS),
        "rows": rows,
        "faults": [_fault(desk, error) for error in one.beside],
        "totals": list((one.person.totals or {}).items()),
        "remarks": [remark.message for remark in one.person.remarks],
        "letter": in_words(letter(one, desk.wording(one), desk.office.today), names),
    }


def _fault(desk: Desk, error: RowError) -> dict[str, Any]:
    """Something wrong with a person's rows that stands in no verdict: the row, its column, what is wrong."""
    at, line, _ = desk.shelf.row(error.row or 0)
    names = [table.name for table in desk.tables]
    table = names[at] if len(names) > 1 else ""
    return {
        "place": say("fault_place", table=table, line=line),
        "column": error.column,
        "message": error.message,
    }


def _in_words(value: Any, names: Sequence[str]) -> Any:
    """Plain data whose sentences name rows by table and line."""
    if isinstance(value, str):
        return in_words(value, names)
    if isinstance(value, Mapping):
        return {key: _in_words(item, names) for key, item in value.items()}
    return [_in_words(item, names) for item in value] if isinstance(value, list) else value
