"""The tables in a file: one of a CSV or Parquet file, every sheet with a header of an Excel file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import BinaryIO

from xueshi.ledger.files import is_workbook
from xueshi.roster.sentences import say
from xueshi.roster.tables.columns import WrongFormError, lay_out
from xueshi.roster.tables.headers import (
    CARD,
    MEANINGS,
    NAME,
    PERSON_FIELDS,
    SOURCE_FILE,
    SOURCE_LINE,
    STAFF_ID,
    YEAR,
    bare_header,
    without_remarks,
)
from xueshi.roster.tables.heading import HEADER_ROWS, HEADER_WITHIN, find_header
from xueshi.roster.tables.layout import Form, Layout
from xueshi.roster.tables.parquet import is_parquet, parquet_records
from xueshi.roster.tables.sheets import open_workbook, prepared, sheet_records
from xueshi.roster.tables.table import Encoding, Record, UnreadableRosterError, csv_records
from xueshi.roster.tables.words import Words
from xueshi.workbook.sheets import Workbook

OWN_SHEETS = ("结果", "单位要办的事")
"""Sheets of our own results: they are no list of people to be read again."""

MOST_NAMED = 12
"""Columns or rows that one sentence names."""

OWN_HEADERS = ("结论", "还要学", "本人要办的事", "单位要办的事", "不计入的行")
"""Columns that only our own results have."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read from its beginning as often as wanted, with the meaning of its columns."""

    file: str
    sheet: str
    records: Callable[[], Iterator[Record]]
    layout: Layout
    titles: tuple[str, ...] = ()
    """Texts above the header."""
    is_hidden: Callable[[int], bool] = lambda _: False
    """Whether a column, from 0, is not shown."""
    headings: frozenset[tuple[str, ...]] = frozenset()
    """What stands in the columns that are read, in the rows down to the header: long tables repeat them."""

    @property
    def name(self) -> str:
        """How the table is called where there are several."""
        return f"{self.file}：{self.sheet}" if self.sheet else self.file

    def rows(self) -> Iterator[Record]:
        """The records below the header that have anything in them. Raises ``UnreadableRosterError``.

        Below another header (two tables in one sheet) hours would be read as those of another subject, or the
        day of a declaration as that of a review: such a table is refused as a whole.
        """
        layout, header_line = self.layout, self.layout.header_line
        people = [layout.places[name] for name in PERSON_FIELDS if name in layout.places]
        names = {bare_header(name) for name in layout.headers if name} | MEANINGS.keys()
        for record in self.records():
            if record.line <= header_line or not any(map(str.strip, record.cells)):
                continue
            cells = record.cells
            for at in people:
                if at < len(cells) and "".join(cells[at].split()) in names and self._is_other(record, names):
                    raise UnreadableRosterError(say("header_other", table=self.name, line=record.line))
            yield record

    def _is_other(self, record: Record, names: Set[str]) -> bool:
        """Whether a row names columns, and other ones than the header or in another order."""
        heading = _heading(record, self.layout)
        is_correction = SOURCE_LINE in self.layout.places  # its rows may well be headers that were no people
        named = sum(text in names for text in heading)
        return named > 1 and heading not in self.headings and not is_correction

    def of_year(self, usual: int) -> Table:
        """The table, judged in a usual year: totals called those of another year are not given to it.

        Rows of a ledger have days; totals have nothing by which a wrong year would be seen. Without a column
        of years raises ``UnreadableRosterError``; with one, rows that leave it blank will be refused.
        """
        if self.layout.form is not Form.TOTALS or not usual:
            return self
        for text, pattern in (*((one, _YEAR_IN_TITLE) for one in self.titles), *self._called()):
            years = {int(found) for found in pattern.findall(bare_header(text).translate(_DIGITS))}
            if years and usual not in years:
                values = {"found": text, "years": "、".join(map(str, sorted(years))), "year": usual}
                if YEAR not in self.layout.places:
                    raise UnreadableRosterError(say("title_year", **values))
                layout = replace(self.layout, blank_year=say("row_year_doubt", **values))
                return replace(self, layout=layout)
        return self

    def _called(self) -> Iterator[tuple[str, re.Pattern[str]]]:
        """The names of sheet and file, as far as they are there."""
        return ((name, _YEAR_IN_NAME) for name in (self.sheet, self.file.rpartition("/")[2]) if name)


