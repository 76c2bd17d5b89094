"""Rows of tables to people, each with a ledger of his own. Nobody is merged with somebody else silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from xueshi.ledger import table as ledger
from xueshi.ledger.cells import plain
from xueshi.ledger.entries import RowError
from xueshi.ledger.table import Line
from xueshi.roster.columns import Form, Layout
from xueshi.roster.headers import (
    APPROVED,
    CARD,
    CITY,
    DEPARTMENT,
    NAME,
    STAFF_ID,
    SUM_ROWS,
    UNIT,
    YEAR,
    visible,
)
from xueshi.roster.safe import unguarded
from xueshi.roster.sentences import say
from xueshi.roster.table import LOST

NO_PLACE = ("", 0)
"""Stands for a city and year that nobody wrote."""

_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*[Ee]\+?[0-9]{1,3}")
_CARD = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_YEAR = re.compile(r"([12][0-9]{3})(?:\.0+)?(?:年度?|度)?")

YES_WORDS = frozenset(
    (
        "是",
        "已审核",
        "审核通过",
        "已通过",
        "通过",
        "全部通过",
        "全部审核通过",
        "√",
        "✓",
        "Y",
        "y",
        "TRUE",
        "true",
    )
)
NO_WORDS = frozenset(("否", "未审核", "未通过", "不通过", "未全部审核", "×", "N", "n", "FALSE", "false"))

MOST_NAMED = 5
"""Names or units that one remark lists."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told of a person that is no matter of the rule."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with whose it is; ``number`` is unique among all tables."""

    number: int
    id: str
    name: str
    unit: str
    department: str
    city: str
    year: int
    """The city as written and the year, ``NO_PLACE`` where the table says neither."""
    form: Form
    cells: tuple[str, ...] = ()
    """In the order of the ledger's columns, where a row is something learned."""
    totals: tuple[tuple[str, str], ...] = ()
    """Hours by the name of the subject, where a row is a person."""
    answers: tuple[tuple[str, str], ...] = ()
    faults: tuple[RowError, ...] = ()
    """What cannot be read although the person can be judged without it."""
    remarks: tuple[Remark, ...] = ()


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


class RefusedRowError(ValueError):
    """Raised for a row that cannot be given to anybody; has the column and what was found there."""

    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column, self.value = column, value


