"""All tables of a roster to rows apart by person, and these to results: the same way for page and desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xueshi.roster.intake.notices import Notices
from xueshi.roster.intake.spool import Spool, SpooledRow
from xueshi.roster.people.judged import Office, Result
from xueshi.roster.people.owners import RefusedRowError
from xueshi.roster.people.people import gather
from xueshi.roster.people.rows import TABLE_STEP, Place, Row, RowReader
from xueshi.roster.results.writing import reason_of
from xueshi.roster.safe import row_mark, unguarded
from xueshi.roster.sentences import say
from xueshi.roster.tables.headers import (
    BEYOND,
    CARD,
    NAME,
    REASON,
    SOURCE_FILE,
    SOURCE_LINE,
    SOURCE_MARK,
    STAFF_ID,
)
from xueshi.roster.tables.layout import ColumnQuestion, Layout
from xueshi.roster.tables.source import Table

PROGRESS = 5_000
"""Rows between two reports."""

MOST_NAMED = 5
"""Columns that a sentence names."""

_LINE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
"""The number of a line, also as a spreadsheet may write it."""

MOST_PLACES = 10_000
"""Spellings of city and year that are remembered."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row with something that cannot be read: its number, its cells as written, what is wrong."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Correction:
    """A corrected row: its cells by header, the mark it was given, and its numbers and cells as written."""

    cells: Mapping[str, str]
    mark: str
    rows: list[tuple[int, tuple[str, ...]]]


def open_questions(tables: Iterable[Table]) -> tuple[ColumnQuestion, ...]:
    """What has to be asked about the columns of some tables, each once."""
    found = {question.id: question for table in tables for question in table.layout.questions}
    return tuple(found.values())


class Intake:
    """Reads tables into a spool. Tables of corrected rows put these in the place of the rows they correct."""

    def __init__(self, tables: Sequence[Table], spool: Spool, city: Callable[[str], str | None]) -> None:
        self.tables, self.spool, self.city = tuple(tables), spool, city
        self.layouts = tuple(table.layout for table in tables)
        self.places: set[Place] = set()
        """Cities and years that the tables name."""
        self.corrected = 0
        self.remarks: list[str] = []
        """What is told once everything is read."""
        self.unused: list[Fault] = []
        """Corrected rows that were not used, with the reason."""
        self.marks: dict[int, str] = {}
        """By number of a row that was corrected: the mark of the row as it stands in its table."""
        self._seen: set[tuple[str, int]] = set()

    def read(self) -> Iterator[int]:
        """Read everything; gives how many rows were read, now and then and at the end."""
        corrections = self._corrections()
        count = 0
        for number, table in enumerate(self.tables):
            if is_correction(table.layout):
                continue
            reader, spool = RowReader(table.layout), self.spool
            notices = Notices(table, reader)
            for record in table.rows():
                line, cells = record.line, reader.cells_of(record)
                notices.see(record)
                corrected = corrections.pop((table.name, line), None) if corrections else None
                if corrected is not None:
                    cells = self._exchanged(number, line, cells, corrected)
                try:
                    key, place = reader.whose(cells)
                    if place not in self._seen:
                        self.note_place(*place)
                except RefusedRowError:
                    key = ""
                spool.add(key, (number, line, cells))
                count += 1
                if not count % PROGRESS:
                    yield count
            self.remarks.extend(notices.told())
        for (name, line), corrected in corrections.items():
            self._leave(corrected, say("mend_no_row", file=name, line=line))
        self.unused.sort(key=lambda fault: fault.number)
        yield count

    def _exchanged(
        self, number: int, line: int, cells: tuple[str, ...], corrected: _Correction
    ) -> tuple[str, ...]:
        """The corrected cells of a row, or its own where the correction is not meant for it."""
        layout, mark = self.layouts[number], row_mark(cells)
        missing = [name for name in layout.headers if name and name not in corrected.cells]
        if missing or corrected.mark != mark:
            columns = say("mend_no_columns", names="、".join(missing[:MOST_NAMED]))
            self._leave(corrected, columns if missing else say("mend_other_row", line=line))
            return cells
        self.corrected += 1
        self.marks[number * TABLE_STEP + line] = mark
        return in_order(corrected.cells, layout)

    def _leave(self, corrected: _Correction, reason: str) -> None:
        self.unused.extend(Fault(number, written, (reason,)) for number, written in corrected.rows)

    def note_place(self, city: str, year: int) -> None:
        """A city as written and a year that the tables name."""
        if len(self._seen) >= MOST_PLACES:
            self._seen = set()
        self._seen.add((city, year))
        known = self.city(city) if city else ""
        if known is not None:
            self.places.add((known, year))

    def _corrections(self) -> dict[tuple[str, int], _Correction]:
        """Corrected rows by table and line; where two differ, none of them is used."""
        found: dict[tuple[str, int], _Correction] = {}
        differing: set[tuple[str, int]] = set()
        for number, table in enumerate(self.tables):
            if not is_correction(table.layout):
                continue
            headers = tuple(map(unguarded, table.layout.headers))
            own = [at for at, name in enumerate(headers) if name not in (REASON, SOURCE_FILE, SOURCE_LINE)]
            for record in table.rows():
                row = number * TABLE_STEP + record.line, record.cells
                target = target_of(table, record.cells)
                cells = {headers[at]: record.cells[at] if at < len(record.cells) else "" for at in own}
                correction = _Correction(cells, unguarded(cells.get(SOURCE_MARK, "")).strip(), [row])
                if target is None:
                    self._leave(correction, say("mend_no_place"))
                    continue
                former = found.setdefault(target, correction)
                if former is not correction:
                    former.rows.append(row)
                    if former.cells != cells:
                        differing.add(target)
        for target in differing:
            self._leave(found.pop(target), say("mend_twice", file=target[0], line=target[1]))
        return found


