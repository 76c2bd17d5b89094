"""Rows of a table to rows with an owner: who it is, where and when, what was learned. Ids are text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from xueshi.ledger import table as ledger
from xueshi.ledger.cells import plain
from xueshi.ledger.entries import RowError
from xueshi.ledger.files import is_moved
from xueshi.roster.people.ids import checks, id_text, is_card, is_lost, near_id
from xueshi.roster.people.nobody import nobody
from xueshi.roster.people.reviews import Reviews
from xueshi.roster.safe import GUARD, unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import (
    CARD,
    CITY,
    DEPARTMENT,
    NAME,
    PERSON_FIELDS,
    PLACE_FIELDS,
    STAFF_ID,
    UNIT,
    YEAR,
    bare_header,
    visible,
)
from xueshi.roster.tables.layout import Form, Layout
from xueshi.roster.tables.table import Record
from xueshi.workbook.marks import LOST, MERGED, TITLED, UNCOMPUTED, UNSAID

TABLE_STEP = 1_000_000_000
"""Rows of the n-th table (from 0) are numbered from n times this."""

NO_PLACE = ("", 0)
"""Stands for a city and year that nobody wrote."""

NOTHING = frozenset(("无", "没有", "暂无", "空", "不详", "待定", "同上", "々", "N/A"))
"""What people write where they have no name or number to write."""

_LETTER = re.compile(r"\w")
SUSPECT = "[计均数时注说表核责报办人名位白章页]"
"""Characters of which a text has one that stands for nobody: a sum, a note, who signed."""

_SUSPECT = re.compile(SUSPECT)
_SEVERAL = re.compile(r"\w\s*[、,;/&+，；]\s*\w|等\s*[0-9]*\s*[人名]$")
_YEAR = re.compile(r"([12][0-9]{3})(?:\.0+)?(?:年度?|度)?")

MOST_REMEMBERED = 20_000
"""Owners that a reader remembers before it starts anew: most rows have the owner of another."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told of a person that is no matter of the rule."""

    code: str
    message: str


class Row(NamedTuple):
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
    card: str = ""
    """Identity number, where the row has one besides its id."""


class RefusedRowError(ValueError):
    """Raised for a row that cannot be given to anybody; has the column and what was found there."""

    def __init__(self, column: str, value: str, message: str) -> None:
        super().__init__(message)
        self.column, self.value = column, value


class _Owner(NamedTuple):
    """Whose a row is, and where and when: what its first cells say."""

    key: str
    id: str
    name: str
    unit: str
    department: str
    city: str
    year: int | RefusedRowError
    remarks: tuple[Remark, ...]
    card: str