class RowReader:
    """Reads the rows of one table. Rows of table ``base`` and up are numbered apart from those of others."""

    def __init__(self, layout: Layout, base: int = 0) -> None:
        self.layout, self.base = layout, base
        at = layout.places.get
        self._id, self._card, self._name = at(STAFF_ID), at(CARD), at(NAME)
        self._person = [place for place in (self._id, self._card, self._name) if place is not None]
        self._others = [at(name) for name in (UNIT, DEPARTMENT, CITY)]
        self._year, self._approved = at(YEAR), at(APPROVED)
        self._ledger = [at(name) for name in ledger.COLUMNS]
        self._has_id = self._id is not None or self._card is not None
        self._width = len(layout.headers)
        numbers = (at(ledger.HOURS), at(ledger.SHOWN), *(place for _, place in layout.subjects))
        self.once = frozenset(place for place in numbers if place is not None)
        """Columns of numbers: one number merged over several rows is one number, not one a row."""

    def key(self, cells: Sequence[str]) -> str:
        """What tells this row's person from others, as far as it decides where the row is kept.

        Raises ``RefusedRowError``.
        """
        return self._identity(cells)[0]

    def _identity(self, cells: Sequence[str]) -> tuple[str, str, str]:
        """Key, id and name of a row. Raises ``RefusedRowError``."""
        name = _tidy(_cell(cells, self._name))
        if name in SUM_ROWS:
            raise RefusedRowError(NAME, name, say("row_is_sum", value=name))
        for column, place in ((STAFF_ID, self._id), (CARD, self._card)):
            text = _cell(cells, place)
            if not text.strip():
                continue
            found = id_text(text)
            if found in SUM_ROWS:
                raise RefusedRowError(column, found, say("row_is_sum", value=found))
            if text.endswith(LOST) or _SCIENTIFIC.fullmatch(found) or _lost_digits(found):
                raise RefusedRowError(column, text.rstrip(LOST), say("row_id_lost", value=text.rstrip(LOST)))
            if found:
                return f"#{found}", found, name
        if not name:
            code = "row_nobody" if self._has_id else "row_no_name"
            raise RefusedRowError(NAME, "", say(code))
        return f"@{''.join(name.split())}", "", name

    def read(self, line: int, cells: Sequence[str]) -> Row:
        """A row. Raises ``RefusedRowError``."""
        if any(cell.strip() for cell in cells[self._width :]):
            extra = next(cell for cell in cells[self._width :] if cell.strip())
            raise RefusedRowError("", extra, say("row_too_wide", cells=len(cells), columns=self._width))
        _, person, name = self._identity(cells)
        unit, department, city = (_tidy(_cell(cells, place)) for place in self._others)
        number = self.base + line
        remarks = []
        if any(visible(text) != text and not text.endswith(LOST) for text in self._own(cells)):
            remarks.append(Remark("invisible", say("remark_invisible")))
        if self._has_id and not person:
            remarks.append(Remark("no_id", say("remark_no_id")))
        if _CARD.fullmatch(person) and not _checks(person):
            remarks.append(Remark("card_check", say("remark_card", value=person)))
        answers = [
            (question, text) for question, at in self.layout.answers if (text := _tidy(_cell(cells, at)))
        ]
        found: tuple[str, ...] = ()
        totals: tuple[tuple[str, str], ...] = ()
        faults: tuple[RowError, ...] = ()
        form = self.layout.form
        if form is Form.ROWS:
            found = tuple(
                [unguarded(cells[at]) if at is not None and at < len(cells) else "" for at in self._ledger]
            )
            if not any(cell.strip() for cell in found):
                found, form = (), Form.STAFF
        elif form is Form.TOTALS:
            totals = tuple((subject, _cell(cells, at)) for subject, at in self.layout.subjects)
            answer, faults = self._all_approved(number, _cell(cells, self._approved))
            answers.extend(answer)
        return Row(
            number, person, name, unit, department, city, self._year_of(cells), form,
            found, totals, tuple(answers), faults, tuple(remarks),
        )  # fmt: skip

    def place_cells(self, cells: Sequence[str]) -> tuple[str, str]:
        """What a row says of city and year, as written."""
        return _cell(cells, self._others[2]), _cell(cells, self._year)

    def place(self, cells: Sequence[str]) -> tuple[str, int]:
        """City and year of a row, empty where it says neither. Raises ``RefusedRowError``."""
        return _tidy(_cell(cells, self._others[2])), self._year_of(cells)

    def _own(self, cells: Sequence[str]) -> list[str]:
        return [cells[place] for place in self._person if place < len(cells)]

    def _year_of(self, cells: Sequence[str]) -> int:
        text = _cell(cells, self._year)
        if not plain(text):
            return 0
        match = _YEAR.fullmatch(plain(visible(text)))
        if not match:
            raise RefusedRowError(YEAR, text, say("row_year", value=text))
        return int(match[1])

    def _all_approved(
        self, number: int, cell: str
    ) -> tuple[tuple[tuple[str, str], ...], tuple[RowError, ...]]:
        """The answer of a cell that says whether all is approved, or the fault of one that does not."""
        text = plain(visible(cell))
        if not text:
            return (), ()
        if text in YES_WORDS:
            return (("all_approved", ledger.YES),), ()
        if text in NO_WORDS:
            return (("all_approved", ledger.NO),), ()
        return (), (RowError(number, APPROVED, cell, say("row_approved", value=cell)),)


def id_text(cell: str) -> str:
    """An id as text: half-width, without white space and what guards it against being taken for a number."""
    return "".join(plain(visible(unguarded(cell)).lstrip("'")).split()).upper()


def _tidy(cell: str) -> str:
    return " ".join(plain(visible(unguarded(cell))).split()) if cell else ""


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _checks(card: str) -> bool:
    """Whether the last character of an identity number follows from the others (GB 11643-1999)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, card, strict=False))
    return _CHECKS[total % 11] == card[17]


def _lost_digits(found: str) -> bool:
    """Whether a spreadsheet has made the last digits of a long number noughts."""
    return bool(_CARD.fullmatch(found)) and found.endswith("000") and not _checks(found)


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
        answers=MappingProxyType({name: text for row in rows for name, text in row.answers}),
        remarks=tuple(told),
        faults=tuple(fault for row in summed for fault in row.faults),
    )


def _first(rows: Sequence[Row], name: str) -> str:
    """What the first row says that says anything."""
    return next((text for row in rows if (text := getattr(row, name))), "")