def target_of(table: Table, cells: Sequence[str]) -> tuple[str, int] | None:
    """Table and line of the row that a corrected one belongs to."""
    line = _LINE.fullmatch(_at(cells, table.layout.places[SOURCE_LINE]))
    return (_at(cells, table.layout.places[SOURCE_FILE]), int(line[1])) if line else None


def in_order(corrected: Mapping[str, str], layout: Layout) -> tuple[str, ...]:
    """A corrected row in the columns of the table that it belongs to."""
    cells = tuple(unguarded(corrected.get(name, "")) for name in layout.headers)
    beyond = unguarded(corrected.get(BEYOND, ""))
    return (*cells, beyond) if beyond.strip() else cells


def is_correction(layout: Layout) -> bool:
    """Whether a table says of each row where it comes from."""
    return {SOURCE_FILE, SOURCE_LINE} <= set(layout.places)


def _at(cells: Sequence[str], place: int) -> str:
    return unguarded(cells[place]).strip() if place < len(cells) else ""


def readers_of(layouts: Sequence[Layout]) -> tuple[RowReader, ...]:
    """A reader for every table; rows of different tables get different numbers."""
    mixed = len(set(map(_known_by, layouts))) > 1
    return tuple(RowReader(layout, number * TABLE_STEP, mixed=mixed) for number, layout in enumerate(layouts))


def judge_rows(
    rows: Iterable[SpooledRow], readers: Sequence[RowReader], office: Office, usual: Place
) -> tuple[list[Result], list[Fault]]:
    """The results of all people in some rows, in order, and the rows with faults.

    ``usual`` are the city and year of rows that say neither.
    """
    read: list[Row] = []
    written: dict[int, tuple[str, ...]] = {}
    reasons: dict[int, list[str]] = {}
    for table, line, cells in rows:
        reader = readers[table]
        number = reader.base + line
        written[number] = cells
        try:
            read.append(reader.read(line, cells))
        except RefusedRowError as error:
            reason = (
                say("row_reason", column=error.column, message=str(error)) if error.column else str(error)
            )
            reasons.setdefault(number, []).append(reason)
    people, refused = gather(read, usual, office.city)
    for row, message in refused:
        reasons.setdefault(row.number, []).append(message)
    results = [office.judge(person) for person in people]
    for result in results:
        for wrong in result.errors:
            if wrong.row is not None:
                reasons.setdefault(wrong.row, []).append(reason_of(wrong))
    faults = [Fault(number, written[number], tuple(reasons[number])) for number in sorted(reasons)]
    return results, faults


def _known_by(layout: Layout) -> str:
    """The column by which a table tells people apart."""
    return next((name for name in (STAFF_ID, CARD) if name in layout.places), NAME)
