"""Rows with an owner to people, each with a ledger of his own. Nobody is merged with another silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.ledger.entries import RowError
from xueshi.ledger.table import Line
from xueshi.roster.columns import Form
from xueshi.roster.rows import Remark, Row
from xueshi.roster.sentences import say

MOST_NAMED = 5
"""Names or units that one remark lists."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one city and year, as the tables have him; what they do not say is empty.

    ``totals`` are hours by name of subject for a person of whom nothing else is known, else None.
    """

    first: int
    """Number of his first row: people come in this order."""
    id: str
    name: str
    unit: str
    department: str
    city: str
    year: int
    lines: tuple[Line, ...] = ()
    totals: Mapping[str, str] | None = None
    answers: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    remarks: tuple[Remark, ...] = ()
    faults: tuple[RowError, ...] = ()


def gather(rows: Iterable[Row], usual: tuple[str, int]) -> tuple[list[Person], list[tuple[Row, str]]]:
    """The people of some rows in the order of their first row, and rows that nobody can be given.

    All rows of a person must be there. ``usual`` are the city and year of rows that say neither.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    units_of: dict[str, set[str]] = {}
    for row in rows:
        if row.id:
            groups.setdefault(("#" + row.id, ""), []).append(row)
        else:
            name = "@" + "".join(row.name.split())
            units_of.setdefault(name, set()).add(row.unit)
            groups.setdefault((name, row.unit), []).append(row)
    people: list[Person] = []
    refused: list[tuple[Row, str]] = []
    for (key, _), own in groups.items():
        same_name = sorted(units_of.get(key, ()))
        remarks = _remarks(own, same_name if len(same_name) > 1 else [])
        people.extend(_people(own, usual, remarks, refused))
    people.sort(key=lambda person: person.first)
    return people, refused


def _remarks(rows: Sequence[Row], same_name: Sequence[str]) -> list[Remark]:
    remarks = list(dict.fromkeys(remark for row in rows for remark in row.remarks))
    names = tuple(dict.fromkeys(row.name for row in rows if row.name))
    units = tuple(dict.fromkeys(row.unit for row in rows if row.unit))
    if len({"".join(name.split()) for name in names}) > 1:
        remarks.append(Remark("two_names", say("remark_names", names=_listed(names))))
    if len(units) > 1:
        remarks.append(Remark("two_units", say("remark_units", units=_listed(units))))
    if same_name:
        units = tuple(unit or say("no_unit") for unit in same_name)
        remarks.append(Remark("same_name", say("remark_same_name", units=_listed(units))))
    return remarks


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else say("and_more", names=shown, count=len(names))


def _people(
    rows: Sequence[Row],
    usual: tuple[str, int],
    remarks: Sequence[Remark],
    refused: list[tuple[Row, str]],
) -> Iterable[Person]:
    """One person's rows by city and year."""
    placed: dict[tuple[str, int], list[Row]] = {}
    homeless = []
    for row in rows:
        place = (row.city or usual[0], row.year or usual[1])
        if place[0] and place[1]:
            placed.setdefault(place, []).append(row)
        else:
            homeless.append(row)
    # A list of staff need not repeat the year: it only says that there is such a person.
    refused.extend(
        (row, say("row_no_place" if not row.city else "row_no_year"))
        for row in homeless
        if row.form is not Form.STAFF or not placed
    )
    for (city, year), own in placed.items():
        yield _person(own, city, year, remarks, refused)


def _person(
    rows: Sequence[Row],
    city: str,
    year: int,
    remarks: Sequence[Remark],
    refused: list[tuple[Row, str]],
) -> Person:
    learned = [row for row in rows if row.form is Form.ROWS]
    summed = [row for row in rows if row.form is Form.TOTALS]
    told = list(remarks)
    if learned or len(summed) > 1:
        again = "row_also_listed" if learned else "row_person_twice"
        for row in summed if learned else summed[1:]:
            if learned or (row.totals, row.answers) != (summed[0].totals, summed[0].answers):
                refused.append((row, say(again)))
            elif not any(remark.code == "twice" for remark in told):
                told.append(Remark("twice", say("remark_twice")))
        summed = [] if learned else summed[:1]
    if not learned and not summed:
        told.append(Remark("no_rows", say("remark_no_rows")))
    answers: dict[str, set[str]] = {}
    for row in rows:
        for question, text in row.answers:
            answers.setdefault(question, set()).add(text)
    if any(len(given) > 1 for given in answers.values()):
        told.append(Remark("two_answers", say("remark_answers")))
    ordered = sorted(learned, key=lambda row: row.number)
    return Person(
        first=min(row.number for row in rows),
        id=rows[0].id,
        name=_first(rows, "name"),
        unit=_first(rows, "unit"),
        department=_first(rows, "department"),
        city=city,
        year=year,
        lines=tuple([Line(row.number, row.cells) for row in ordered]),
        totals=MappingProxyType(dict(summed[0].totals)) if summed else None,
        answers=MappingProxyType({name: min(given) for name, given in answers.items() if len(given) == 1}),
        remarks=tuple(told),
        faults=tuple(fault for row in summed for fault in row.faults),
    )


def _first(rows: Sequence[Row], name: str) -> str:
    """What the first row says that says anything."""
    return next((text for row in rows if (text := getattr(row, name))), "")
