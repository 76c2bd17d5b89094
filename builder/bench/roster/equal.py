"""Every way to an outcome on the same invented people under varied rules, row for row."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.bench.roster.people import ledgers, today_of
from builder.bench.roster.rules import varied
from xueshi.judge import compile_rule, judge
from xueshi.judge.compiled import CompiledRule
from xueshi.ledger.table import COLUMNS, Ledger
from xueshi.model.published import Rules
from xueshi.roster.brief import judge_outcome
from xueshi.roster.databases.relations import PERSON, quoted, relation_of
from xueshi.roster.databases.vector import vectorised
from xueshi.roster.flat import FlatRow, flat_columns, flat_row
from xueshi.roster.outcome import outcome_of

People = Sequence[tuple[str, Ledger]]
Way = Callable[[CompiledRule, People, datetime.date], Mapping[str, FlatRow] | None]
"""People to outcomes by id; None where the way is not for such a rule."""

ODD = 0.3
"""Share of people with an odd row: far more than among real ones."""

PEOPLE = 500
"""People under one rule."""


@dataclass(frozen=True)
class Difference:
    """An outcome that is not the verdict's."""

    way: str
    rules: str
    person: str
    found: object
    expected: object


def brief(compiled: CompiledRule, people: People, today: datetime.date) -> Mapping[str, FlatRow]:
    """The engine's shorter ways, person by person."""
    return {person: flat_row(judge_outcome(compiled, own, today)) for person, own in people}


def duck(compiled: CompiledRule, people: People, today: datetime.date) -> Mapping[str, FlatRow] | None:
    """In columns on DuckDB, the rows of all people mixed."""
    import duckdb

    way = vectorised(compiled, today)
    if way is None:
        return None
    turns = itertools.zip_longest(*([(person, *line.cells) for line in own.lines] for person, own in people))
    cells = [row for turn in turns for row in turn if row]
    with duckdb.connect() as connection:
        names = (PERSON, *COLUMNS)
        columns = ", ".join(f"unnest(${at}) as {quoted(name)}" for at, name in enumerate(names, 1))
        values = [list(column) for column in zip(*cells, strict=True)]
        connection.execute(f"create table people as select {columns}", values)
        way.run(connection, relation_of("people", {name: name for name in names}))
        wanted = ", ".join(map(quoted, flat_columns(way.tree.nodes)))
        found = connection.execute(f"select {PERSON}, {wanted} from ({way.outcomes.in_columns()})").fetchall()
    return {person: tuple(row) for person, *row in found}


def differences(
    published: Rules,
    count: int,
    ways: Mapping[str, Way],
    say: Callable[[str], None],
    each: int = PEOPLE,
) -> Iterator[Difference]:
    """Where a way differs from ``judge``, on so many people in all: ``each`` under a tree of minima, few
    under rules of other shapes, whose verdicts take long."""
    dice = random.Random(count)
    left = count
    for number, (made, is_plain) in enumerate(varied(published, count)):
        if not left:
            return
        size = min(left, each if is_plain else max(20, each // 20))
        left -= size
        today = today_of(made) + datetime.timedelta(days=dice.choice((0, 25, 60, 200)))
        people = list(ledgers(made, size, seed=number, odd=ODD))
        compiled = compile_rule(made)
        given = {name: way(compiled, people, today) for name, way in ways.items()}
        ran = {name: found for name, found in given.items() if found is not None}
        expected = {
            person: flat_row(outcome_of(judge(compiled, own, today))) for person, own in people if ran
        }
        for name, found in ran.items():
            for person in expected.keys() | found.keys():
                if found.get(person) != expected.get(person):
                    wanted = expected.get(person)
                    yield Difference(name, f"{number}", person, found.get(person), wanted)
        say(f"规则 {number + 1}：{size} 人，{'、'.join(ran)}")
