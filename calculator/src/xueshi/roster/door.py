"""The roster page's door: ``handle(op, payload)``, plain data in and out, one roster at a time.

Long work is done in steps of a size that the page chooses, so that it can show how far it is, and stop.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xueshi.judge.verdict import Status
from xueshi.ledger.table import COLUMNS
from xueshi.model.rule import Duty
from xueshi.model.structure import unstructure
from xueshi.roster.desk import Desk
from xueshi.roster.duties import DutyLine
from xueshi.roster.exporting import Export, corrected, faulty_rows, template
from xueshi.roster.headers import HOURS_OF, UNUSED
from xueshi.roster.judged import Place
from xueshi.roster.letters import letter
from xueshi.roster.listing import Entry, Wanted, select
from xueshi.roster.pagewords import say
from xueshi.roster.table import UnreadableRosterError
from xueshi.roster.writing import in_words
from xueshi.rulesjson import parse_rules
from xueshi.texts import STATUS_NAMES

ALWAYS_SHOWN = (Status.MET, Status.PENDING, Status.SHORT, Status.NEEDS_INFO)
"""Statuses that are shown also where they are nobody's."""

SHOWN_ERRORS = 6
"""Rows with errors that are named; all of them are in the file to be corrected."""

_desk: Desk | None = None
_writing: Export | None = None


