"""Many people at once on DuckDB, under a rule that is a tree of minima: the same outcomes in columns.

What a cell means and how far a row has come is asked of the reader and of ``RowJudge`` beforehand and laid
down in small tables; DuckDB only looks up and adds whole numbers. A person with anything out of the ordinary
(a cell written otherwise than in these tables, a row that may be one written twice, a day outside the year,
hours whose part decides) goes the general way, ``judge_outcome``. Rows of one id that say different owners
are nobody's: ``people`` tells whose they are. DuckDB puts on disk what memory cannot hold; it is given by the
caller and imported nowhere here.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from xueshi.judge.compiled import CompiledRule
from xueshi.ledger import table
from xueshi.ledger.table import Ledger, Line
from xueshi.roster.brief import judge_outcome
from xueshi.roster.flat import COUNTS, flat_columns, flat_row
from xueshi.roster.lookups import MOST_ROWS, STATUSES, TALLIED, TALLY_BITS, Lookups, lookups_of
from xueshi.roster.treesums import PARTS

PERSON = "person"
"""The name of the column that tells people apart, in relations and in results."""

OWNER = "owner"
"""The name of the column that has to be the same in all rows of a person: his name, unit, city and year."""

SEVERAL = "several_people"
"""The status of an id under which rows say different owners: nobody can tell whose hours they are."""

RESULTS = "outcomes"
"""The view in which the results are found."""

_WIDE = "（）：，；！？－／．＋％＆"
"""Wide characters that are usual in names of courses; they look like the narrow ones."""

_MARKED = "[^0-9A-Za-z\\x{4e00}-\\x{9fff}]"
"""Anything but letters, digits and Chinese characters: most names of courses have nothing of the sort."""

_PLAIN = f"!-~\\x{{b7}}\\x{{2010}}-\\x{{2027}}\\x{{3001}}-\\x{{3163}}\\x{{3165}}-\\x{{9fff}}{_WIDE}"
_PRINTED = f"^([{_PLAIN}]+( [{_PLAIN}]+)*)?$"
"""Texts that look as they are written, but for their width; other courses go the general way. Between
U+3163 and U+3165 stands a letter that nobody sees."""

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


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def relation_of(source: str, columns: Mapping[str, str], owner: Sequence[str] = ()) -> str:
    """A query for the rows of a source (a table, ``read_csv(…)`` of text columns) under the names used here.

    ``columns`` names the source's column of ``PERSON`` and of each header of a ledger that it has; ``owner``
    the columns that say who, where and when it was: under one id they may not differ.
    """
    said = " || chr(31) || ".join(f"coalesce({quoted(name)}, '')" for name in owner) or "''"
    known = [f"coalesce({quoted(columns[PERSON])}, '') as {PERSON}", f"{said} as {OWNER}"]
    for name in table.COLUMNS:
        cell = f"coalesce({quoted(columns[name])}, '')" if name in columns else "''"
        known.append(f"{cell} as {quoted(name)}")
    return f"select {', '.join(known)} from {source}"


class Vectorised:
    """The outcomes of all people of a relation under one rule on one day."""

    def __init__(self, compiled: CompiledRule, lookups: Lookups) -> None:
        self.compiled, self.lookups, self.tree = compiled, lookups, lookups.tree
        self.columns = flat_columns(self.tree.nodes)

    def run(self, connection: Connection, relation: str) -> Summary:
        """Judge everybody; the results are in the view ``RESULTS`` of the connection afterwards.

        Rows of one person are taken in the order of the relation, whose first row has the number 2.
        """
        self.lay_down(connection)
        connection.execute(f"create or replace temp table summed as {self._summed(relation)}")
        connection.execute(f"create or replace temp table decided as {self._decided()}")
        self._look_up_steps(connection)
        types = ", ".join(f"{quoted(name)} {_type(name)}" for name in self.columns)
        connection.execute(f"create or replace temp table general ({PERSON} varchar, {types})")
        general = self._general(connection, relation)
        connection.execute(f"create or replace temp view {RESULTS} as {self._results()}")
        counted = "select count(*), count(*) filter (is_several) from summed"
        people, several = connection.execute(counted).fetchone()
        return Summary(people, general, several)

    def lay_down(self, connection: Connection) -> None:
        """Put the tables in which cells and rows are looked up into the connection."""
        for name, values in self.lookups.tables().items():
            columns = ", ".join(f"unnest(${at}) as {column}" for at, column in enumerate(values, start=1))
            connection.execute(f"create or replace temp table {name} as select {columns}", [*values.values()])

    def coded(self, relation: str, kept: Sequence[str] = (PERSON,)) -> str:
        """Rows with every cell looked up; ``odd`` where one is not found or something is out of order.

        ``kept`` are columns of the relation that stay as they are.
        """
        look, day, today = self.lookups, quoted(table.COMPLETED), self.lookups.today
        review = f"case when reviewed.n < 0 then 0 when reviewed.n <= {today} then 1 else 2 end"
        effect = f"((least(declared.n, {today + 1}) * 3 + {review}) * 3 + mode.n) * 3 + plan.n"
        joins = (
            ("completed", "days", day),
            ("declared", "days", quoted(table.DECLARED)),
            ("reviewed", "days", quoted(table.REVIEWED)),
            ("subject", "subjects", quoted(table.SUBJECT)),
            ("hours", "hours", quoted(table.HOURS)),
            ("mode", "modes", quoted(table.ENTRY_MODE)),
            ("plan", "plans", quoted(table.PLAN_FILED)),
        )
        joined = [f"left join {own} as {name} on ledger.{cell} = {name}.cell " for name, own, cell in joins]
        course = quoted(table.COURSE)
        narrow = course
        for character in _WIDE:
            narrow = f"replace({narrow}, '{character}', '{chr(ord(character) - 0xFEE0)}')"
        marked = f"regexp_matches({course}, '{_MARKED}')"
        seen = f"case when {marked} then {narrow} else {course} end"
        return f"""
            select {", ".join(kept)}, hash({seen}, completed.n, hours.n, subject.n) as content,
                effects.look as look, hours.n as parts, stage,
                place + subject.n as place, tally, late, timely,
                completed.n is null or declared.n is null or reviewed.n is null or subject.n is null
                or hours.n is null or mode.n is null or plan.n is null or stage is null
                or {quoted(table.SHOWN)} <> ''
                or completed.n < 0 or completed.n > {min(look.last, today)}
                or (declared.n >= 0 and declared.n < completed.n)
                or (reviewed.n >= 0 and (declared.n < 0 or reviewed.n < declared.n))
                or case when {marked} then ord({course}) = 39 or not regexp_matches({course}, '{_PRINTED}')
                    else false end as odd
            from ({relation}) as ledger
            {"".join(joined)}
            left join effects on effects.look = {effect}"""

    def _summed(self, relation: str) -> str:
        """One row for each person: hours by stage and subject, and what else the outcome depends on."""
        return f"""
            select {PERSON}, {self.added_up()},
                coalesce(sum(tally), 0)::bigint as tallied,
                coalesce(min(late), -1) as late, coalesce(min(timely), -1) as timely,
                min({OWNER}) <> max({OWNER}) as is_several
            from ({self.coded(relation, (PERSON, OWNER))}) group by {PERSON}"""

    def added_up(self) -> str:
        """Of the rows of one person: how many, whether they are odd, hours by stage and subject."""
        count = len(self.tree.nodes)
        sums = [
            f"coalesce(sum(parts) filter (place = {stage * count + at}), 0)::bigint as own_{at}_{stage}"
            for stage in (1, 2, 3)
            for at in range(count)
        ]
        return f"""count(*) as n_rows,
                bool_or(odd) or count(*) > {MOST_ROWS}
                    or list_unique(list(content)) < count(*) as odd, {", ".join(sums)}"""

    def _decided(self) -> str:
        """Tallies, plan and status of each person. Columns may name those before them."""
        tree, places = self.tree, range(len(self.tree.nodes))
        columns = [
            f"(tallied >> {at * TALLY_BITS}) & {2**TALLY_BITS - 1} as n_{name}"
            for at, name in enumerate(TALLIED)
        ]
        columns += self.subject_sums()
        for at in reversed(places):
            planned = "".join(
                f" - more_{child} - below_{child}" for child in places if tree.parents[child] == at
            )
            columns.append(f"greatest(0, {tree.minima[at]} - sum_{at}_1{planned}) as more_{at}")
            columns.append(f"0{planned.replace(' -', ' +')} as below_{at}")
        days = self.lookups.count
        return f"""
            select *, not is_several and (odd or {self.unclear()}) as is_general,
                case when met_3 then 2 when met_1 then 1 else 0 end as status,
                (((((status * 2 + (more_0 + below_0 > 0)::int) * 2 + (n_undeclared > 0)::int) * 2
                + (n_unfiled > 0)::int)::bigint * {days} + late + 1) * {days} + timely + 1) as look
            from (select *, {", ".join(columns)} from summed)"""

    def subject_sums(self) -> list[str]:
        """Columns: hours of each subject with all below it, by stage, and whether all minima are met."""
        tree, places = self.tree, range(len(self.tree.nodes))
        columns: list[str] = []
        for stage in (3, 2, 1):
            for at in reversed(places):
                own = " + ".join(f"own_{at}_{higher}" for higher in range(stage, 4))
                below = [f" + sum_{child}_{stage}" for child in places if tree.parents[child] == at]
                columns.append(f"{own}{''.join(below)} as sum_{at}_{stage}")
        for stage in (1, 3):
            met = [f"sum_{at}_{stage} >= {tree.minima[at]}" for at in places if tree.minima[at]]
            columns.append(f"{' and '.join(met) or 'true'} as met_{stage}")
        return columns

    def unclear(self) -> str:
        """Whether hours of a subject may have been of a part of it, where that can decide."""
        places = [at for at, opens in enumerate(self.tree.opens) if opens]
        opened = [f"own_{at}_{stage} > 0" for at in places for stage in (1, 2, 3)]
        return f"(not met_3 and ({' or '.join(opened) or 'false'}))"

    def _look_up_steps(self, connection: Connection) -> None:
        """The steps of every look that occurs."""
        found = connection.execute(
            "select distinct look from decided where not is_general and not is_several"
        ).fetchall()
        looks = [number for (number,) in found]
        texts = [self.lookups.steps(number) for number in looks]
        columns = "unnest($1)::bigint as look, unnest($2)::varchar as text"
        connection.execute(f"create or replace temp table steps as select {columns}", [looks, texts])

    def _general(self, connection: Connection, relation: str) -> int:
        """Judge those who go the general way; how many they are."""
        (count,) = connection.execute("select count(*) from decided where is_general").fetchone()
        if not count:
            return 0
        headers = ", ".join(quoted(name) for name in table.COLUMNS)
        connection.execute(f"""
            create or replace temp table general_rows as
            select *, (dense_rank() over (order by {PERSON}) - 1) // {_AT_ONCE} as batch
            from (select *, row_number() over () + 1 as line from ({relation}))
            where {PERSON} in (select {PERSON} from decided where is_general)""")
        places = ", ".join(f"unnest(${at})" for at in range(1, len(self.columns) + 2))
        for batch in range(-(-count // _AT_ONCE)):
            query = f"select {PERSON}, line, {headers} from general_rows where batch = {batch} order by 1, 2"
            found = [self._judged(*item) for item in _ledgers(connection.execute(query).fetchall())]
            values = [list(column) for column in zip(*found, strict=True)]
            connection.execute(f"insert into general select {places}", values)
        connection.execute("drop table general_rows")
        return int(count)

    def _judged(self, person: str, ledger: Ledger) -> tuple[object, ...]:
        return person, *flat_row(judge_outcome(self.compiled, ledger, self.lookups.day))

    def _results(self) -> str:
        """Everybody's outcome in the columns of ``flat``."""
        tree, subjects = self.tree, range(len(self.tree.nodes))
        columns = [
            f"{[str(status) for status in STATUSES]}[status + 1]",
            f"status = 0 and {str(self.lookups.over).lower()}",
            *itertools.chain.from_iterable(
                [*(_hours_text(f"sum_{at}_{stage}") for stage in (1, 2, 3)), _hours_text(f"more_{at}")]
                for at in subjects
            ),
            "steps.text",
            *(f"n_{name}" if name not in ("errors", "questions") else "0" for name in COUNTS),
        ]
        assert len(columns) == len(self.columns), tree.nodes
        named = ", ".join(
            f"{value} as {quoted(name)}" for value, name in zip(columns, self.columns, strict=True)
        )
        nothing = ", ".join(f"null as {quoted(name)}" for name in self.columns[1:])
        return f"""
            select {PERSON}, {named} from decided join steps using (look) where not (is_general or is_several)
            union all select * from general
            union all select {PERSON}, '{SEVERAL}' as status, {nothing} from decided where is_several"""


def _hours_text(parts: str) -> str:
    """Small parts as ``texts.hours_text`` writes hours."""
    digits = len(str(PARTS)) - 1
    whole, rest = f"({parts} // {PARTS})::varchar", f"{parts} % {PARTS}"
    behind = f"rtrim(lpad(({rest})::varchar, {digits}, '0'), '0')"
    return f"case when {rest} = 0 then {whole} else {whole} || '.' || {behind} end"


def _type(column: str) -> str:
    if column == "closed":
        return "boolean"
    return "bigint" if column in COUNTS else "varchar"


def _ledgers(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, Ledger]]:
    """Rows in the order of their people to ledgers; rows without anything in them are none."""
    for person, own in itertools.groupby(rows, key=itemgetter(0)):
        lines = (Line(number, tuple(cells)) for _, number, *cells in own)
        yield person, Ledger(tuple(line for line in lines if any(cell.strip() for cell in line.cells)))


def vectorised(compiled: CompiledRule, today: datetime.date) -> Vectorised | None:
    """The way in columns under a rule; None where it is more than a tree of minima."""
    lookups = lookups_of(compiled, today)
    return Vectorised(compiled, lookups) if lookups else None
