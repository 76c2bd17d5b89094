"""One way to judge a file of people, in a process of its own.

Run as ``python -m builder.bench.roster.ways WAY PEOPLE RULES DAY OUT``; prints one line of JSON: how many
people there were, and processor seconds of the work itself, without starting Python and its libraries.
For Spark they are seconds by the clock, without starting it.
"""

from __future__ import annotations

import csv
import datetime
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builder.bench.roster.people import ID, ROWS
from xueshi import jsontext
from xueshi.judge import compile_rule
from xueshi.ledger import table
from xueshi.ledger.table import Ledger, Line
from xueshi.model.published import Rules
from xueshi.rulesjson import parse_rules

COLUMNS = {"person": ID} | {name: name for name in table.COLUMNS}
Task = tuple[Path, Rules, datetime.date, Path]


def read_csv(task: Task) -> int:
    """Read only: the module ``csv``."""
    with task[0].open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) // ROWS


def read_duckdb(task: Task) -> int:
    """Read only: every cell, with DuckDB."""
    with _duckdb(1) as connection:
        cells = ", ".join(f'sum(strlen("{name}"))' for name in COLUMNS.values())
        found = connection.execute(f"select count(*), {cells} from {_source(task[0])}").fetchone()
        return int(found[0]) // ROWS


def read_polars(task: Task) -> int:
    """Read only: every cell, with Polars."""
    import polars

    return int(polars.read_csv(task[0], infer_schema=False).height) // ROWS


def read_pandas(task: Task) -> int:
    """Read only: every cell, with pandas and Arrow."""
    import pandas

    return len(pandas.read_csv(task[0], dtype=str, engine="pyarrow")) // ROWS


def engine(task: Task) -> int:
    """The engine person by person on rows of the module ``csv``, reading included; nothing is written."""
    from xueshi.roster.brief import judge_outcome

    path, rules, day, _ = task
    compiled, people = compile_rule(rules), 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        lines = [Line(number, tuple(row[2:])) for number, row in enumerate(rows, 2)]
    for at in range(0, len(lines), ROWS):
        judge_outcome(compiled, Ledger(tuple(lines[at : at + ROWS])), day)
        people += 1
    return people


def duckdb_1(task: Task) -> int:
    """In columns on DuckDB, one processor."""
    return _in_columns(task, 1)


def duckdb_2(task: Task) -> int:
    """In columns on DuckDB, two processors."""
    return _in_columns(task, 2)


def pandas(task: Task) -> int:
    """The script written by hand."""
    from builder.bench.roster.analyst import judge_file

    path, _, day, out = task
    return judge_file(path, out, str(day))


def spark(task: Task) -> int:
    """The engine on Spark, two processors of this machine."""
    from builder.bench.roster.session import session
    from xueshi.roster.databases.spark import outcomes

    path, rules, day, out = task
    with session() as running:
        began = time.perf_counter()
        frame = running.read.csv(str(path), header=True)
        numbered = frame.selectExpr("*", "monotonically_increasing_id() as line")
        found = outcomes(numbered, rules, day, COLUMNS, "line")
        found.write.mode("overwrite").parquet(f"{out}.parquet")
        _told["work"] = time.perf_counter() - began
        return int(running.read.parquet(f"{out}.parquet").count())


def _in_columns(task: Task, processors: int) -> int:
    from xueshi.roster.databases.relations import MEMORY, csv_relation
    from xueshi.roster.databases.vector import vectorised

    path, rules, day, out = task
    way = vectorised(compile_rule(rules), day)
    assert way, "simple shapes only"
    with _duckdb(processors, MEMORY) as connection:
        connection.execute(f"set temp_directory = '{out.parent / 'spill'}'")
        summary = way.run(connection, csv_relation(path, COLUMNS))
        way.write(connection, out)
        _told["general"] = summary.general
        return summary.people


def _duckdb(processors: int, memory: str = "4GB") -> Any:
    import duckdb

    return duckdb.connect(config={"threads": processors, "memory_limit": memory})


def _source(path: Path) -> str:
    return f"read_csv('{path}', all_varchar=true, header=true, hive_partitioning=false)"


WAYS: dict[str, Callable[[Task], int]] = {
    way.__name__: way
    for way in (
        read_csv,
        read_duckdb,
        read_polars,
        read_pandas,
        engine,
        duckdb_1,
        duckdb_2,
        pandas,
        spark,
    )
}

LIBRARIES = {
    "read_duckdb": "duckdb",
    "read_polars": "polars",
    "read_pandas": "pyarrow.csv",
    "pandas": "pyarrow.csv",
    "duckdb_1": "duckdb",
    "duckdb_2": "duckdb",
    "spark": "pyspark.sql",
}
"""What each way imports, so that it is there before the clock runs."""

_told: dict[str, float] = {}


def main(name: str, people: str, rules: str, day: str, out: str) -> None:
    """Carry out one way and print what it took."""
    parsed = parse_rules(jsontext.loads(Path(rules).read_text("utf-8")))
    for library in (LIBRARIES.get(name), "pandas" if "pandas" in name else None):
        if library:
            importlib.import_module(library)
    began = time.process_time()
    count = WAYS[name]((Path(people), parsed, datetime.date.fromisoformat(day), Path(out)))
    _told.setdefault("work", time.process_time() - began)
    print(json.dumps({"people": count, **_told}))


if __name__ == "__main__":
    main(*sys.argv[1:])
