"""What the operations of the page share: the rules that it has opened, and verdicts under them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from xueshi.judge import judge
from xueshi.judge.compiled import CompiledRule, compile_rule
from xueshi.judge.verdict import Verdict
from xueshi.ledger.table import ledger_of_rows, ledger_of_totals
from xueshi.model.plain import unstructure
from xueshi.model.published import Rules

opened: dict[str, Rules] = {}
"""Rules the page has opened, by ``city/year``; they never change once parsed."""

_ready: dict[str, CompiledRule] = {}
"""The same, made ready to judge again and again."""


def open_rules(rules: Rules) -> None:
    """Keep some rules, in the place of those of their city and year."""
    key = f"{rules.city}/{rules.year}"
    opened[key], _ready[key] = rules, compile_rule(rules)


def verdict_of(payload: Mapping[str, Any]) -> Verdict:
    """The verdict on the rows or totals of a message, under the rules that it names."""
    rules, totals = _ready[payload["key"]], payload.get("totals")
    ledger = ledger_of_rows(payload.get("rows") or []) if totals is None else ledger_of_totals(totals)
    today = datetime.date.fromisoformat(payload["today"])
    return judge(rules, ledger, today, payload.get("answers") or {})


def plain(value: dict[str, Any]) -> dict[str, Any]:
    """As the page takes it: lists, dictionaries, texts and numbers."""
    plain: dict[str, Any] = unstructure(value)
    return plain
