"""People who were set aside in a database, as results: the same as if their rows had been read one by one."""

from __future__ import annotations

import errno
import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from xueshi.judge.compiled import CompiledRule
from xueshi.roster.databases.coding import STAGES
from xueshi.roster.databases.lookups import Lookups, lookups_of
from xueshi.roster.databases.relations import LINE, MEMORY
from xueshi.roster.databases.vector import Connection
from xueshi.roster.minima.plain import PlainRule, plain_rule
from xueshi.roster.minima.plaineffects import Effect
from xueshi.roster.people.judged import Office, Result
from xueshi.roster.people.owners import OWNER
from xueshi.roster.people.people import Person
from xueshi.roster.people.rows import Place, RowReader
from xueshi.roster.tables.layout import Layout

AT_ONCE = 2_000
"""Rows fetched together."""

INTERRUPTED = "Query interrupted"


@contextmanager
def answering(failure: type[Exception]) -> Iterator[None]:
    """Say what a database says the way files say it. Of Ctrl-C it says that a query was interrupted.

    Raises ``OSError`` and ``KeyboardInterrupt``.
    """
    try:
        yield
    except RuntimeError as error:
        if INTERRUPTED in str(error):
            raise KeyboardInterrupt from error
        raise
    except failure as error:
        raise OSError(errno.EIO, str(error).partition("\n")[0]) from error


@dataclass(frozen=True, slots=True)
class Aside:
    """People set aside in a database: what a process has to know to judge them."""

    path: str
    places: tuple[Place, ...]
    """City and year of each table of people."""


def owner_cells(layout: Layout, named: Sequence[str], owner: Sequence[str]) -> list[str]:
    """A row that says nothing but whose it is."""
    cells = [""] * len(layout.headers)
    for name, cell in zip(named, owner, strict=True):
        cells[layout.places[name]] = cell
    return cells


class PlainPeople:
    """The people set aside, part by part, with their outcomes. Raises ``OSError``."""

    def __init__(self, aside: Aside, layout: Layout, office: Office, usual: Place, parts: int) -> None:
        self.aside, self.layout, self.office, self.usual, self.parts = aside, layout, office, usual, parts
        self.reader = RowReader(layout)
        self.owner = [name for name in OWNER if name in layout.places]
        self._ways: dict[Place, tuple[CompiledRule, PlainRule, Lookups] | None] = {}
        duckdb = importlib.import_module("duckdb")
        self.failure: type[Exception] = duckdb.Error
        settings = {"threads": 1, "memory_limit": MEMORY}
        with answering(self.failure):
            self.connection: Connection = duckdb.connect(aside.path, read_only=True, config=settings)

    def results(self, part: int) -> Iterator[Result]:
        """The results of a part, those of each place in the order of their first rows. Raises ``OSError``."""
        with answering(self.failure):
            yield from self._results(part)

    def _results(self, part: int) -> Iterator[Result]:
        for number, place in enumerate(self.aside.places):
            ways = self._ways_of(place)
            if ways is None:
                continue
            compiled, plain, looks = ways
            nodes = range(len(plain.tree.nodes))
            sums = [f"own_{at}_{stage}::bigint * {looks.unit}" for stage in STAGES for at in nodes]
            owner = ", ".join(f"o{at}" for at in range(len(self.owner)))
            here = f"hash({owner}) % {self.parts} = {part}"
            rows = f"select {owner}, {LINE}, look from rows_{number} where tally <> 0 and {here}"
            noted = self._noted(f"{rows} order by {LINE}", looks)
            found = self.connection.execute(f"""
                select {owner}, first, n_rows, {", ".join(sums)} from people_{number}
                where not is_general and {here} order by first""")
            while batch := found.fetchmany(AT_ONCE):
                for row in batch:
                    yield self._result(row, compiled, plain, noted)

    def _ways_of(self, place: Place) -> tuple[CompiledRule, PlainRule, Lookups] | None:
        """The rule of a place made ready, and the ways to its outcomes, kept from part to part."""
        if place not in self._ways:
            compiled = self.office.compiled(place)
            plain = compiled and plain_rule(compiled, self.office.today)
            looks = compiled and lookups_of(compiled, self.office.today)
            self._ways[place] = (compiled, plain, looks) if compiled and plain and looks else None
        return self._ways[place]

    def _noted(self, query: str, looks: Lookups) -> dict[tuple[str, ...], list[tuple[int, Effect]]]:
        """By owner: rows of which more has to be told than their hours, with what they come to."""
        noted: dict[tuple[str, ...], list[tuple[int, Effect]]] = {}
        found = self.connection.execute(query)
        while batch := found.fetchmany(AT_ONCE):
            for *owner, line, look in batch:
                noted.setdefault(tuple(owner), []).append((line, looks.effect(look)))
        return noted

    def _result(
        self,
        row: Sequence[Any],
        compiled: CompiledRule,
        plain: PlainRule,
        noted: Mapping[tuple[str, ...], list[tuple[int, Effect]]],
    ) -> Result:
        width = len(self.owner)
        written, (first, count, *sums) = tuple(row[:width]), row[width:]
        owner = self.reader.read(first, owner_cells(self.layout, self.owner, written))
        sums = [0] * len(plain.tree.nodes) + sums
        unusual = noted.get(written, ())
        outcome = plain.counted(sums, (count, count), unusual, ())
        assert outcome is not None, "whose hours are open was not set aside"
        person = Person(
            first=first,
            id=owner.id,
            name=owner.name,
            unit=owner.unit,
            department=owner.department,
            city=owner.city or self.usual[0],
            year=owner.year or self.usual[1],
            remarks=tuple(dict.fromkeys(owner.remarks)),
        )
        return Result(person, compiled.rules.city_name, compiled.rules, outcome, ())
