"""Files of the roster's page, made a few rows at a time: results, and rows that are to be corrected."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xueshi.roster.page.desk import Desk
from xueshi.roster.page.listing import Entry
from xueshi.roster.page.pile import Pile
from xueshi.roster.results.export import CSV, Export, Sheet
from xueshi.roster.results.writing import ADDED, ResultTable, duty_form, duty_row, error_form, error_row

JUDGING = 0.8
"""Share of the work of an export that is judging; the rest is writing."""


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
