"""Corrected rows taken in again, in the place of those with errors."""

from __future__ import annotations

import io
from collections.abc import Mapping

from xueshi.roster.intake.intake import MOST_NAMED, in_order, is_correction, target_of
from xueshi.roster.page.desk import Desk
from xueshi.roster.page.pagewords import say
from xueshi.roster.safe import unguarded
from xueshi.roster.tables.headers import SOURCE_FILE, SOURCE_LINE, SOURCE_MARK
from xueshi.roster.tables.source import open_tables
from xueshi.roster.tables.table import UnreadableRosterError
from xueshi.roster.tables.words import Words


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
            layout = desk.tables[desk.shelf.row(number)[0]].layout
            missing = [one for one in layout.headers if one and one not in headers]
            if missing:
                raise UnreadableRosterError(say("mend_columns", names="、".join(missing[:MOST_NAMED])))
            own = dict(zip(headers, record.cells, strict=False))
            if unguarded(own.get(SOURCE_MARK, "")).strip() != desk.shelf.mark(number):
                raise UnreadableRosterError(say("mend_other_row", line=record.line))
            cells = in_order(own, layout)
            if found.setdefault(number, cells) != cells:
                raise UnreadableRosterError(say("mend_twice", line=record.line))
    if not found:
        raise UnreadableRosterError(say("mend_empty"))
    return found