class RowReader:
    """Reads the rows of one table. Their numbers begin behind ``base``, apart from those of other tables.

    ``mixed`` says that other tables tell people apart by something else.
    """

    def __init__(self, layout: Layout, base: int = 0, *, mixed: bool = False) -> None:
        self.layout, self.base, self.mixed = layout, base, mixed
        self._width = len(layout.headers)
        at = layout.places.get
        owner = (STAFF_ID, CARD, NAME, UNIT, DEPARTMENT, CITY, YEAR)
        # Behind the last cell stands an empty one: columns that a table lacks are read from there.
        self._owner_cells = _getter([at(name, self._width) for name in owner])
        self._ledger = _getter([at(name, self._width) for name in ledger.COLUMNS])
        self._reviews = Reviews(layout)
        self._has_id = at(STAFF_ID) is not None or at(CARD) is not None
        self._owners: dict[tuple[str, ...], _Owner] = {}
        self._headers = frozenset(bare_header(name) for name in layout.headers if name)
        numbers = (at(ledger.HOURS), at(ledger.SHOWN), *(place for _, place in layout.subjects))
        self.once = frozenset(place for place in numbers if place is not None)
        """Columns of numbers: one number merged over several cells is one number, not one in each."""
        several = (place for places in layout.together.values() for place in places)
        told = (place for _, place in (*layout.subjects, *layout.answers))
        self.used = frozenset((*layout.places.values(), *told, *several))
        """All columns that are read."""
        fields = (*PERSON_FIELDS, *PLACE_FIELDS)
        self._whose = frozenset(layout.places[name] for name in fields if name in layout.places)

    def cells_of(self, record: Record) -> tuple[str, ...]:
        """The cells of a row. Numbers in merged cells are those of the cell in which they stand, of no other.

        Of a cell beside it nobody knows; nor of one below, where a row is all that is said of a person.
        """
        if not record.merged and not record.beside:
            return record.cells
        marks = dict.fromkeys(record.merged & self.once, "" if self.layout.form is Form.ROWS else MERGED)
        for at, origin in record.beside.items():
            if at in self.once:
                marks[at] = TITLED if origin in self._whose else MERGED
        if not marks:
            return record.cells
        cells = [*record.cells, *[""] * (max(marks) + 1 - len(record.cells))]
        for at, mark in marks.items():
            cells[at] = mark
        return tuple(cells)

    def key(self, cells: Sequence[str]) -> str:
        """What tells this row's person from others, as far as it decides where the row is kept.

        Raises ``RefusedRowError``.
        """
        return self._owner(self._padded(cells)).key

    def whose(self, cells: Sequence[str]) -> tuple[str, tuple[str, int]]:
        """The key of a row; its city and year, empty where it says neither. Raises ``RefusedRowError``."""
        owner = self._owner(self._padded(cells))
        return owner.key, (owner.city, _year_of(owner))

    def read(self, line: int, cells: Sequence[str]) -> Row:
        """A row. Raises ``RefusedRowError``."""
        if len(cells) > self._width:
            self._refuse_wide(cells)
        padded = self._padded(cells)
        lost = self._unsaid(padded) if UNSAID in "".join(padded) else None
        owner = self._owner(padded)
        number, year, form = self.base + line, _year_of(owner), self.layout.form
        if form is Form.TOTALS and not year and self.layout.blank_year:
            raise RefusedRowError(YEAR, "", self.layout.blank_year)
        found: tuple[str, ...] = ()
        totals: tuple[tuple[str, str], ...] = ()
        faults: tuple[RowError, ...] = ()
        answers: tuple[tuple[str, str], ...] = ()
        if lost:
            # The row counts for nothing, but it is his: whoever opens him is told of it.
            form, faults = Form.STAFF, (RowError(number, lost.column, lost.value, str(lost)),)
        elif self.layout.answers:
            answers = tuple((name, text) for name, at in self.layout.answers if (text := _tidy(padded[at])))
        if form is Form.ROWS:
            found = self._ledger(padded)
            written = "".join(found)
            if GUARD in written:
                found = tuple(map(unguarded, found))
            if not written.strip():
                found, form = (), Form.STAFF
            elif self._reviews:
                found = self._reviews.settled(found, padded)
        elif form is Form.TOTALS:
            totals = tuple((subject, padded[at]) for subject, at in self.layout.subjects)
            approved, faults = self._reviews.all_approved(number, padded)
            answers = (*answers, *approved)
        return Row(
            number, owner.id, owner.name, owner.unit, owner.department, owner.city, year, form,
            found, totals, answers, faults, owner.remarks, owner.card,
        )  # fmt: skip

    def _unsaid(self, padded: Sequence[str]) -> RefusedRowError | None:
        """What the file does not hold: a blank in its place would be somebody's lost hours.

        Raises ``RefusedRowError`` where nobody can be given the row.
        """
        headers = self.layout.headers
        lost = [at for at in sorted(self.used) if padded[at].endswith((UNCOMPUTED, MERGED, TITLED))]
        if any(padded[at] == TITLED for at in lost):
            raise RefusedRowError("", "", say("row_title"))
        for at in lost:
            if at in self._whose:
                raise RefusedRowError(headers[at], "", say("row_formula"))
        if not lost:
            return None
        code = "row_formula" if padded[lost[0]].endswith(UNCOMPUTED) else "row_merged"
        return RefusedRowError(headers[lost[0]], "", say(code))

    def _refuse_wide(self, cells: Sequence[str]) -> None:
        """Refuse a row with something behind its last column, or with hours that may stand further on."""
        extra = next((cell for cell in cells[self._width :] if cell.strip()), "")
        hours = self.layout.places.get(ledger.HOURS)
        if extra or (hours is not None and is_moved(cells, self._width, hours)):
            raise RefusedRowError("", extra, say("row_too_wide", cells=len(cells), columns=self._width))

    def _padded(self, cells: Sequence[str]) -> Sequence[str]:
        """As many cells as the header has, and an empty one behind them."""
        if len(cells) == self._width:
            return (*cells, "")
        missing = [""] * (self._width + 1 - len(cells))
        return (*cells[: self._width], *(missing or [""]))

    def _owner(self, padded: Sequence[str]) -> _Owner:
        cells = self._owner_cells(padded)
        found = self._owners.get(cells)
        if found is None:
            found = self._read_owner(cells)
            if len(self._owners) >= MOST_REMEMBERED:
                self._owners = {}
            self._owners[cells] = found
        return found

    def _read_owner(self, cells: tuple[str, ...]) -> _Owner:
        """Raises ``RefusedRowError``."""
        staff_id, card, name, unit, department, city, year = cells
        key, person, name = self._identity(staff_id, card, name)
        remarks = []
        if any(visible(text) != text and not text.endswith(LOST) for text in cells[:3]):
            remarks.append(Remark("invisible", say("remark_invisible")))
        if self.mixed:
            remarks.append(Remark("other_ids", say("remark_other_ids")))
        if self._has_id and not person:
            remarks.append(Remark("no_id", say("remark_no_id")))
        if is_card(person) and not checks(person):
            remarks.append(Remark("card_check", say("remark_card", value=person)))
        unit, department, city = map(_tidy, (unit, department, city))
        second = id_text(card) if staff_id.strip() else ""
        second = "" if is_lost(card, second) else second
        return _Owner(key, person, name, unit, department, city, _year(year), tuple(remarks), second)

    def _identity(self, staff_id: str, card: str, written: str) -> tuple[str, str, str]:
        """Key, id and name of a row. Raises ``RefusedRowError``."""
        name = _tidy(written)
        for column, text in ((NAME, name), (STAFF_ID, _tidy(staff_id)), (CARD, _tidy(card))):
            if _SUSPECT.search(text) and (code := nobody(text)):
                raise RefusedRowError(column, text, say(code, value=text))
        if bare_header(written) in self._headers:
            raise RefusedRowError(NAME, name, say("row_is_header", value=name))
        unnamed = "" if _says_nothing(name) else name
        for column, text in ((STAFF_ID, staff_id), (CARD, card)):
            if not text.strip() or _says_nothing(_tidy(text)):
                continue
            found = id_text(text)
            if found in self._headers:
                raise RefusedRowError(column, found, say("row_is_header", value=found))
            if is_lost(text, found):
                raise RefusedRowError(column, text.rstrip(LOST), say("row_id_lost", value=text.rstrip(LOST)))
            if found:
                return f"#{near_id(found)}", found, unnamed
        if not name:
            code = "row_nobody" if self._has_id else "row_no_name"
            raise RefusedRowError(NAME, "", say(code))
        if not unnamed:
            raise RefusedRowError(NAME, name, say("row_nameless", value=name))
        if _SEVERAL.search(name):
            raise RefusedRowError(NAME, name, say("row_several", value=name))
        return f"@{''.join(name.split())}", "", name


def _getter(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes several cells of a row at once."""
    return itemgetter(*places)


def _year(cell: str) -> int | RefusedRowError:
    """The year of a cell, 0 for none; what is wrong where it names none."""
    text = plain(visible(cell))
    if not text:
        return 0
    match = _YEAR.fullmatch(text)
    return int(match[1]) if match else RefusedRowError(YEAR, cell, say("row_year", value=cell))


def _year_of(owner: _Owner) -> int:
    if isinstance(owner.year, RefusedRowError):
        raise owner.year
    return owner.year


def _says_nothing(text: str) -> bool:
    """Whether what stands for a name or an id only says that there is none, or is what a spreadsheet lost."""
    return bool(text) and (not _LETTER.search(text) or text.upper() in NOTHING or text.startswith("#"))


def _tidy(cell: str) -> str:
    return " ".join(plain(visible(unguarded(cell))).split()) if cell else ""
