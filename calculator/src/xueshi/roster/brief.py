"""A ledger straight to its outcome."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from xueshi.judge import judge
from xueshi.judge.compiled import CompiledRule
from xueshi.judge.judge import NO_ANSWERS
from xueshi.ledger.table import Ledger
from xueshi.roster.outcome import Outcome, outcome_of


def judge_outcome(
    compiled: CompiledRule,
    ledger: Ledger,
    today: datetime.date,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Outcome:
    """The outcome of ``judge`` on one ledger, always equal to ``outcome_of(judge(...))``."""
    return outcome_of(judge(compiled, ledger, today, answers))
