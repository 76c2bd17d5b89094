"""The tables in a file: one of a CSV or Parquet file, every sheet with a header of an Excel file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from xueshi.roster.columns import Form, Layout, Words, find_header, lay_out
from xueshi.roster.parquet import is_parquet, parquet_records
from xueshi.roster.sentences import say
from xueshi.roster.sheets import Workbook
from xueshi.roster.table import Record, UnreadableRosterError, csv_records
from xueshi.workbook.reading import is_workbook

OWN_SHEETS = ("结果", "单位要办的事")
"""Sheets of our own results: they are no list of people to be read again."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read from its beginning as often as wanted, with the meaning of its columns."""

    file: str
    sheet: str
    records: Callable[[], Iterator[Record]]
    layout: Layout

    @property
    def name(self) -> str:
        """How the table is called where there are several."""
        return f"{self.file}：{self.sheet}" if self.sheet else self.file

    def rows(self) -> Iterator[Record]:
        """The records below the header that have anything in them."""
        for record in self.records():
            if record.line > self.layout.header_line and any(map(str.strip, record.cells)):
                yield record


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file, and what was passed over (sentences)."""

    tables: tuple[Table, ...]
    remarks: tuple[str, ...]


def open_tables(
    stream: BinaryIO, file: str, words: Words, given: Mapping[str, str], form: Form | None = None
) -> Tables:
    """The tables of a file, which has to stay open while they are read.

    ``given`` are the owner's answers about columns. Raises ``UnreadableRosterError``.
    """
    stream.seek(0)
    head = stream.read(8)
    if is_workbook(head):
        return _of_workbook(Workbook(stream), file, words, given, form)
    read = parquet_records if is_parquet(head) else csv_records
    table = _table(lambda: read(stream), file, "", words, given, form)
    return Tables((table,), _unread((table,)))


def _of_workbook(
    book: Workbook, file: str, words: Words, given: Mapping[str, str], form: Form | None
) -> Tables:
    found, passed = [], []
    faults: list[UnreadableRosterError] = []
    for sheet in book.sheets:
        if sheet.name in OWN_SHEETS:
            continue
        if sheet.hidden:
            passed.append(sheet.name)
            continue
        try:
            records = lambda sheet=sheet: book.records(sheet)  # noqa: E731 (each has its own sheet)
            found.append(_table(records, file, sheet.name, words, given, form))
        except UnreadableRosterError as error:
            faults.append(error)
            passed.append(sheet.name)
    if not found:
        raise faults[0] if len(faults) == 1 else UnreadableRosterError(say("no_sheet"))
    told = (say("sheets_unread", names="、".join(passed)),) if passed else ()
    return Tables(tuple(found), (*told, *_unread(found)))


def _table(
    records: Callable[[], Iterator[Record]],
    file: str,
    sheet: str,
    words: Words,
    given: Mapping[str, str],
    form: Form | None,
) -> Table:
    header = find_header(records(), words, given)
    return Table(file, sheet, records, lay_out(header, words, given, form))


def _unread(tables: Sequence[Table]) -> tuple[str, ...]:
    names = dict.fromkeys(name for table in tables for name in table.layout.unread)
    return (say("columns_unread", names="、".join(names)),) if names else ()
