"""The engine on a few people, timed: the same lines run in the page's Python and in this one.

Standard library and ``xueshi`` only.
"""

from __future__ import annotations

import datetime
import json
import time

from xueshi import jsontext
from xueshi.judge import compile_rule
from xueshi.ledger.table import Ledger, Line
from xueshi.roster.brief import judge_outcome
from xueshi.rulesjson import parse_rules


def timed(task: str) -> float:
    """People per second, after as many; ``task`` is JSON: rules (as text), day, people (rows of cells)."""
    given = json.loads(task)
    compiled = compile_rule(parse_rules(jsontext.loads(given["rules"])))
    day = datetime.date.fromisoformat(given["day"])
    people = [
        Ledger(tuple(Line(at, tuple(cells)) for at, cells in enumerate(rows, 2))) for rows in given["people"]
    ]
    half = len(people) // 2
    for person in people[:half]:
        judge_outcome(compiled, person, day)
    began = time.perf_counter()
    for person in people[half:]:
        judge_outcome(compiled, person, day)
    return (len(people) - half) / (time.perf_counter() - began)
