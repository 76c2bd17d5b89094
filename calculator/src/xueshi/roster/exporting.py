"""Files of the roster's page: results, rows to be corrected, templates; and corrected rows taken in again."""

from __future__ import annotations

import csv
import io
import marshal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xueshi.ledger import table as ledger
from xueshi.model.published import Rules
from xueshi.roster.columns import Words
from xueshi.roster.desk import Desk
from xueshi.roster.headers import APPROVED, DEPARTMENT, NAME, SOURCE_FILE, SOURCE_LINE, SOURCE_MARK, STAFF_ID
from xueshi.roster.intake import in_order, is_correction, target_of
from xueshi.roster.listing import Entry
from xueshi.roster.pagewords import say
from xueshi.roster.safe import guarded, unguarded
from xueshi.roster.source import open_tables
from xueshi.roster.table import UnreadableRosterError
from xueshi.roster.writing import (
    ResultTable,
    duty_form,
    duty_row,
    error_form,
    error_row,
)
from xueshi.roster.xlsx import SheetForm, XlsxWriter

XLSX, CSV = "xlsx", "csv"

BOM = "\ufeff"

MOST_NAMED = 5
"""Columns that a sentence names."""

_WIDTHS = {STAFF_ID: 20.0, ledger.COMPLETED: 14.0, ledger.COURSE: 30.0, ledger.PROVIDER: 26.0}


class Export:
    """The results of some people, a few at a time: each is judged again, with every number."""

    def __init__(self, desk: Desk, entries: Sequence[Entry], form: str) -> None:
        self.desk, self.form = desk, form
        self.order = [entry.at for entry in entries]
        wanted: dict[int, set[str]] = {}
        for entry in entries:
            wanted.setdefault(entry.part, set()).add(entry.at)
        self._waiting = wanted
        self._made: dict[str, bytes] = {}
        names = [table.name for table in desk.tables]
        self.table = ResultTable(desk.rules.values(), desk.office.today, names, letters=True)

    @property
    def share(self) -> float:
        """How much is made, from 0 to 1."""
        return len(self._made) / max(1, len(self.order))

    def step(self, count: int) -> bool:
        """Make about so many people more; says whether all are made."""
        while self._waiting and count > 0:
            part, wanted = self._waiting.popitem()
            for at, result in self.desk.results(part):
                if at in wanted:
                    self._made[at] = marshal.dumps(self.table.row(result))
                    count -= 1
        return not self._waiting

    def file(self) -> bytes:
        """The file, in the order of the list."""
        rows = (marshal.loads(self._made[at]) for at in self.order if at in self._made)
        if self.form == CSV:
            return csv_bytes(self.table.header, rows)
        out = io.BytesIO()
        writer = XlsxWriter(out)
        writer.sheet(self.table.form)
        for row in rows:
            writer.row(row)
        writer.sheet(duty_form())
        for line in self.desk.duties():
            writer.row(duty_row(line))
        writer.close()
        return out.getvalue()


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV for Excel: a mark, CRLF, and no cell that a spreadsheet would change."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def faulty_rows(desk: Desk, form: str) -> bytes:
    """The rows with errors, each with what is wrong and where it stood; a sheet for each table."""
    by_table: dict[int, list[tuple[str, ...]]] = {}
    for number, reasons in desk.faults:
        at, line, cells = desk.row(number)
        table = desk.tables[at]
        row = error_row(cells, table.layout.headers, reasons, table.name, line, desk.mark(number))
        by_table.setdefault(at, []).append(row)
    sheets = [(error_form(desk.tables[at].layout.headers), rows) for at, rows in by_table.items()]
    if form == CSV:
        header, rows = (sheets[0][0].header, sheets[0][1]) if sheets else ((), [])
        return csv_bytes(header, rows)
    out = io.BytesIO()
    writer = XlsxWriter(out)
    for look, rows in sheets:
        title = look.title if len(sheets) == 1 else f"{look.title} {len(writer.titles) + 1}"
        writer.sheet(replace(look, title=title))
        for row in rows:
            writer.row(row)
    writer.close()
    return out.getvalue()


def corrected(desk: Desk, name: str, data: bytes) -> Mapping[int, tuple[str, ...]]:
    """The rows of a corrected file by their number, their cells in the order of the roster's own columns.

    Raises ``UnreadableRosterError`` where it is not clear which rows are meant: then none is replaced.
    """
    found: dict[int, tuple[str, ...]] = {}
    file = open_tables(io.BytesIO(data), name, Words(desk.rules.values()), desk.given)
    for table in file.tables:
        if not is_correction(table.layout):
            raise UnreadableRosterError(say("mend_nothing", columns=f"{SOURCE_FILE}”“{SOURCE_LINE}"))
        headers = [unguarded(name) for name in table.layout.headers]
        for record in table.rows():
            target = target_of(table, record.cells)
            number = desk.number_of(*target) if target else None
            if number is None:
                raise UnreadableRosterError(say("mend_unknown", line=record.line))
            layout = desk.tables[desk.row(number)[0]].layout
            missing = [one for one in layout.headers if one and one not in headers]
            if missing:
                raise UnreadableRosterError(say("mend_columns", names="、".join(missing[:MOST_NAMED])))
            own = dict(zip(headers, record.cells, strict=False))
            if unguarded(own.get(SOURCE_MARK, "")).strip() != desk.mark(number):
                raise UnreadableRosterError(say("mend_other_row", line=record.line))
            cells = in_order(own, layout)
            if found.setdefault(number, cells) != cells:
                raise UnreadableRosterError(say("mend_twice", line=record.line))
    if not found:
        raise UnreadableRosterError(say("mend_empty"))
    return found


# ---- templates


def template(rules: Rules, kind: str, form: str) -> bytes:
    """An empty table to fill in: a row for each course (``rows``), or a row for each person (``hours``)."""
    header, choices, numbers = _template(rules, kind)
    if form == CSV:
        return csv_bytes(header, ())
    out = io.BytesIO()
    writer = XlsxWriter(out)
    days = frozenset((ledger.COMPLETED, ledger.DECLARED, ledger.REVIEWED)) & set(header)
    title = say("sheet_staff")
    writer.sheet(SheetForm(title, header, numbers, days, widths=_WIDTHS, choices=choices))
    writer.close()
    return out.getvalue()


def _template(rules: Rules, kind: str) -> tuple[tuple[str, ...], Mapping[str, Sequence[str]], frozenset[str]]:
    nodes = list(rules.rule.requirements.walk())[1:]
    yes_no = (ledger.YES, ledger.NO)
    who = (STAFF_ID, NAME, DEPARTMENT)
    if kind == "hours":
        names = tuple(node.name for node in nodes)
        asked = [item.text for item in rules.rule.questions]
        questions = (*asked, *(item.text for item in rules.rule.conditions))
        return (*who, *names, APPROVED, *questions), {APPROVED: yes_no}, frozenset(names)
    asks_topics = any(axis.column.value == ledger.TOPIC for axis in rules.rule.axes)
    columns = (*ledger.USUAL_COLUMNS, ledger.TOPIC) if asks_topics else ledger.USUAL_COLUMNS
    choices: dict[str, Sequence[str]] = {
        ledger.SUBJECT: tuple(node.name for node in nodes),
        ledger.ENTRY_MODE: ledger.ENTRY_MODES,
        ledger.PLAN_FILED: ledger.PLAN_VALUES,
    }
    for axis in rules.rule.axes:
        if axis.column.value in columns:
            choices[axis.column.value] = tuple(value.name for value in axis.values)
    return (*who, *columns), choices, frozenset((ledger.HOURS,))
