"""The roster page's door: ``handle(op, payload)``, plain data in and out, one roster at a time.

Long work is done in steps of a size that the page chooses, so that it can show how far it is, and stop.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from xueshi.model.plain import unstructure
from xueshi.roster.page import telling
from xueshi.roster.page.asking import key_of, laid_out, take_answers
from xueshi.roster.page.desk import Desk
from xueshi.roster.page.exporting import faulty_rows, results
from xueshi.roster.page.mending import corrected
from xueshi.roster.page.pagewords import say
from xueshi.roster.page.register import Wanted
from xueshi.roster.people.rows import Place
from xueshi.roster.results.export import Export
from xueshi.roster.results.templates import template
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.rulesjson import parse_rules

_desk: Desk | None = None
_writing: tuple[int, Export] | None = None
"""The file on its way, with the mark that the page gave it."""


def handle(op: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one operation of the page. Raises ``KeyError`` for an unknown operation (a bug)."""
    return _plain(_OPERATIONS[op](payload))


def _roster() -> Desk:
    assert _desk is not None
    return _desk


# ---- the table and its columns


def _open(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A file (``bytes``) or pasted text. ``key`` is ``city/year`` for rows that say neither.

    It is looked through with ``look``; then ``settle`` tells what has to be brought or asked.
    """
    global _desk, _writing
    _writing = None
    data = (
        bytes(payload["bytes"])
        if payload.get("bytes") is not None
        else payload["text"].encode(errors="replace")
    )
    cities = [(city["id"], city["name"]) for city in payload["cities"]]
    today = datetime.date.fromisoformat(payload["today"])
    _desk = Desk(payload["name"], data, _place(payload.get("key")), cities, today)
    return {}


def _look(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Look through so many pieces more of the file."""
    desk = _roster()
    try:
        finished = desk.prepare(payload["count"])
    except UnreadableRosterError as error:
        return {"error": str(error), "finished": True}
    return {"error": None, "finished": finished, "share": desk.prepared}


def _settle(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Answers about columns, by the id of the question; then what is still to be brought or asked."""
    desk = _roster()
    take_answers(desk, payload["answers"])
    return laid_out(desk)


def _rules(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of a city and year, null where nothing is on file."""
    place = _place(payload["key"])
    assert place is not None
    _roster().places.take(place, parse_rules(payload["rules"]) if payload["rules"] else None)
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
    keys = [key_of(place) for place in desk.places.wanted()] if finished else []
    return {"error": None, "finished": finished, "rows": desk.rows, "share": desk.share, "keys": keys}


# ---- judging


def _judge(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Judge so many people more for a day; the numbers as they stand."""
    desk = _roster()
    desk.set_today(datetime.date.fromisoformat(payload["today"]))
    finished = desk.judge(payload["count"])
    return {"finished": finished, "share": desk.judged_share, **telling.numbers(desk)}


def _result(_: Mapping[str, Any]) -> dict[str, Any]:
    return telling.result(_roster())


def _list(payload: Mapping[str, Any]) -> dict[str, Any]:
    return telling.listed(_roster(), _wanted(payload), payload["start"], payload["count"])


def _wanted(payload: Mapping[str, Any]) -> Wanted:
    names = Wanted.__dataclass_fields__
    return Wanted(**{name: value for name, value in payload.items() if name in names})


def _person(payload: Mapping[str, Any]) -> dict[str, Any]:
    desk = _roster()
    desk.set_today(datetime.date.fromisoformat(payload["today"]))
    return telling.opened(desk, _wanted(payload), payload["at"], payload["turn"])


def _answer(payload: Mapping[str, Any]) -> dict[str, Any]:
    desk = _roster()
    entry = desk.register.entry(payload["at"])
    if entry is not None:
        desk.answer(entry, payload["answers"])
    return {}


def _answer_all(payload: Mapping[str, Any]) -> dict[str, Any]:
    _roster().answer_all(payload["id"], payload["value"])
    return {}


# ---- files


def _export(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Make so many rows more of a file: the results of the people looked for, or the rows with errors.

    Begins anew with ``begin``; gives what is ready of the file, which is whole when it is finished.
    """
    global _writing
    desk, form = _roster(), payload["format"]
    if payload["begin"]:
        if payload["what"] == "faults":
            made = faulty_rows(desk, form)
        else:
            made = results(desk, desk.register.select(_wanted(payload)), form)
        _writing = payload["mark"], made
    assert _writing is not None and _writing[0] == payload["mark"]
    made = _writing[1]
    ready = made.step(payload["count"])
    if made.finished:
        _writing = None
    file = _stem(desk.name)
    name = say(f"name_{payload['what']}", file=file, day=desk.office.today.isoformat())
    return {"finished": made.finished, "share": made.share, "bytes": ready, "name": f"{name}.{form}"}


def _give_up(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A file that nobody waits for any more; another one may be on its way already."""
    global _writing
    if _writing and _writing[0] == payload["mark"]:
        _writing = None
    return {}


def _mend(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Corrected rows in the place of those with errors; nothing is changed where the file is unclear."""
    desk = _roster()
    try:
        rows = corrected(desk, payload["name"], bytes(payload["bytes"]))
    except UnreadableRosterError as error:
        return {"error": str(error)}
    desk.put_in_place(rows)
    keys = [key_of(place) for place in desk.places.wanted()]
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
    "look": _look,
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
    "give_up": _give_up,
    "mend": _mend,
    "template": _template,
    "close": _close,
}
