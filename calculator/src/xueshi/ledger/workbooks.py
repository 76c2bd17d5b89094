"""Ledgers in Excel files: which sheet, where its header is, rows as they are shown."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xueshi.ledger.files import (
    LedgerFile,
    UnreadableLedgerError,
    claims,
    header_faults,
    refuse_other_header,
    refuse_several_people,
)
from xueshi.ledger.table import (
    COLUMNS,
    COMPLETED,
    COURSE,
    DECLARED,
    ENTRY_MODE,
    ENTRY_MODES,
    HOURS,
    PLAN_FILED,
    PLAN_VALUES,
    PROVIDER,
    REQUIRED_COLUMNS,
    REVIEWED,
    SHOWN,
    SUBJECT,
    Ledger,
    Line,
    used_columns,
)
from xueshi.texts import say
from xueshi.workbook.marks import UnreadableWorkbookError
from xueshi.workbook.reading import Table, read_workbook
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

HEADER_WITHIN = 50
"""Rows among which the header is looked for; titles and notes often stand above it."""

ENCODING = "xlsx"

_ONCE = (HOURS, SHOWN)
"""Columns of numbers: one number merged over several rows is one number, not one a row."""

_DAYS = (COMPLETED, DECLARED, REVIEWED)

SPARE_ROWS = 500
"""Rows below the last one in which choices are offered, too."""

_WIDTHS = {COURSE: 34.0, PROVIDER: 28.0, HOURS: 8.0}


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A workbook with several ledgers in it: the names of their sheets, to choose from."""

    names: tuple[str, ...]


def read_workbook_ledger(data: bytes, sheet: str | None = None) -> LedgerFile | SheetChoice:
    """The ledger of a workbook, on ``sheet`` or on the only one that has the header of a ledger.

    Raises ``UnreadableLedgerError``.
    """
    try:
        tables = read_workbook(data)
    except UnreadableWorkbookError as error:
        raise UnreadableLedgerError(str(error)) from error
    found = [(table, at) for table in tables if (at := _header_at(table)) is not None]
    seen = [item for item in found if not item[0].hidden] or found
    filled = [item for item in seen if len(item[0].rows) > item[1] + 1] or seen[:1]
    if sheet is not None:
        filled = [item for item in found if item[0].name == sheet]
    if not filled:
        raise UnreadableLedgerError(say("file_no_table", missing="、".join(REQUIRED_COLUMNS)))
    if len(filled) > 1:
        return SheetChoice(tuple(table.name for table, _ in filled))
    table, at = filled[0]
    others = [say("file_sheet", name=table.name)] if len(tables) > 1 else []
    if table.hidden:
        others.append(say("file_hidden_sheet", name=table.name))
    return _ledger(table, at, others)


def _header_at(table: Table) -> int | None:
    """Place of the row that has all columns a ledger must have."""
    for at, row in enumerate(table.rows[:HEADER_WITHIN]):
        if set(REQUIRED_COLUMNS) <= {_name(text) for text in row.texts.values()}:
            return at
    return None


def _name(text: str) -> str:
    return "".join(text.split())


def _ledger(table: Table, at: int, remarks: Sequence[str]) -> LedgerFile:
    header = table.rows[at]
    names = {column: _name(text) for column, text in header.texts.items()}
    told = header_faults(list(names.values()))
    places = {name: column for column, name in names.items() if name in COLUMNS}
    texts = {row.number: row.texts for row in table.rows}
    beside: dict[str, list[int]] = {}
    lines, filled, once = [], 0, 0
    for row in table.rows[at + 1 :]:
        if not any(column in row.texts and column not in row.above for column in places.values()):
            continue
        cells = []
        for name in COLUMNS:
            column = places.get(name, -1)
            text = row.texts.get(column, "")
            if column in row.above:
                counts = row.above[column] > header.number
                filled += counts and name not in _ONCE
                once += counts and name in _ONCE
                text = text if counts and name not in _ONCE else ""
            elif column in row.beside and name in _ONCE:
                beside.setdefault(name, []).append(row.number)
            cells.append(text)
        lines.append(Line(row.number, tuple(cells)))
    refuse_other_header(lines)
    claimed = [texts[line.number] for line in lines if claims(line.cells)]
    for place, name in names.items():
        refuse_several_people(name, (row_texts.get(place, "") for row_texts in claimed))
    merged = [say("file_merged", count=filled)] if filled else []
    merged += [say("file_merged_hours", count=once)] if once else []
    merged += [_beside(name, rows) for name, rows in beside.items()]
    several = "、".join(_cut_off(table, at, places))
    merged += [say("file_header_beside", names=several)] if several else []
    unseen = "、".join(name for name, column in places.items() if column in table.hidden_columns)
    merged += [say("file_hidden_columns", names=unseen)] if unseen else []
    return LedgerFile(Ledger(tuple(lines)), ENCODING, (*remarks, *table.remarks, *merged, *told))


def _cut_off(table: Table, at: int, places: Mapping[str, int]) -> Iterator[str]:
    """Columns whose header goes over others, too, in which something stands that nobody reads."""
    for name, column in places.items():
        others = {beyond for beyond, origin in table.rows[at].beside.items() if origin == column}
        if any(others & row.texts.keys() for row in table.rows[at + 1 :]):
            yield name


def _beside(column: str, rows: Sequence[int]) -> str:
    """What is told of rows whose number may stand in a cell to its left."""
    more = say("file_beside_more", count=len(rows)) if len(rows) > 1 else ""
    return say("file_beside", row=rows[0], more=more, column=column)


def write_workbook_ledger(rows: Sequence[Sequence[str]], subjects: Sequence[str] = ()) -> bytes:
    """A ledger as an Excel file that reads back as the same rows; ``subjects`` are offered for a choice."""
    columns = used_columns(rows)
    choices: Mapping[str, Sequence[str]] = {
        SUBJECT: subjects,
        ENTRY_MODE: ENTRY_MODES,
        PLAN_FILED: PLAN_VALUES,
    }
    form = SheetForm(
        say("xlsx_sheet"),
        columns,
        frozenset(_ONCE),
        frozenset(_DAYS),
        widths=_WIDTHS,
        choices=choices,
        offered=len(rows) + 1 + SPARE_ROWS,
    )
    out = io.BytesIO()
    writer = XlsxWriter(out)
    writer.sheet(form)
    for row in rows:
        writer.row((*row, *[""] * len(columns))[: len(columns)])
    writer.close()
    return out.getvalue()
