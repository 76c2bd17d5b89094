"""People on Apache Spark: the engine itself, once per person, wherever Spark has put the rows.

Spark brings together the rows of a person and hands them over through Arrow (``mapInArrow``); what comes back
are the columns of ``flat``. There is no scheduler here, and nothing of Spark is imported: the caller has a
data frame. On a cluster the workers need this package, for example by ``SparkContext.addPyFile``.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from xueshi.judge import compile_rule
from xueshi.ledger import table
from xueshi.ledger.table import Ledger, Line
from xueshi.model.published import Rules
from xueshi.roster.brief import judge_outcome
from xueshi.roster.databases.nobodys import is_nobodys
from xueshi.roster.databases.outcomes import SEVERAL
from xueshi.roster.databases.relations import LINE, OWNER, PERSON
from xueshi.roster.flat import COUNTS, flat_columns, flat_row
from xueshi.roster.sentences import say

_AT_ONCE = 5_000
"""People whose outcomes are handed back together."""


def outcomes(
    frame: Any,
    rules: Rules,
    today: datetime.date,
    columns: Mapping[str, str],
    line: str,
    owner: Sequence[str] = (),
) -> Any:
    """The outcomes of all people of a data frame, one row each: ``PERSON`` and the columns of ``flat``.

    ``columns`` names the frame's column of ``PERSON`` and of each header of a ledger that it has, all text;
    ``line`` its column with the numbers of the rows, in whose order a person's rows are taken. ``owner`` are
    columns that say who, where and when it was: an id under which they differ has the status ``SEVERAL`` and
    nothing else, because nobody can tell whose hours they are; so has one that is no id (``is_nobodys``).
    Raises ``ValueError`` for a column that is no text: an id that was a number has lost its last digits.
    """
    names = [name for name in table.COLUMNS if name in columns]
    _refuse_numbers(frame, (*(columns[name] for name in (PERSON, *names)), *owner))
    chosen = [frame[columns[PERSON]].alias(PERSON), frame[line].cast("long").alias(LINE)]
    said = [f"{OWNER}_{at}" for at in range(len(owner))]
    chosen += [frame[name].alias(own) for name, own in zip(owner, said, strict=True)]
    chosen += [frame[columns[name]].alias(name) for name in names]
    rows = frame.select(*chosen).repartition(PERSON).sortWithinPartitions(PERSON, LINE)
    return rows.mapInArrow(_judging(rules, today, names, len(said)), _schema(rules))


def _refuse_numbers(frame: Any, used: Iterable[str]) -> None:
    kinds = dict(frame.dtypes)
    wrong = [f"{name} ({kinds[name]})" for name in used if kinds.get(name, "string") != "string"]
    if wrong:
        raise ValueError(say("frame_types", names="、".join(dict.fromkeys(wrong))))


def _fields(rules: Rules) -> tuple[str, ...]:
    axes: list[str] = []
    for axis in rules.rule.axes:
        axes += [value.id for value in axis.values] + [choice.id for choice in axis.one_of]
    return flat_columns([node.id for node in rules.rule.requirements.walk()], axes)


def _schema(rules: Rules) -> str:
    types = {"closed": "boolean"} | dict.fromkeys(COUNTS, "long")
    named = (f"`{name}` {types.get(name, 'string')}" for name in (PERSON, *_fields(rules)))
    return ", ".join(named)


def _judging(
    rules: Rules, today: datetime.date, names: Sequence[str], said: int
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What a worker does with the sorted rows of its people, batch by batch."""
    places = [names.index(name) if name in names else None for name in table.COLUMNS]

    def judged(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        compiled = compile_rule(rules)
        fields, kinds = (PERSON, *_fields(rules)), {"closed": pyarrow.bool_()}
        kinds |= dict.fromkeys(COUNTS, pyarrow.int64())
        nothing = (None,) * (len(fields) - 2)
        schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in fields])

        def results() -> Iterator[tuple[Any, ...]]:
            rows = (row for batch in batches for row in zip(*map(_texts, batch.columns), strict=True))
            for person, every in itertools.groupby(rows, key=itemgetter(0)):
                own = list(every)
                if is_nobodys(person) or len({row[2 : 2 + said] for row in own}) > 1:
                    yield (person, SEVERAL, *nothing)
                    continue
                ledger = _ledger(own, places, said)
                yield (person, *flat_row(judge_outcome(compiled, ledger, today)))

        found = results()
        while chunk := list(itertools.islice(found, _AT_ONCE)):
            columns = [list(column) for column in zip(*chunk, strict=True)]
            arrays = [pyarrow.array(values, item.type) for values, item in zip(columns, schema, strict=True)]
            yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)

    return judged


def _texts(column: Any) -> list[Any]:
    """The values of a column; an empty cell is no cell that is missing."""
    return ["" if value is None else value for value in column.to_pylist()]


def _ledger(rows: Iterable[tuple[Any, ...]], places: Sequence[int | None], said: int) -> Ledger:
    lines = []
    for _, number, *more in rows:
        cells = more[said:]
        own = tuple(["" if at is None else cells[at] for at in places])
        if any(cell.strip() for cell in own):
            lines.append(Line(number, own))
    return Ledger(tuple(lines))
