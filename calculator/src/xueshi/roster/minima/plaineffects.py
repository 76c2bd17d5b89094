"""What rows come to under trees of minima."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from xueshi.judge.verdict import Issue, IssueLevel, Stage
from xueshi.ledger.entries import Entry
from xueshi.roster.outcome import PLAN_UNKNOWN, REPEATED, REVIEW_OVERDUE

Kind = tuple[str, *tuple[object, ...]]
"""The cell of the subject, and what else says how a row counts."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What all rows come to that are alike but for course, provider, way, hours and usual days.

    ``place`` is where the hours are added: stage by stage the subjects in the order of the tree, excluded
    first. ``waits`` is the day on which a row was declared that is not reviewed yet.
    """

    place: int
    stage: Stage
    usual: bool
    overdue: bool
    unfiled: bool
    excluded: tuple[str, ...]
    waits: datetime.date | None
    content: tuple[object, ...]
    repeated: bool = False


def effect_of(entry: Entry, place: int, stage: Stage, issues: Sequence[Issue]) -> Effect:
    """What a row comes to whose hours are added at a place."""
    codes = {issue.code for issue in issues}
    return Effect(
        place=place,
        stage=stage,
        usual=stage is Stage.APPROVED,
        overdue=REVIEW_OVERDUE in codes,
        unfiled=PLAN_UNKNOWN in codes,
        excluded=tuple([item.code for item in issues if item.level is IssueLevel.EXCLUDED]),
        waits=entry.declared if stage is Stage.DECLARED else None,
        content=(entry.subject, entry.automatic, entry.declared, entry.plan_filed),
        repeated=REPEATED in codes,
    )
