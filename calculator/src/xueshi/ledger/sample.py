"""A sample ledger for a rule: shows every column, passes every check, and is plainly an example."""

from __future__ import annotations

import datetime
from fractions import Fraction

from xueshi.ledger.table import ENTRY_AUTOMATIC, ENTRY_DECLARED, YES
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy, Requirement
from xueshi.model.values import Silence
from xueshi.texts import hours_text, say

ROWS_PER_SUBJECT = 2


def sample_rows(rules: Rules) -> list[list[str]]:
    """Rows that fill every leaf of the tree in two courses; the last one still waits for its review."""
    rows: list[list[str]] = []
    automatic = rules.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
    for subject in _leaves(rules.rule.requirements):
        for part in range(1, ROWS_PER_SUBJECT + 1):
            completed = rules.rule.period.start + datetime.timedelta(days=60 + 24 * len(rows))
            declared, reviewed = (completed + datetime.timedelta(days=days) for days in (2, 9))
            by_itself = automatic and not rows
            rows.append(
                [
                    completed.isoformat(),
                    subject.name,
                    hours_text(_hours(rules.rule.requirements, subject) / ROWS_PER_SUBJECT),
                    say("sample_course", name=subject.name, part=part),
                    _provider(rules, subject),
                    say("sample_way"),
                    ENTRY_AUTOMATIC if by_itself else ENTRY_DECLARED,
                    "" if by_itself else declared.isoformat(),
                    "" if by_itself else reviewed.isoformat(),
                    "" if by_itself else YES,
                ]
            )
    if rows:
        rows[-1][8] = ""
    return rows


def _leaves(root: Requirement) -> list[Requirement]:
    return [node for node in root.walk() if not node.children]


def _hours(root: Requirement, leaf: Requirement) -> Fraction:
    """The leaf's minimum, or what its siblings leave of their parent's."""
    if not isinstance(leaf.min_hours, Silence):
        return leaf.min_hours
    parent = next(node for node in root.walk() if leaf in node.children)
    whole = Fraction(0) if isinstance(parent.min_hours, Silence) else parent.min_hours
    stated = (node.min_hours for node in parent.children if not isinstance(node.min_hours, Silence))
    return max(whole - sum(stated, Fraction(0)), Fraction(2))


def _provider(rules: Rules, subject: Requirement) -> str:
    above = {node.id for node in rules.rule.requirements.walk() if subject in node.walk()}
    for provider in rules.providers:
        if not provider.subjects or above & set(provider.subjects):
            return provider.name
    return ""
