"""What the owner of a table is told of its looks: what is hidden, what is shown in another way than kept."""

from __future__ import annotations

from collections.abc import Iterator

from xueshi.roster.people.rows import RowReader
from xueshi.roster.sentences import say
from xueshi.roster.tables.source import MOST_NAMED, Table
from xueshi.roster.tables.table import Record
from xueshi.workbook.shown import Oddity

_ODD = {
    Oddity.NO_YEAR: "rows_no_year",
    Oddity.ROUNDED: "rows_rounded",
    Oddity.COVERED: "rows_covered",
    Oddity.STRUCK: "rows_struck",
}


class Notices:
    """Sees the rows of one table as they are read, then says what is to be told."""

    def __init__(self, table: Table, reader: RowReader) -> None:
        self._table, self._reader = table, reader
        self._hidden: list[str] = []
        self._odd: dict[Oddity, tuple[int, int, str]] = {}

    def see(self, record: Record) -> None:
        """Look at a row."""
        if record.hidden:
            self._hidden.append(str(record.line))
        for column, oddity in record.odd.items():
            if column in self._reader.used and column < len(record.cells):
                count, line, text = self._odd.get(oddity, (0, record.line, record.cells[column]))
                self._odd[oddity] = count + 1, line, text

    def told(self) -> Iterator[str]:
        """What is to be told (sentences)."""
        table = self._table.name
        if self._hidden:
            yield say("rows_hidden", table=table, lines=_named(self._hidden))
        headers = self._table.layout.headers
        columns = [headers[at] for at in sorted(self._reader.used) if self._table.is_hidden(at)]
        if columns:
            yield say("columns_hidden", table=table, names=_named(columns))
        for oddity, (count, line, text) in self._odd.items():
            yield say(_ODD[oddity], table=table, count=count, line=line, text=text)


def _named(names: list[str]) -> str:
    shown = "、".join(names[:MOST_NAMED])
    return say("and_more", names=shown, count=len(names)) if len(names) > MOST_NAMED else shown
