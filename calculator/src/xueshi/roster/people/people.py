"""Rows with an owner to people, each with a ledger of his own. Nobody is merged with another silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.judge.decide import UNKNOWN
from xueshi.ledger.entries import RowError
from xueshi.ledger.table import Line
from xueshi.roster.people.ids import is_card, near_id
from xueshi.roster.people.owners import Remark
from xueshi.roster.people.rows import TABLE_STEP, Place, Row
from xueshi.roster.sentences import say
from xueshi.roster.tables.layout import Form

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
    summed: int = 0
    """Number of the row with the totals, 0 for none."""


def gather(
    rows: Iterable[Row], usual: Place, city: Callable[[str], str | None]
) -> tuple[list[Person], list[tuple[Row, str]]]:
    """The people of some rows in the order of their first row, and rows that nobody can be given.

    All rows of a person must be there, and all whose key is his. ``usual`` are the city and year of rows that
    say neither; ``city`` has the id of a city as written.
    """
    with_id: dict[str, dict[str, list[Row]]] = {}
    nameless: dict[str, list[Row]] = {}
    for row in rows:
        if row.id:
            with_id.setdefault(near_id(row.id), {}).setdefault(row.id, []).append(row)
        else:
            nameless.setdefault(bare_name(row), []).append(row)
    people: list[Person] = []
    refused: list[tuple[Row, str]] = []
    for alike in with_id.values():
        near = (
            [Remark("near_id", say("remark_near_id", ids=_listed(sorted(alike))))] if len(alike) > 1 else []
        )
        for same in alike.values():
            for own, remarks in _with_one_id(same, refused):
                people.extend(_people(own, usual, [*_remarks(own), *remarks, *near], refused, city))
    for same in nameless.values():
        for own, remarks in _with_one_name(same):
            people.extend(_people(own, usual, [*_remarks(own), *remarks], refused, city))
    people.sort(key=lambda person: person.first)
    return people, refused


def bare_name(row: Row) -> str:
    """A name as it is compared."""
    return "".join(row.name.split())


_Group = tuple[Sequence[Row], Sequence[Remark]]
"""Rows of one person, and what has to be told of him."""


def _with_one_id(rows: Sequence[Row], refused: list[tuple[Row, str]]) -> Iterable[_Group]:
    """The people under one id: of different names, cards or units they are never one.

    Units do not matter where all rows have one identity number: it is his in every unit.
    """
    for named, names in _split(rows, bare_name, "names", refused):
        for carded, cards in _split(named, lambda row: row.card, "cards", refused):
            same_card = is_card(carded[0].id) or all(is_card(row.card) for row in carded)
            units = [(carded, ())] if same_card else _split(carded, lambda row: row.unit, "id_units", refused)
            for own, told in units:
                yield own, (*names, *cards, *told)


def _split(
    rows: Sequence[Row], text: Callable[[Row], str], what: str, refused: list[tuple[Row, str]]
) -> list[_Group]:
    """Rows by something they say; where there is more than one, rows that do not say it are nobody's."""
    found = _apart(rows, text)
    if len(found) < 2:
        return [(rows, ())]
    listed = _listed(tuple(found))
    refused.extend((row, say(f"row_whose_{what}", found=listed)) for row in rows if not text(row))
    remark = Remark(f"two_{what}", say(f"remark_{what}", found=listed))
    return [(own, (remark,)) for own in found.values()]


def _apart(rows: Iterable[Row], text: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by something they say; without those that do not say it."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if text(row):
            found.setdefault(text(row), []).append(row)
    return found


def _with_one_name(rows: Sequence[Row]) -> Iterable[_Group]:
    """The people of one name without an id: by unit and department, and where no unit is named by table.

    A row of a list of staff adds no hours: it belongs to whom it fits if that is one only.
    """
    groups: dict[tuple[str, str, int], list[Row]] = {}
    for row in rows:
        if row.form is not Form.STAFF:
            table = -1 if row.unit else row.number // TABLE_STEP
            groups.setdefault((row.unit, row.department, table), []).append(row)
    learned = tuple(groups)
    single = len(learned) == len({(row.unit, row.department) for row in rows if row.form is Form.STAFF}) == 1
    for row in rows:
        if row.form is Form.STAFF:
            fitting = [
                key
                for key in learned
                if key[:2] == (row.unit, row.department)
                or (single and key[0] == row.unit and not (key[1] and row.department))
            ]
            groups.setdefault(fitting[0] if len(fitting) == 1 else (row.unit, row.department, -1), []).append(
                row
            )
    remarks = []
    places = tuple(dict.fromkeys(" ".join(filter(None, key[:2])) or say("no_unit") for key in groups))
    if len(places) > 1:
        remarks.append(Remark("same_name", say("remark_same_name", units=_listed(sorted(places)))))
    if len(groups) > len(places):
        remarks.append(Remark("same_name_tables", say("remark_same_name_tables")))
    for own in groups.values():
        yield own, remarks


def _remarks(rows: Sequence[Row]) -> list[Remark]:
    remarks = list(dict.fromkeys(remark for row in rows for remark in row.remarks))
    units = tuple(dict.fromkeys(row.unit for row in rows if row.unit))
    if len(units) > 1:
        remarks.append(Remark("two_units", say("remark_units", units=_listed(units))))
    return remarks


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_NAMED])
    return shown if len(names) <= MOST_NAMED else say("and_more", names=shown, count=len(names))


