"""A receipt: a verdict with all it rests on, so that it can be checked and judged again later."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from xueshi import __version__, jsontext
from xueshi.changes import changes
from xueshi.judge import judge
from xueshi.judge.verdict import Verdict
from xueshi.ledger.cells import read_date
from xueshi.ledger.table import Ledger, ledger_of_rows, ledger_of_totals
from xueshi.model.published import Rules
from xueshi.rulesjson import UnusableRulesError, parse_rules
from xueshi.texts import say

KIND = "xueshi-receipt"
VERSION = 1
"""Version of the receipt's shape; one of every version that was ever published can be opened."""

Lift = Callable[[dict[str, Any]], dict[str, Any]]

LIFTS: Mapping[int, Lift] = MappingProxyType({})
"""Version -> step that makes a receipt of that version into one of the next; never changed afterwards."""


class UnreadableReceiptError(ValueError):
    """Raised when a file is no receipt, or one that was changed; its message is one sentence for the user."""


def rules_hash(rules: Rules) -> str:
    """A fingerprint of what decides; the calendar and the list of providers may grow without changing it."""
    return hashlib.sha256(jsontext.dumps(rules.rule).encode()).hexdigest()


def make_receipt(
    rules: Rules,
    rows: Sequence[Sequence[str]],
    totals: Mapping[str, str] | None,
    today: datetime.date,
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """The receipt of a verdict as plain data: ledger, answers, day, rules, engine version, verdict."""
    receipt = {
        "kind": KIND,
        "receipt_version": VERSION,
        "engine_version": __version__,
        "rules_hash": rules_hash(rules),
        "today": today.isoformat(),
        "rows": [list(row) for row in rows],
        "totals": dict(totals) if totals is not None else None,
        "answers": dict(answers),
        "verdict": judge(rules, _ledger(rows, totals), today, answers).plain(),
        "rules": jsontext.loads(jsontext.dumps(rules)),
    }
    return {**receipt, "seal": _seal(receipt)}


def _ledger(rows: Sequence[Sequence[str]], totals: Mapping[str, str] | None) -> Ledger:
    return ledger_of_rows([list(row) for row in rows]) if totals is None else ledger_of_totals(totals)


def _seal(receipt: Mapping[str, Any]) -> str:
    """A checksum over the rest: tells accidental change, not forgery."""
    rest = {key: value for key, value in receipt.items() if key != "seal"}
    return hashlib.sha256(jsontext.dumps(rest).encode()).hexdigest()


def _is_sealed(receipt: Mapping[str, Any]) -> bool:
    try:
        return bool(receipt.get("seal") == _seal(receipt))
    except UnicodeEncodeError:  # half a character: this program writes none
        return False


@dataclass(frozen=True, slots=True)
class Reopened:
    """A receipt judged again: under its own rules, and under those of today."""

    receipt: Mapping[str, Any]
    rules: Rules
    then: Verdict
    now: Verdict
    changes: tuple[str, ...]
    same_engine: bool
    same_verdict: bool


def read_receipt(data: bytes, version: int = VERSION, lifts: Mapping[int, Lift] = LIFTS) -> dict[str, Any]:
    """The receipt of a file in the shape of this version. Raises ``UnreadableReceiptError``."""
    try:
        receipt: Any = jsontext.loads_foreign(data)
    except ValueError as error:
        raise UnreadableReceiptError(say("receipt_no_json")) from error
    if not isinstance(receipt, dict) or receipt.get("kind") != KIND:
        raise UnreadableReceiptError(say("receipt_other_file"))
    whole: dict[str, Any] = receipt
    own = whole.get("receipt_version")
    if not isinstance(own, int) or isinstance(own, bool):
        raise UnreadableReceiptError(say("receipt_changed"))
    if own != version and own not in lifts:
        raise UnreadableReceiptError(say("receipt_version", version=own))
    if not _is_sealed(whole):
        raise UnreadableReceiptError(say("receipt_changed"))
    for step in range(own, version):
        whole = lifts[step](whole)
    if not _is_whole(whole):
        raise UnreadableReceiptError(say("receipt_other_file"))
    return whole


def _is_whole(receipt: Mapping[str, Any]) -> bool:
    """Whether everything that is judged and shown is there and of its kind; a seal can be forged."""
    rows, totals, answers = (receipt.get(name) for name in ("rows", "totals", "answers"))
    return (
        isinstance(rows, list)
        and all(isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in rows)
        and (totals is None or _is_text_by_name(totals))
        and isinstance(answers, dict)
        and _is_text_by_name({name: receipt.get(name) for name in ("today", "engine_version", "rules_hash")})
        and read_date(receipt["today"]) is not None
        and receipt.keys() >= {"totals", "verdict"}
    )


def _is_text_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def reopen(receipt: Mapping[str, Any], current: Rules) -> Reopened:
    """Judge a receipt's ledger under its own rules and under the current ones, on the receipt's day."""
    try:
        rules = parse_rules(receipt.get("rules"))
    except UnusableRulesError as error:
        raise UnreadableReceiptError(say("receipt_rules")) from error
    if (rules.city, rules.year) != (current.city, current.year):
        raise UnreadableReceiptError(say("receipt_other_rules", city=rules.city_name, year=rules.year))
    ledger, answers = _ledger(receipt["rows"], receipt["totals"]), receipt["answers"]
    today = read_date(receipt["today"]) or datetime.date.max
    now = judge(current, ledger, today, answers)
    try:
        then = judge(rules, ledger, today, answers)
    except Exception as error:
        # No published rule contradicts itself, but a forged one may, in ways that nobody can list.
        raise UnreadableReceiptError(say("receipt_rules")) from error
    return Reopened(
        receipt=receipt,
        rules=rules,
        then=then,
        now=now,
        changes=tuple(change.message for change in changes(rules.rule, current.rule)),
        same_engine=receipt["engine_version"] == __version__,
        same_verdict=jsontext.dumps(then.plain()) == jsontext.dumps(receipt["verdict"]),
    )
