"""Rows of a table to rows with an owner: whose it is, and what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xueshi.ledger import table as ledger
from xueshi.ledger.entries import RowError
from xueshi.ledger.files import is_moved
from xueshi.roster.people.owners import Owners, RefusedRowError, Remark, taking, tidy
from xueshi.roster.people.reviews import Reviews
from xueshi.roster.safe import GUARD, unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import PERSON_FIELDS, PLACE_FIELDS, YEAR
from xueshi.roster.tables.layout import Form, Layout
from xueshi.roster.tables.table import Record
from xueshi.workbook.marks import MERGED, TITLED, UNCOMPUTED, UNSAID

TABLE_STEP = 1_000_000_000
"""Rows of the n-th table (from 0) are numbered from n times this."""

Place = tuple[str, int]
"""A city, by its id or as it is written, and a year."""

NO_PLACE: Place = ("", 0)
"""Stands for a city and year that nobody wrote."""


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


class RowReader:
    """Reads the rows of one table. Their numbers begin behind ``base``, apart from those of other tables.

    ``mixed`` says that other tables tell people apart by something else.
    """

    def __init__(self, layout: Layout, base: int = 0, *, mixed: bool = False) -> None:
        self.layout, self.base = layout, base
        self._width = len(layout.headers)
        at = layout.places.get
        self._owners = Owners(layout, mixed=mixed)
        # Behind the last cell stands an empty one: columns that a table lacks are read from there.
        self._ledger = taking([at(name, self._width) for name in ledger.COLUMNS])
        self._reviews = Reviews(layout)
        numbers = (at(ledger.HOURS), at(ledger.SHOWN), *(place for _, place in layout.subjects))
        self.once = frozenset(place for place in numbers if place is not None)
        """Columns of numbers: one number merged over several cells is one number, not one in each."""
        self.used = layout.used
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
        return self._owners.of(self._padded(cells)).key

    def whose(self, cells: Sequence[str]) -> tuple[str, Place]:
        """The key of a row; its city and year, empty where it says neither. Raises ``RefusedRowError``."""
        owner = self._owners.of(self._padded(cells))
        return owner.key, (owner.city, owner.year)

    def read(self, line: int, cells: Sequence[str]) -> Row:
        """A row. Raises ``RefusedRowError``."""
        if len(cells) > self._width:
            self._refuse_wide(cells)
        padded = self._padded(cells)
        lost = self._unsaid(padded) if UNSAID in "".join(padded) else None
        owner = self._owners.of(padded)
        number, year, form = self.base + line, owner.year, self.layout.form
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
            answers = tuple((name, text) for name, at in self.layout.answers if (text := tidy(padded[at])))
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