def _people(
    rows: Sequence[Row],
    usual: Place,
    remarks: Sequence[Remark],
    refused: list[tuple[Row, str]],
    city: Callable[[str], str | None],
) -> Iterable[Person]:
    """One person's rows by city and year, however the city is written."""
    where = {
        (written, year): (city(written or usual[0]) or written or usual[0], year or usual[1])
        for written, year in {(row.city, row.year) for row in rows}
    }
    placed: dict[Place, list[Row]] = {}
    for row in rows:
        if row.form is not Form.STAFF and all(place := where[row.city, row.year]):
            placed.setdefault(place, []).append(row)
    learned = tuple(placed)
    for row in rows:
        place = where[row.city, row.year]
        if row.form is Form.STAFF:
            for fitting in _of_staff(row, place, learned):
                placed.setdefault(fitting, []).append(row)
        if not all(place) and not (row.form is Form.STAFF and learned):
            refused.append((row, say("row_no_place" if not row.city else "row_no_year")))
    cities: dict[int, list[str]] = {}
    for (_, year), own in placed.items():
        cities.setdefault(year, []).append(_first(own, "city") or usual[0])
    for (_, year), own in placed.items():
        own.sort(key=lambda row: row.number)
        moved = list(remarks)
        if len(cities[year]) > 1:
            moved.append(Remark("two_places", say("remark_places", places=_listed(cities[year]))))
        person = _person(own, _first(own, "city") or usual[0], year, moved, refused)
        if person is not None:
            yield person


def _of_staff(row: Row, place: Place, learned: Sequence[Place]) -> Sequence[Place]:
    """Where a row of a list of staff belongs: it need not repeat city and year, it only says who is there."""
    fitting = [
        known
        for known in learned
        if (not row.city or place[0] == known[0]) and (not place[1] or place[1] == known[1])
    ]
    return fitting or ([place] if all(place) else [])


def _person(
    rows: Sequence[Row],
    city: str,
    year: int,
    remarks: Sequence[Remark],
    refused: list[tuple[Row, str]],
) -> Person | None:
    """A person; None where nobody knows which of several rows holds: then none of them is taken."""
    learned = [row for row in rows if row.form is Form.ROWS]
    summed = [row for row in rows if row.form is Form.TOTALS]
    told = list(remarks)
    if learned:
        refused.extend((row, say("row_also_listed")) for row in summed)
        rows = [row for row in rows if row.form is not Form.TOTALS]
        summed = []
    elif len(summed) > 1:
        if len({(frozenset(row.totals), row.answers, bool(row.faults)) for row in summed}) > 1:
            refused.extend((row, say("row_person_twice")) for row in rows)
            return None
        told.append(Remark("twice", say("remark_twice")))
        rows = [row for row in rows if row.form is not Form.TOTALS or row is summed[0]]
    faults = tuple(fault for row in rows for fault in row.faults)
    blank = not any(text.strip() for row in summed for _, text in row.totals)
    if not learned and blank and not faults:
        told.append(Remark("no_rows", say("remark_no_rows")))
    answers = _answers(rows)
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
        answers=MappingProxyType(
            {name: min(given) if len(given) == 1 else UNKNOWN for name, given in answers.items()}
        ),
        remarks=tuple(told),
        faults=faults,
        summed=summed[0].number if summed else 0,
    )


def _answers(rows: Sequence[Row]) -> dict[str, set[str]]:
    """All that rows answer to each question."""
    answers: dict[str, set[str]] = {}
    for row in rows:
        for question, text in row.answers:
            answers.setdefault(question, set()).add(text)
    return answers


def _first(rows: Sequence[Row], name: str) -> str:
    """What the first row says that says anything."""
    return next((text for row in rows if (text := getattr(row, name))), "")
