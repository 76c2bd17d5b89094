"""Lines of a ledger to entries a rule can judge, or to errors: where, what found, what allowed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from xueshi.ledger import table
from xueshi.ledger.cells import MOST_HOURS, as_seen, plain, read_date, read_hours
from xueshi.ledger.names import ITEM, Names, says_items
from xueshi.ledger.table import Line
from xueshi.model.rule import Rule
from xueshi.model.shapes import Conversion, Recognition
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
    conversion: str | None
    values: tuple[str | None, ...]
    hours: Fraction
    completed: datetime.date
    course: str
    """As people see it: it only tells rows apart."""
    provider: str
    way: str
    automatic: bool
    declared: datetime.date | None
    reviewed: datetime.date | None
    plan_filed: bool | None
    shown: Fraction | None

    def learning(self) -> tuple[object, ...]:
        """What was learned, when and where, without what was done about it afterwards."""
        hours = self.hours.as_integer_ratio()
        provider = self.provider and as_seen(self.provider)
        return (self.subject, self.conversion, *hours, self.completed, self.course, provider)

    def content(self) -> tuple[object, ...]:
        """All but the line number, as people see it: two entries with equal content are one written twice."""
        return (
            self.subject,
            self.conversion,
            self.values,
            *self.hours.as_integer_ratio(),
            self.completed,
            self.course,
            self.provider and as_seen(self.provider),
            self.way and as_seen(self.way),
            self.automatic,
            self.declared,
            self.reviewed,
            self.plan_filed,
            self.shown,
        )


MOST_REMEMBERED = 20_000
"""Cells that a reader remembers before it starts anew."""

_MODES = {"": False, table.ENTRY_AUTOMATIC: True, table.ENTRY_DECLARED: False}
_PLANS = {"": None, table.YES: True, table.NO: False}


class Reader:
    """Reads lines under one rule. Cells that came before are known: most cells come many times."""

    def __init__(self, rule: Rule) -> None:
        self.names = Names(rule)
        self._forget()

    def _forget(self) -> None:
        self._days: dict[str, datetime.date | None] = {"": None}
        self._subjects: dict[str, tuple[str, str | None, Fraction | None]] = {}
        """By cell: subject, conversion, and the hours of one item where a table fixes them."""
        self._hours: dict[str, Fraction] = {}
        self._items: dict[str, Fraction] = {}
        self._values: dict[tuple[str, str], tuple[str | None, ...]] = {}

    def read(self, lines: Iterable[Line], today: datetime.date) -> tuple[list[Entry], list[RowError]]:
        """The entries of the lines, and the errors of those that have any."""
        if len(self._days) + len(self._hours) + len(self._items) + len(self._values) > MOST_REMEMBERED:
            self._forget()
        entries: list[Entry] = []
        errors: list[RowError] = []
        for line in lines:
            entry = self._known(line, today)
            if entry is None:
                reader = _LineReader(line, self.names, today)
                entry = reader.entry()
                if entry is None:
                    errors.extend(reader.errors)
                    continue
                self._remember(line, entry)
            entries.append(entry)
        return entries, errors

    def _known(self, line: Line, today: datetime.date) -> Entry | None:
        """The entry of a line whose every cell can be read, if its days are in order and nothing is odd."""
        (day, name, amount, course, provider, way, mode, declaring, reviewing, plan, shown, topic) = (
            line.cells
        )
        days = self._days
        try:
            completed = days[day] if day in days else self._day(day)
            declared = days[declaring] if declaring in days else self._day(declaring)
            reviewed = days[reviewing] if reviewing in days else self._day(reviewing)
            subject, conversion, each = self._subjects[name]
            hours = self._hours[amount] if each is None else self._items[amount] * each
            values, automatic, filed = self._values[way, topic], _MODES[mode], _PLANS[plan]
        except KeyError:
            return None
        if shown or completed is None or completed > today:
            return None
        if (declared and declared < completed) or (reviewed and reviewed < (declared or completed)):
            return None
        course, provider, way = as_seen(course), provider.strip(), way.strip()
        return Entry(
            line.number, subject, conversion, values, hours, completed, course, provider, way, automatic,
            declared, reviewed, filed, None,
        )  # fmt: skip

    def _day(self, cell: str) -> datetime.date:
        """The day of a cell that was not seen before. Raises ``KeyError`` when it names none."""
        found = read_date(cell)
        if found is None:
            raise KeyError(cell)
        self._days[cell] = found
        return found

    def _remember(self, line: Line, entry: Entry) -> None:
        """Keep what the other cells of a sound line say."""
        _, name, amount, _, _, way, _, _, _, _, _, topic = line.cells
        conversion = self.names.conversion(name)
        if conversion is None or isinstance(conversion.hours, Recognition):
            self._subjects[name] = entry.subject, entry.conversion, None
            self._hours[amount] = entry.hours
        else:
            self._subjects[name] = entry.subject, entry.conversion, conversion.hours
            self._items[amount] = entry.hours / conversion.hours
        self._values[way, topic] = entry.values


class _LineReader:
    def __init__(self, line: Line, names: Names, today: datetime.date) -> None:
        self.row = line.number
        self.cells = dict(zip(table.COLUMNS, line.cells, strict=True))
        self.names, self.today = names, today
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
        conversion = self.names.conversion(self.cells[table.SUBJECT])
        subject = conversion.subjects[0] if conversion else self.subject()
        hours = self.hours(conversion)
        values = self.values()
        declared, reviewed = self.date(table.DECLARED), self.date(table.REVIEWED)
        self.order(completed, declared, reviewed)
        mode = self.choice(table.ENTRY_MODE, table.ENTRY_MODES)
        plan = self.choice(table.PLAN_FILED, table.PLAN_VALUES)
        shown = self.shown()
        if self.errors or completed is None or subject is None or hours is None:
            return None
        return Entry(
            row=self.row,
            subject=subject,
            conversion=conversion.id if conversion else None,
            values=values,
            hours=hours,
            completed=completed,
            course=as_seen(self.cells[table.COURSE]),
            provider=self.cells[table.PROVIDER].strip(),
            way=self.cells[table.WAY].strip(),
            automatic=mode == table.ENTRY_AUTOMATIC,
            declared=declared,
            reviewed=reviewed,
            plan_filed=None if not plan else plan == table.YES,
            shown=shown,
        )

    def date(self, column: str) -> datetime.date | None:
        if not plain(self.cells[column]):
            return None
        value = read_date(self.cells[column])
        if value is None:
            self.refuse(column, "row_date")
        return value

    def subject(self) -> str | None:
        found = self.names.subject(self.cells[table.SUBJECT])
        if found is None:
            code = "row_subject" if plain(self.cells[table.SUBJECT]) else "row_subject_missing"
            self.refuse(table.SUBJECT, code, names="、".join(self.names.subject_names))
        return found

    def hours(self, conversion: Conversion | None) -> Fraction | None:
        """Hours of the cell; of a conversion the cell says how many items there are."""
        cell = self.cells[table.HOURS]
        by_table = conversion and not isinstance(conversion.hours, Recognition)
        value = read_hours(cell, ITEM if by_table else self.names.unit, {} if by_table else self.names.units)
        if value is None and not plain(cell):
            self.refuse(table.HOURS, "row_hours_missing")
        elif value is None:
            self.refuse(table.HOURS, "row_items" if by_table else "row_hours")
        elif value <= 0:
            self.refuse(table.HOURS, "row_hours_zero")
        elif value > MOST_HOURS:
            self.refuse(table.HOURS, "row_hours_much", most=MOST_HOURS)
        elif conversion and not isinstance(conversion.hours, Recognition):
            if value != 1 and not says_items(cell):
                unit, each = self.names.unit, conversion.hours
                self.refuse(table.HOURS, "row_items_or_hours", number=value, unit=unit, each=each)
            return value * conversion.hours
        return value

    def values(self) -> tuple[str | None, ...]:
        """The value on each axis; an empty cell leaves it open."""
        found = []
        for axis, (column, names) in enumerate(self.names.axes):
            value = self.names.value(axis, self.cells[column])
            if value is None and plain(self.cells[column]):
                self.refuse(column, "row_choice", allowed="、".join(names))
            found.append(value)
        return tuple(found)

    def shown(self) -> Fraction | None:
        """What the platform shows for this row, where the person wrote it down."""
        cell = self.cells[table.SHOWN]
        if not plain(cell):
            return None
        value = Fraction(0) if plain(cell) == "0" else read_hours(cell, self.names.unit, self.names.units)
        if value is None:
            self.refuse(table.SHOWN, "row_hours")
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
