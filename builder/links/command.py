"""The command: gather, ask, tell."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from builder.catalog import Catalog
from builder.links.ask import POLITE, Answer, Manners, State, ask_all
from builder.links.facts import places, stale
from builder.links.report import needs_work, report


def run_links(catalog: Catalog, today: datetime.date, out: Path | None, manners: Manners = POLITE) -> int:
    """Write the report to ``out``, or print it. Returns 0 when nobody has to do anything, else 3."""
    found = list(places(catalog))
    answers: list[Answer] = []
    for answer in ask_all([place.address for place in found], manners):
        answers.append(answer)
        sign = "好" if answer.state is State.ALIVE else answer.detail
        print(f"{answer.address}：{sign}", file=sys.stderr, flush=True)
    old = list(stale(catalog, today))
    text = report(today, found, answers, old)
    if out is None:
        print(text, end="")
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
    return 3 if needs_work(answers, old) else 0
