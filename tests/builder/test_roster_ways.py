"""Ways to outcomes for many people at once give what ``judge`` gives, on invented people."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from builder.bench.roster.equal import Way, brief, differences, duck
from builder.bench.roster.people import ID, today_of, write_people
from builder.bench.roster.rules import shaped_rules
from tests.calculator import invented
from tests.calculator.invented import amended
from xueshi.judge import compile_rule
from xueshi.ledger.table import COLUMNS
from xueshi.model.shapes import Unit
from xueshi.roster.databases.outcomes import SEVERAL
from xueshi.roster.databases.relations import PERSON, relation_of
from xueshi.roster.databases.vector import vectorised


@pytest.mark.parametrize(("name", "way", "each"), [("brief", brief, 25), ("duck", duck, 100)])
def test_a_shorter_way_gives_what_judge_gives(name: str, way: Way, each: int) -> None:
    """The first and the fifth rule have many shapes, the others are trees of minima."""
    found = list(differences(invented.rules(), 6 * each, {name: way}, lambda _: None, each))
    assert not found, found[0]


def test_rules_that_are_more_than_a_tree_of_decimal_minima_are_not_judged_in_columns() -> None:
    made = invented.rules()
    assert vectorised(compile_rule(made), today_of(made)) is not None
    assert vectorised(compile_rule(shaped_rules()), today_of(made)) is None
    third = Unit("节", Fraction(1, 3), invented.SOURCE)
    assert vectorised(compile_rule(amended(made, units=(third,))), today_of(made)) is None
    assert vectorised(compile_rule(invented.rules(not_modelled=("虚构的写法",))), today_of(made)) is None


def test_a_file_is_judged_where_it_lies(tmp_path: Path) -> None:
    made = invented.rules()
    path = tmp_path / "people.csv"
    write_people(path, made, 300, odd=0.2)
    with duckdb.connect() as connection:
        source = f"read_csv('{path}', all_varchar=true, header=true)"
        columns = {PERSON: ID} | {name: name for name in COLUMNS}
        way = vectorised(compile_rule(made), today_of(made))
        assert way
        summary = way.run(connection, relation_of(source, columns))
        counted = f"select sum(rows), count(distinct {PERSON}) from ({way.outcomes.in_columns()})"
        rows = connection.execute(counted).fetchone()
    assert (summary.people, rows) == (300, (3000, 300))
    assert 0 < summary.general < 100


def test_an_id_under_which_rows_say_different_people_has_no_outcome() -> None:
    """Two people's hours are never added up, and nobody is lost without a word."""
    made = invented.rules()
    named = {name: f"c{at}" for at, name in enumerate(COLUMNS)}
    rows = [
        (person, name, *invented.row("trade", "60", course=course), "", "")
        for person, name, course in (
            ("1", "甲", "一"),
            ("1", "乙", "二"),
            ("2", "丙", "一"),
            ("2", "丙", "二"),
        )
    ]
    with duckdb.connect() as connection:
        heads = ("id", "name", *named.values())
        connection.execute(f"create table people ({', '.join(f'{head} varchar' for head in heads)})")
        connection.executemany(f"insert into people values ({', '.join('?' * len(heads))})", rows)
        way = vectorised(compile_rule(made), today_of(made))
        assert way
        summary = way.run(connection, relation_of("people", {PERSON: "id"} | named, ["name"]))
        found = dict(
            connection.execute(f"select {PERSON}, status from ({way.outcomes.in_columns()})").fetchall()
        )
    assert (summary.people, summary.several) == (2, 1)
    assert found["1"] == SEVERAL
    assert found["2"] != SEVERAL
