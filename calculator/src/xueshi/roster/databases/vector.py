"""Many people at once on DuckDB, under a rule that is a tree of minima: the same outcomes in columns.

What a cell means and how far a row has come is asked of the reader and of ``RowJudge`` beforehand and laid
down in small tables; DuckDB only looks up and adds whole numbers. Most people need no more than one look at
days, subjects and hours. The rows of others (a cell written otherwise than in these tables, a row that may be
one written twice, a day outside the year, hours whose part decides) are read once more and looked at closely;
whoever is still out of the ordinary goes the general way, ``judge_outcome``. Rows of one id that say several
owners are nobody's: ``people`` tells whose they are. DuckDB puts on disk what memory cannot hold; it is given
by the caller and imported nowhere here.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from xueshi.judge.compiled import CompiledRule
from xueshi.ledger import table
from xueshi.ledger.table import Ledger, Line
from xueshi.roster.brief import judge_outcome
from xueshi.roster.databases.coding import STAGES, Coding
from xueshi.roster.databases.finding import Wanted, found_lines
from xueshi.roster.databases.lookups import TALLIED, Lookups, lookups_of
from xueshi.roster.databases.nobodys import nobodys
from xueshi.roster.databases.oddrows import CELLS, KEPT, OddRows
from xueshi.roster.databases.outcomes import Outcomes, judged_in_columns, quoted_cell
from xueshi.roster.databases.relations import LINE, OWNER, PERSON, Relation, given, quoted, text
from xueshi.roster.flat import flat_row

_AT_ONCE = 2_000
"""People of the general way that are written together."""


class Connection(Protocol):
    """What is used of ``duckdb.DuckDBPyConnection``."""

    def execute(self, query: str, parameters: object = None) -> Any:
        """Run a statement."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many people there were, how many of them went the general way, how many ids are of several."""

    people: int
    general: int
    several: int