_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_IN_TITLE = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年(?!\s*[0-9]{1,2}\s*月)")
_YEAR_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9]|\s*[-_.年]?\s*[0-9]{1,2}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a file, and what was passed over (sentences)."""

    tables: tuple[Table, ...]
    remarks: tuple[str, ...]


class Source:
    """A file, which has to stay open while it is read. What hangs on no answer is looked for once."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self.stream, self.file = stream, file
        stream.seek(0)
        self._head = stream.read(8)
        self._book: Workbook | None = None
        self._encoding: Encoding | None = None

    def prepare(self) -> Iterator[float]:
        """Look through the file, in short steps; gives the share that is done.

        Whoever wants the tables without it waits for it then. Raises ``UnreadableRosterError``.
        """
        if is_workbook(self._head):
            self._book = self._book or open_workbook(self.stream)
            yield from prepared(self._book)
        elif not is_parquet(self._head) and self._encoding is None:
            found, size = Encoding(), max(1, self.stream.seek(0, io.SEEK_END))
            for place in found.find(self.stream):
                yield place / size
            self._encoding = found

    def tables(self, words: Words, given: Mapping[str, str], form: Form | None = None) -> Tables:
        """The tables; ``given`` are the owner's answers about columns. Raises ``UnreadableRosterError``."""
        if is_workbook(self._head):
            self._book = self._book or open_workbook(self.stream)
            return _of_workbook(self._book, self.file, words, given, form)
        for _ in self.prepare():
            pass
        table = _table(self._records, self.file, "", words, given, form)
        return Tables((table,), tuple(_told((table,))))

    def _records(self) -> Iterator[Record]:
        if self._encoding is None:
            return parquet_records(self.stream)
        return csv_records(self.stream, self._encoding.name)


def open_tables(
    stream: BinaryIO, file: str, words: Words, given: Mapping[str, str], form: Form | None = None
) -> Tables:
    """The tables of a file, which has to stay open while they are read.

    ``given`` are the owner's answers about columns. Raises ``UnreadableRosterError``.
    """
    return Source(stream, file).tables(words, given, form)


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
            records = lambda sheet=sheet: sheet_records(book, sheet)  # noqa: E731 (each has its own sheet)
            hides = lambda at, sheet=sheet: book.is_hidden(sheet, at)  # noqa: E731 (the same)
            table = _table(records, file, sheet.name, words, given, form)
            found.append(replace(table, is_hidden=hides))
        except WrongFormError:
            raise
        except UnreadableRosterError as error:
            faults.append(error)
            passed.append(sheet.name)
    if not found and {sheet.name for sheet in book.sheets} <= set(OWN_SHEETS):
        raise UnreadableRosterError(say("own_results"))
    if not found:
        raise faults[0] if len(faults) == 1 else UnreadableRosterError(say("no_sheet"))
    told = (say("sheets_unread", names="、".join(passed)),) if passed else ()
    return Tables(tuple(found), (*told, *_told(found)))


def _table(
    records: Callable[[], Iterator[Record]],
    file: str,
    sheet: str,
    words: Words,
    given: Mapping[str, str],
    form: Form | None,
) -> Table:
    header = find_header(records(), words, given)
    if set(OWN_HEADERS) <= set(header.cells):
        raise UnreadableRosterError(say("own_results"))
    layout = lay_out(header, words, given, form)
    first = zip(range(HEADER_WITHIN + HEADER_ROWS), records(), strict=False)
    above = [record for _, record in first if record.line <= header.line]
    titles = (cell.strip() for record in above if record.line < header.line for cell in record.cells)
    headings = frozenset(_heading(record, layout) for record in above)
    return Table(file, sheet, records, layout, tuple(dict.fromkeys(filter(None, titles))), headings=headings)


def _heading(record: Record, layout: Layout) -> tuple[str, ...]:
    """What a row says in the columns that are read, as headers are compared, without remarks."""
    cells = (record.cells[at] if at < len(record.cells) else "" for at in sorted(layout.used))
    return tuple(without_remarks(bare_header(cell))[0] for cell in cells)


def _told(tables: Sequence[Table]) -> Iterator[str]:
    """What is told of some tables' columns: which are not read, and that nothing tells namesakes apart."""
    names = list(dict.fromkeys(name for table in tables for name in table.layout.unread))
    if names:
        shown = "、".join(names[:MOST_NAMED])
        cut = say("and_more", names=shown, count=len(names))
        yield say("columns_unread", names=cut if len(names) > MOST_NAMED else shown)
    if any(_knows_names_only(table.layout) for table in tables):
        yield say("names_only")


def _knows_names_only(layout: Layout) -> bool:
    """Whether rows of namesakes are taken for one person's: no number tells them apart."""
    numbered = layout.places.keys() & {STAFF_ID, CARD, SOURCE_FILE}
    return layout.form is Form.ROWS and NAME in layout.places and not numbered