def handle(op: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one operation of the page. Raises ``KeyError`` for an unknown operation (a bug)."""
    return _plain(_OPERATIONS[op](payload))


def _roster() -> Desk:
    assert _desk is not None
    return _desk


# ---- the table and its columns


def _open(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A file (``bytes``) or pasted text. ``key`` is ``city/year`` for rows that say neither."""
    global _desk
    data = (
        bytes(payload["bytes"])
        if payload.get("bytes") is not None
        else payload["text"].encode(errors="replace")
    )
    cities = [(city["id"], city["name"]) for city in payload["cities"]]
    today = datetime.date.fromisoformat(payload["today"])
    _desk = Desk(payload["name"], data, _place(payload.get("key")), cities, today)
    return _laid_out()


def _laid_out() -> dict[str, Any]:
    """What has to be brought or asked before the table can be read."""
    desk = _roster()
    try:
        desk.lay_out()
        keys = desk.peek()
        if keys:
            return {"error": None, "keys": [_key(place) for place in keys], "questions": [], "known": []}
    except UnreadableRosterError as error:
        return {"error": str(error)}
    known = {
        name: meaning
        for table in desk.tables
        for meaning, at in (*table.layout.places.items(), *table.layout.subjects)
        if (name := table.layout.headers[at])
    }
    questions = [
        {
            "id": item.id,
            "text": item.text,
            "samples": desk.samples(item.header) if item.header else [],
            "options": [{"id": option, "name": _meaning(option)} for option in item.options],
        }
        for item in desk.questions
    ]
    return {"error": None, "keys": [], "questions": questions, "known": list(known)}


def _meaning(option: str) -> str:
    return say("unused") if option == UNUSED else option.removeprefix(HOURS_OF)


def _settle(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Answers about columns, by the id of the question; then what is still to be brought or asked."""
    desk = _roster()
    asked = {item.id: item for item in desk.questions}
    for name, value in payload["answers"].items():
        question = asked.get(name)
        if question is None:
            continue
        if question.header:
            desk.given[question.header] = value
        else:
            desk.given[value] = question.meaning
            for other in question.options:
                if other != value and name.startswith("which:"):
                    desk.given[other] = UNUSED
    return _laid_out()


def _rules(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a city and year, null where nothing is on file."""
    place = _place(payload["key"])
    assert place is not None
    _roster().take_rules(place, parse_rules(payload["rules"]) if payload["rules"] else None)
    return {}


def _read(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Read so many rows more."""
    desk = _roster()
    try:
        finished = desk.read(payload["count"])
    except UnreadableRosterError as error:
        return {"error": str(error), "finished": True}
    if finished and not desk.rows:
        return {"error": say("nobody_read"), "finished": True}
    keys = [_key(place) for place in desk.wanted()] if finished else []
    return {"error": None, "finished": finished, "rows": desk.rows, "share": desk.share, "keys": keys}


# ---- judging


def _judge(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Judge so many people more for a day; the numbers as they stand."""
    desk = _roster()
    desk.set_today(datetime.date.fromisoformat(payload["today"]))
    finished = desk.judge(payload["count"])
    return {"finished": finished, "share": desk.judged_share, **_numbers(desk)}


def _numbers(desk: Desk) -> dict[str, Any]:
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


def _result(_: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that is shown of all people together."""
    desk = _roster()
    entries = desk.judged
    subjects = Counter(name for entry in entries for name in entry.subjects)
    units = Counter(entry.unit for entry in entries if entry.unit)
    return {
        **_numbers(desk),
        "name": desk.name,
        "rows": desk.rows,
        "finished": desk.finished,
        "scope": _scope(entries),
        "all": len(entries),
        "subjects": [
            {"id": name, "name": name, "people": people, "told": say("spread_told", name=name, count=people)}
            for name, people in subjects.items()
        ],
        "units": [{"name": name, "people": people} for name, people in sorted(units.items())],
        "overdue": sum(1 for entry in entries if entry.overdue),
        "faulty": sum(1 for entry in entries if entry.errors),
        "questions": _questions(desk, entries),
        "duties": sorted(map(_duty, desk.duties()), key=lambda duty: not duty["late"]),
        "errors": _errors(desk),
        "notes": list(desk.remarks),
        "documents": [item for rules in desk.rules.values() for item in rules.documents],
    }


def _scope(entries: Sequence[Entry]) -> list[str]:
    places = list(dict.fromkeys((entry.place, entry.year) for entry in entries))
    if len(places) > 3:
        return [say("scope_count", count=len(places))]
    return [say("scope_place", city=city, year=year) for city, year in places]


def _questions(desk: Desk, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Questions on which statuses hang, most people first, and those that were answered for all."""
    people = Counter(name for entry in entries for name in entry.asked)
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
        at, line, _ = desk.row(number)
        sheet = desk.tables[at].sheet if len(desk.tables) > 1 else ""
        shown.append({"sheet": sheet, "line": line, "reasons": list(reasons)})
    return {"rows": len(found), "told": say("errors_told", rows=len(found)), "list": shown}


# ---- lists and people


def _list(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the people looked for."""
    found = select(_roster().judged, _wanted(payload))
    start = max(0, min(payload["start"], max(0, len(found) - 1)))
    page = found[start : start + payload["count"]]
    return {"total": len(found), "start": start, "people": [_line(entry) for entry in page]}


def _wanted(payload: Mapping[str, Any]) -> Wanted:
    names = Wanted.__dataclass_fields__
    return Wanted(**{name: value for name, value in payload.items() if name in names})


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


def _person(payload: Mapping[str, Any]) -> dict[str, Any]:
    """One person opened, or the one so many further on in the list; the same verdict as the calculator's."""
    desk = _roster()
    desk.set_today(datetime.date.fromisoformat(payload["today"]))
    found = select(desk.judged, _wanted(payload))
    own = desk.entry(payload["at"])
    if own is None:
        return {"error": say("person_gone")}
    places = [at for at, entry in enumerate(found) if entry.at == own.at]
    place = places[0] if places else 0
    turned = max(0, min(place + payload["turn"], len(found) - 1))
    if payload["turn"] and found:
        own, place = found[turned], turned
    result, verdict = desk.result(own)
    names = [table.name for table in desk.tables]
    rows = []
    for line in result.person.lines:
        _, shown, _ = desk.row(line.number)
        rows.append({"line": line.number, "shown": shown, "cells": list(line.cells)})
    return {
        "error": None,
        **_line(own),
        "turn": {"place": place, "total": max(1, len(found))},
        "key": _key((verdict.city, verdict.year)),
        "verdict": _in_words(verdict.plain(), names),
        "columns": list(COLUMNS),
        "rows": rows,
        "totals": list((result.person.totals or {}).items()),
        "remarks": [remark.message for remark in result.person.remarks],
        "letter": in_words(letter(result, desk.wording(result), desk.office.today), names),
    }


def _in_words(value: Any, names: Sequence[str]) -> Any:
    """Plain data whose sentences name rows by table and line."""
    if isinstance(value, str):
        return in_words(value, names)
    if isinstance(value, Mapping):
        return {key: _in_words(item, names) for key, item in value.items()}
    return [_in_words(item, names) for item in value] if isinstance(value, list) else value


def _answer(payload: Mapping[str, Any]) -> dict[str, Any]:
    desk = _roster()
    entry = desk.entry(payload["at"])
    if entry is not None:
        desk.answer(entry, payload["answers"])
    return {}


def _answer_all(payload: Mapping[str, Any]) -> dict[str, Any]:
    _roster().answer_all(payload["id"], payload["value"])
    return {}


# ---- files


def _export(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Make the results of so many people more; begins anew with ``begin``, gives the file at the end."""
    global _writing
    desk = _roster()
    if payload["begin"] or _writing is None:
        _writing = Export(desk, select(desk.judged, _wanted(payload)), payload["format"])
    finished = _writing.step(payload["count"])
    if not finished:
        return {"finished": False, "share": _writing.share}
    made, _writing = _writing, None
    name = say("name_results", file=_stem(desk.name), day=desk.office.today.isoformat())
    return {"finished": True, "share": 1, "bytes": made.file(), "name": f"{name}.{made.form}"}


def _faults(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with errors as a file to be corrected."""
    desk, form = _roster(), payload["format"]
    return {"bytes": faulty_rows(desk, form), "name": f"{say('name_faults', file=_stem(desk.name))}.{form}"}


def _mend(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Corrected rows in the place of those with errors; nothing is changed where the file is unclear."""
    desk = _roster()
    try:
        rows = corrected(desk, payload["name"], bytes(payload["bytes"]))
    except UnreadableRosterError as error:
        return {"error": str(error)}
    desk.put_in_place(rows)
    keys = [_key(place) for place in desk.wanted()]
    return {"error": None, "keys": keys, "told": say("mended", rows=len(rows))}


def _template(payload: Mapping[str, Any]) -> dict[str, Any]:
    """An empty table under some rules."""
    rules, kind, form = parse_rules(payload["rules"]), payload["kind"], payload["format"]
    name = say(f"name_template_{kind}", city=rules.city_name, year=rules.year)
    return {"bytes": template(rules, kind, form), "name": f"{name}.{form}"}


def _stem(name: str) -> str:
    stem = name.rpartition(".")[0] or name
    return stem[:60] or say("name_pasted")


def _close(_: Mapping[str, Any]) -> dict[str, Any]:
    """Forget the roster."""
    global _desk, _writing
    _desk = _writing = None
    return {}


def _key(place: Place) -> str:
    return f"{place[0]}/{place[1]}"


def _place(key: str | None) -> Place | None:
    if not key:
        return None
    city, _, year = key.partition("/")
    return city, int(year)


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    file = value.pop("bytes", None)
    plain: dict[str, Any] = unstructure(value)
    return plain if file is None else {**plain, "bytes": file}


_OPERATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "open": _open,
    "settle": _settle,
    "rules": _rules,
    "read": _read,
    "judge": _judge,
    "result": _result,
    "list": _list,
    "person": _person,
    "answer": _answer,
    "answer_all": _answer_all,
    "export": _export,
    "faults": _faults,
    "mend": _mend,
    "template": _template,
    "close": _close,
}