class Vectorised:
    """The outcomes of all people of a relation under one rule on one day."""

    def __init__(self, compiled: CompiledRule, lookups: Lookups) -> None:
        self.compiled, self.lookups, self.tree = compiled, lookups, lookups.tree
        self.coding = Coding(lookups)
        self.outcomes = Outcomes(self.coding)

    def run(self, connection: Connection, relation: Relation) -> Summary:
        """Judge everybody; ``outcomes`` has the queries for the results on this connection afterwards.

        Rows of one person are taken in the order of the relation, whose first row has the number 2.
        """
        run = connection.execute
        (usual,) = run("select current_setting('disabled_optimizers')").fetchone()
        # How many rows there are it cannot know: what is looked up in is always the smaller side.
        run("set disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            return self._run(connection, relation)
        finally:
            run(f"set disabled_optimizers = {text(usual)}")

    def write(self, connection: Connection, path: Path) -> None:
        """Write the results of a run into a CSV file: UTF-8, a header, no order."""
        lines = self.outcomes.in_lines()
        connection.execute(f"copy ({lines}) to {text(str(path))} (format csv, header, quote '', escape '')")

    def _run(self, connection: Connection, relation: Relation) -> Summary:
        self.lay_down(connection)
        run = connection.execute
        (threads,) = run("select current_setting('threads')").fetchone()
        # Numbering rows is done by one thread alone; several are sooner done with reading twice.
        file = relation.file if threads == 1 else None
        kept = (PERSON, *([OWNER] if relation.owned else ()), *([LINE] if file else ()))
        coded = self.coding.coded(relation.numbered if file else relation.every, kept, closely=False)
        first = self._decided(coded, closely=False, kept=kept)
        run(f"create or replace temp table decided as {first}")
        if file:
            self._find(connection, relation, file)
        else:
            others = relation.picked(f"select {PERSON} from decided where is_general")
            run(f"create or replace temp table others as {others}")
        self._look_closely(connection)
        self._look_up_steps(connection)
        (most,) = run(self.outcomes.much()).fetchone()
        if most and most > self.outcomes.most:
            run(f"insert into hours_texts {self.outcomes.further_texts()}")
        kinds = zip(self.outcomes.columns, self.outcomes.types(), strict=True)
        types = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds)
        run(f"create or replace temp table general ({PERSON} varchar, {types})")
        general = self._general(connection)
        run("drop table others")
        counted = "select count(*), count(*) filter (is_several) from decided"
        people, several = run(counted).fetchone()
        return Summary(people, general, several)

    def lay_down(self, connection: Connection) -> None:
        """Put the tables in which cells and rows are looked up into the connection."""
        for name, (query, values) in self.coding.tables().items():
            connection.execute(f"create or replace temp table {name} as {query}", values)
        connection.execute(f"create or replace temp table hours_texts as {self.outcomes.hours_texts()}")

    def _find(self, connection: Connection, relation: Relation, file: Path) -> None:
        """The rows of the others, read where they lie; of who is scattered by reading the whole once more."""
        run = connection.execute
        run(f"create or replace temp table lines ({LINE} bigint, record varchar)")
        run(f"create or replace temp table scattered ({PERSON} varchar)")
        (rows,) = run("select coalesce(sum(n_rows), 0) from decided").fetchone()
        parted = f"select first, string_split(block, chr(10)) as records from ({given(('first', 'block'))})"
        numbered = f"first + generate_subscripts(records, 1) - 1 as {LINE}, unnest(records) as record"
        for together, scattered in found_lines(file, rows, self._wanted(connection)):
            firsts, blocks = ([item[at] for item in together] for at in range(2))
            # One text a person: to hand over a list costs by its length.
            run(f"insert into lines select {numbered} from ({parted})", [firsts, blocks])
            run(f"insert into scattered {given((PERSON,))}", [scattered])
        others = relation.taken_apart("lines")
        if run("select count(*) from scattered").fetchone() != (0,):
            others += f" union all {relation.picked(f'select {PERSON} from scattered')}"
        run(f"create or replace temp table others as {others}")
        run("drop table lines")
        run("drop table scattered")

    def _wanted(self, connection: Connection) -> Iterator[list[Wanted]]:
        """The others in the order of their first rows, some at a time."""
        query = f"select {PERSON}, first, n_rows from decided where is_general and first > $1"
        last = 0
        while rows := connection.execute(f"{query} order by first limit {_AT_ONCE}", [last]).fetchall():
            last = rows[-1][1]
            yield [Wanted(*row) for row in rows]

    def _look_closely(self, connection: Connection) -> None:
        """Add up the others, with odd rows as the reader says."""
        run, odd_rows = connection.execute, OddRows(self.lookups)
        coded = self.coding.coded("select * from others", (PERSON, LINE))
        run(f"create or replace temp table coded as {coded}")
        columns = ", ".join(f"{name} {kind}" for name, kind in KEPT.items())
        run(f"create or replace temp table asked ({columns})")
        wanted = f"select {CELLS} from others semi join coded on coded.{LINE} = others.{LINE} and coded.odd"
        last = 0
        while rows := run(f"{wanted} where {LINE} > {last} order by {LINE} limit {_AT_ONCE}").fetchall():
            last = rows[-1][1]
            if known := odd_rows.known(rows):
                run(
                    f"insert into asked {given(KEPT)}",
                    [list(column) for column in zip(*known, strict=True)],
                )
        kept = f"content, subject, hours, stage, tally, late, timely, {self.coding.near.step}, odd"
        rows = f"""
            select {PERSON}, {kept} from coded anti join asked using ({LINE})
            union all
            select {PERSON}, {kept} from (
                select *, {self.coding.near.stepped} as {self.coding.near.step}, false as odd,
                    case when seen is null then hash({LINE}) else {self.coding.content("seen")} end as content
                from asked)"""
        run(f"create or replace temp table closer as {self._decided(rows, closely=True)}")
        run("drop table coded")
        run("drop table asked")

    def _decided(self, rows: str, *, closely: bool, kept: Sequence[str] = ()) -> str:
        """One row for each person of coded rows: hours, plan, status, what else the outcome has.

        ``kept`` are columns of the rows that tell more than hours.
        """
        coding = self.coding
        several = "false" if closely else nobodys(PERSON)
        if OWNER in kept:
            several += f" or min({OWNER}) <> max({OWNER})"
        first = f"min({LINE})" if LINE in kept else "0"
        added_up = f"""
            select {PERSON}, {several} as is_several, {first} as first, {coding.added_up(closely=closely)}
            from ({rows}) group by {PERSON}"""
        sums = [f"sum_{at}_{stage}" for at in range(len(self.tree.nodes)) for stage in STAGES]
        plan = [f"more_{at}" for at in self.coding.planned]
        told = [f"n_{name}" for name in ("rows", *TALLIED)]
        return f"""
            select {PERSON}, first, {", ".join((*told, *sums, *plan))}, status, look, is_several,
                not is_several and (odd or {coding.unclear()}) as is_general
            from ({coding.decided(coding.summed(added_up, closely=closely))})"""

    def _look_up_steps(self, connection: Connection) -> None:
        """The steps of every look that occurs."""
        found = connection.execute(f"select distinct look from ({judged_in_columns('look')})").fetchall()
        looks = [number for (number,) in found]
        texts = [self.lookups.steps(number) for number in looks]
        columns = f"select look::bigint as look, text::varchar as text from ({given(('look', 'text'))})"
        steps = f"select *, {quoted_cell('text')} as cell from ({columns})"
        connection.execute(f"create or replace temp table steps as {steps}", [looks, texts])

    def _general(self, connection: Connection) -> int:
        """Judge those who go the general way; how many they are."""
        (count,) = connection.execute("select count(*) from closer where is_general").fetchone()
        if not count:
            return 0
        headers = ", ".join(quoted(name) for name in table.COLUMNS)
        connection.execute(f"""
            create or replace temp table general_rows as
            select *, (dense_rank() over (order by {PERSON}) - 1) // {_AT_ONCE} as batch
            from others where {PERSON} in (select {PERSON} from closer where is_general)""")
        insert = given(map(quoted, (PERSON, *self.outcomes.columns)))
        for batch in range(-(-count // _AT_ONCE)):
            query = (
                f"select {PERSON}, {LINE}, {headers} from general_rows where batch = {batch} order by 1, 2"
            )
            found = [self._judged(*item) for item in _ledgers(connection.execute(query).fetchall())]
            values = [list(column) for column in zip(*found, strict=True)]
            connection.execute(f"insert into general {insert}", values)
        connection.execute("drop table general_rows")
        return int(count)

    def _judged(self, person: str, ledger: Ledger) -> tuple[object, ...]:
        return person, *flat_row(judge_outcome(self.compiled, ledger, self.lookups.day))


def _ledgers(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, Ledger]]:
    """Rows in the order of their people to ledgers; rows without anything in them are none."""
    for person, own in itertools.groupby(rows, key=itemgetter(0)):
        lines = (Line(number, tuple(cells)) for _, number, *cells in own)
        yield person, Ledger(tuple(line for line in lines if any(cell.strip() for cell in line.cells)))


def vectorised(compiled: CompiledRule, today: datetime.date) -> Vectorised | None:
    """The way in columns under a rule; None where it is more than a tree of minima."""
    lookups = lookups_of(compiled, today)
    return Vectorised(compiled, lookups) if lookups else None
