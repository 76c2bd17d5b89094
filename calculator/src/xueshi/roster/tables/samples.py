"""A few cells of a table as they are written, for a person to know a column or a row again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xueshi.roster.tables.headers import CARD, NAME, STAFF_ID
from xueshi.roster.tables.source import Table

LONGEST_SAMPLE = 40
"""Characters of a cell that are shown."""

MOST_SAMPLES = 3

SAMPLED = 50
"""Rows of which a column's contents are shown."""


def samples(tables: Iterable[Table], header: str) -> list[str]:
    """What stands below a header, different texts only."""
    found: dict[str, None] = {}
    for table in tables:
        if header in table.layout.headers:
            at = table.layout.headers.index(header)
            for _, record in zip(range(SAMPLED), table.rows(), strict=False):
                if at < len(record.cells) and record.cells[at].strip():
                    found[record.cells[at].strip()[:LONGEST_SAMPLE]] = None
    return list(found)[:MOST_SAMPLES]


def who(table: Table, cells: Sequence[str]) -> str:
    """Who a row says it is, as it is written; empty where it says nothing."""
    places = table.layout.places
    known = (places[name] for name in (NAME, STAFF_ID, CARD) if name in places)
    texts = (cells[place].strip() for place in known if place < len(cells))
    return next(filter(None, texts), "")[:LONGEST_SAMPLE]
