"""Rows that are not written as the tables of ``lookups`` have it: each is asked of the reader by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xueshi.ledger import table
from xueshi.ledger.cells import as_seen
from xueshi.ledger.table import Line
from xueshi.roster.databases.lookups import Lookups
from xueshi.roster.databases.relations import LINE, PERSON, quoted
from xueshi.roster.minima.treesums import PARTS

CELLS = ", ".join((PERSON, LINE, *map(quoted, table.COLUMNS)))
"""What has to be known of a row."""

KEPT = {
    PERSON: "varchar",
    LINE: "bigint",
    "seen": "varchar",
    "completed": "integer",
    "subject": "integer",
    "hours": "integer",
    "stage": "integer",
    "tally": "bigint",
    "late": "integer",
    "timely": "integer",
}
"""What is known of a row afterwards, by column; of one that cannot be read ``seen`` is null."""

Known = tuple[object, ...]


class OddRows:
    """Asks reader and ``RowJudge`` what single rows come to."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups, self.reader = lookups, lookups.compiled.reader

    def known(self, rows: Iterable[Sequence[Any]]) -> list[Known]:
        """The rows, as ``CELLS``, of which one by itself tells what it comes to, as ``KEPT``."""
        return [found for row in rows if (found := self._known(*row))]

    def _known(self, person: str, number: int, *cells: str) -> Known | None:
        """What a row comes to; None where that hangs on others, or where it is none."""
        if not any(cell.strip() for cell in cells):
            return None
        looks = self.lookups
        entries, errors = self.reader.read((Line(number, cells),), looks.day)
        if errors:
            return (person, number, None, None, 0, 0, 0, looks.error, None, None)
        (entry,) = entries
        day, units = looks.number(entry.completed), entry.hours * PARTS / looks.unit
        if entry.conversion or entry.values or units.denominator != 1 or units > looks.most_hours:
            return None
        stage, tally, late, timely = looks.counted(entry)
        if stage and not 0 <= day <= min(looks.last, looks.today):
            return None
        place = looks.tree.nodes.index(entry.subject)
        told = (stage, tally, late, timely)
        return (person, number, as_seen(entry.course), day, place, int(units), *told)
