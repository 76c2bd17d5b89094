"""Files of the roster's page, made a few rows at a time: results, and rows that are to be corrected."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from xueshi.roster.desk import Desk
from xueshi.roster.listing import Entry
from xueshi.roster.pile import Pile
from xueshi.roster.safe import guarded
from xueshi.roster.writing import ADDED, ResultTable, duty_form, duty_row, error_form, error_row
from xueshi.workbook.xlsx import SheetForm, XlsxWriter

XLSX, CSV = "xlsx", "csv"

BOM = "\ufeff"

JUDGING = 0.8
"""Share of the work of an export that is judging; the rest is writing."""

Sheet = tuple[SheetForm, Iterable[Sequence[str]]]


class Export:
    """A file on its way: each step does so many rows more, and gives what is ready of the file."""

    def __init__(self, sheets: Iterable[Sheet], form: str, work: Iterable[float] = ()) -> None:
        """``work`` is done before the rows of ``sheets`` are asked for; it tells its share of the whole."""
        self.form, self.share, self.finished = form, 0.0, False
        self._steps = self._all(work, sheets)
        self._text = io.StringIO(newline="")
        self._file = b""

    def step(self, count: int) -> bytes:
        """Do so many rows more."""
        for _ in zip(range(count), self._steps, strict=False):
            pass
        ready, self._file = self._file or self._text.getvalue().encode("utf-8", "replace"), b""
        self._text.seek(0)
        self._text.truncate()
        return ready

    def _all(self, work: Iterable[float], sheets: Iterable[Sheet]) -> Iterator[None]:
        for share in work:
            self.share = share
            yield
        yield from self._as_csv(sheets) if self.form == CSV else self._as_xlsx(sheets)
        self.finished, self.share = True, 1.0

    def _as_csv(self, sheets: Iterable[Sheet]) -> Iterator[None]:
        """The first sheet, because the others are no people."""
        writer = csv.writer(self._text, lineterminator="\r\n")
        for look, rows in islice(sheets, 1):
            self._text.write(BOM)
            for row in chain([look.header], rows):
                writer.writerow([guarded(cell) for cell in row])
                yield

    def _as_xlsx(self, sheets: Iterable[Sheet]) -> Iterator[None]:
        out = io.BytesIO()
        writer = XlsxWriter(out)
        for look, rows in sheets:
            writer.sheet(look)
            for row in rows:
                writer.row(row)
                yield
        writer.close()
        self._file = out.getvalue()


def results(desk: Desk, entries: Sequence[Entry], form: str) -> Export:
    """The results of some people, in their order: each is judged again, with every number."""
    names = [table.name for table in desk.tables]
    table = ResultTable(desk.rules.values(), desk.office.today, names, letters=True)
    pile = Pile()
    sheets = ((table.form, pile.rows()), (duty_form(), map(duty_row, desk.duties())))
    return Export(sheets, form, _judged(desk, entries, table, pile))


def _judged(desk: Desk, entries: Sequence[Entry], table: ResultTable, pile: Pile) -> Iterator[float]:
    """Part after part is judged again, because in that order the rows lie."""
    parts: dict[int, array[int]] = {}
    for place, entry in enumerate(entries):
        parts.setdefault(entry.part, array("L")).append(place)
    done = 0
    for part, places in parts.items():
        wanted = {entries[place].at: place for place in places}
        for at, result in desk.results(part):
            if at in wanted:
                pile.put(wanted[at], table.row(result))
                done += 1
                yield JUDGING * done / len(entries)


def faulty_rows(desk: Desk, form: str) -> Export:
    """The rows with errors, with what is wrong and where each stood: one sheet a table."""
    by_table: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    for number, reasons in desk.faults:
        by_table.setdefault(desk.shelf.row(number)[0], []).append((number, reasons))
    looks = {at: error_form(desk.tables[at].layout.headers) for at in by_table}
    titled = [
        (replace(look, title=f"{look.title} {number}" if len(looks) > 1 else look.title), at)
        for number, (at, look) in enumerate(looks.items(), 1)
    ]
    sheets: list[Sheet] = [(look, _faulty(desk, at, by_table[at])) for look, at in titled]
    if form == CSV and len(sheets) > 1:
        sheets = [_in_one(sheets)]
    return Export(sheets, form)


def _faulty(desk: Desk, at: int, found: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    table = desk.tables[at]
    for number, reasons in found:
        _, line, cells = desk.shelf.row(number)
        mark = desk.shelf.mark(number)
        yield error_row(cells, table.layout.headers, reasons, table.name, line, mark)


def _in_one(sheets: Sequence[Sheet]) -> Sheet:
    """Tables with different columns as one that has all of them; each row fills its own."""
    own = dict.fromkeys(name for look, _ in sheets for name in look.header if name not in ADDED)
    header = (*own, *ADDED)

    def rows() -> Iterator[tuple[str, ...]]:
        for look, some in sheets:
            for row in some:
                cells = dict(zip(look.header, row, strict=True))
                yield tuple(cells.get(name, "") for name in header)

    return replace(sheets[0][0], header=header), rows()
