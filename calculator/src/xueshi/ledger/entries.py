"""Lines of a ledger to entries a rule can judge, or to errors: where, what found, what allowed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from xueshi.ledger import table
from xueshi.ledger.cells import plain, read_date, read_hours
from xueshi.ledger.table import Line
from xueshi.model.rule import Requirement
from xueshi.texts import say


@dataclass(frozen=True, slots=True)
class RowError:
    """A cell that cannot be read: its line, column (Chinese header), the value found and what to do."""

    row: int | None
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing learned, every cell read. Dates after ``today`` are kept as written."""

    row: int
    subject: str
    hours: Fraction
    completed: datetime.date
    course: str
    provider: str
    way: str
    automatic: bool
    declared: datetime.date | None
    reviewed: datetime.date | None
    plan_filed: bool | None

    def content(self) -> tuple[object, ...]:
        """All but the line number: two entries with equal content are one written twice."""
        return (
            self.subject,
            self.hours,
            self.completed,
            self.course,
            self.provider,
            self.way,
            self.automatic,
            self.declared,
            self.reviewed,
            self.plan_filed,
        )


class Subjects:
    """The names under which a ledger may write the subjects of one rule."""

    def __init__(self, root: Requirement) -> None:
        self.names = tuple(node.name for node in root.walk())
        self._ids = {
            plain(name): node.id for node in root.walk() for name in (node.id, node.name, *node.aliases)
        }

    def find(self, cell: str) -> str | None:
        """The id of the subject a cell names exactly, or None."""
        return self._ids.get(plain(cell))


def read_entries(
    lines: Iterable[Line], root: Requirement, unit: str, today: datetime.date
) -> tuple[list[Entry], list[RowError]]:
    """Read every line; a line with an error yields errors and no entry."""
    subjects, entries, errors = Subjects(root), [], []
    for line in lines:
        reader = _LineReader(line, subjects, unit, today)
        entry = reader.entry()
        if entry is None:
            errors.extend(reader.errors)
        else:
            entries.append(entry)
    return entries, errors


class _LineReader:
    def __init__(self, line: Line, subjects: Subjects, unit: str, today: datetime.date) -> None:
        self.row = line.number
        self.cells = dict(zip(table.COLUMNS, line.cells, strict=True))
        self.subjects, self.unit, self.today = subjects, unit, today
        self.errors: list[RowError] = []

    def refuse(self, column: str, code: str, **values: object) -> None:
        message = say(code, value=self.cells[column].strip(), **values)
        self.errors.append(RowError(self.row, column, self.cells[column], message))

    def entry(self) -> Entry | None:
        completed = self.date(table.COMPLETED)
        if completed is None and not self.errors:
            self.refuse(table.COMPLETED, "row_date_missing")
        if completed is not None and completed > self.today:
            self.refuse(table.COMPLETED, "row_date_future", today=self.today)
        subject, hours = self.subject(), self.hours()
        declared, reviewed = self.date(table.DECLARED), self.date(table.REVIEWED)
        self.order(completed, declared, reviewed)
        mode = self.choice(table.ENTRY_MODE, table.ENTRY_MODES)
        plan = self.choice(table.PLAN_FILED, table.PLAN_VALUES)
        if self.errors or completed is None or subject is None or hours is None:
            return None
        return Entry(
            row=self.row,
            subject=subject,
            hours=hours,
            completed=completed,
            course=self.cells[table.COURSE].strip(),
            provider=self.cells[table.PROVIDER].strip(),
            way=self.cells[table.WAY].strip(),
            automatic=mode == table.ENTRY_AUTOMATIC,
            declared=declared,
            reviewed=reviewed,
            plan_filed=None if not plan else plan == table.YES,
        )

    def date(self, column: str) -> datetime.date | None:
        if not plain(self.cells[column]):
            return None
        value = read_date(self.cells[column])
        if value is None:
            self.refuse(column, "row_date")
        return value

    def subject(self) -> str | None:
        found = self.subjects.find(self.cells[table.SUBJECT])
        if found is None:
            self.refuse(table.SUBJECT, "row_subject", names="、".join(self.subjects.names))
        return found

    def hours(self) -> Fraction | None:
        value = read_hours(self.cells[table.HOURS], self.unit)
        if value is None:
            self.refuse(table.HOURS, "row_hours")
        elif value <= 0:
            self.refuse(table.HOURS, "row_hours_zero")
        return value

    def order(
        self,
        completed: datetime.date | None,
        declared: datetime.date | None,
        reviewed: datetime.date | None,
    ) -> None:
        if completed and declared and declared < completed:
            self.refuse(table.DECLARED, "row_declared_before_completed", completed=completed)
        if declared and reviewed and reviewed < declared:
            self.refuse(table.REVIEWED, "row_reviewed_before_declared", declared=declared)
        elif completed and reviewed and reviewed < completed:
            self.refuse(table.REVIEWED, "row_reviewed_before_completed", completed=completed)

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        value = plain(self.cells[column])
        if value and value not in allowed:
            self.refuse(column, "row_choice", allowed="、".join(allowed))
        return value
