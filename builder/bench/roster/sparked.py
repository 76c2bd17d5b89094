"""The engine on Spark as one of the ways that are compared."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from builder.bench.roster.equal import People
from xueshi.judge.compiled import CompiledRule
from xueshi.ledger.table import COLUMNS
from xueshi.roster.databases.relations import LINE, PERSON
from xueshi.roster.databases.spark import outcomes
from xueshi.roster.flat import FlatRow


def sparked(running: Any) -> Callable[[CompiledRule, People, datetime.date], Mapping[str, FlatRow]]:
    """The way that judges in a session of Spark."""
    names = (PERSON, LINE, *COLUMNS)
    schema = ", ".join(f"`{name}` {'long' if name == LINE else 'string'}" for name in names)

    def way(compiled: CompiledRule, people: People, today: datetime.date) -> Mapping[str, FlatRow]:
        rows = [(person, line.number, *line.cells) for person, own in people for line in own.lines]
        frame = running.createDataFrame(rows, schema)
        texts = {name: name for name in (PERSON, *COLUMNS)}
        found = outcomes(frame, compiled.rules, today, texts, LINE).collect()
        return {row[PERSON]: tuple(row)[1:] for row in found}

    return way
