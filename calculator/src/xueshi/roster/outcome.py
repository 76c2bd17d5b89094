"""What an employer needs of one person's verdict: values without sentences, cheap to make by the million."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from xueshi.judge.tally import Kind
from xueshi.judge.verdict import Counts, IssueLevel, RequirementVerdict, Stage, Status, Verdict
from xueshi.ledger.entries import RowError

REVIEW_OVERDUE = "review_overdue"
REPEATED = "nearly_duplicate"
AUTO_DOUBTFUL = "auto_credit_doubtful"
PLAN_UNKNOWN = "plan_filing_unknown"


class Tally(NamedTuple):
    """One requirement with its hours; ``required`` is None where the notice sets no minimum."""

    id: str
    required: Fraction | None
    learned: Fraction
    declared: Fraction
    approved: Fraction
    shortfall: Fraction


class Need(NamedTuple):
    """Further hours to learn in one subject, with these values on the other axes (none: any)."""

    requirement: str
    values: tuple[str, ...]
    hours: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, by its code, by which day (None where the notice names none), and whose duty it is."""

    code: str
    by: datetime.date | None
    duty: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question that can still change the status: its id and its sentence."""

    id: str
    text: str


class Outcome(NamedTuple):
    """A person's verdict in short. Rows are named by their line in the file; each list is in order.

    ``tallies`` has the subjects of the tree in its order, ``axis_tallies`` the requirements of second axes.
    """

    status: Status
    closed: bool
    tallies: tuple[Tally, ...]
    axis_tallies: tuple[Tally, ...]
    plan: tuple[Need, ...]
    steps: tuple[Step, ...]
    undeclared: tuple[int, ...]
    """Rows that count and are not declared yet."""
    waiting: tuple[int, ...]
    """Rows that are declared and not reviewed yet."""
    overdue: tuple[int, ...]
    """Those of them whose time for the review is over."""
    unfiled: tuple[int, ...]
    """Rows of which nobody has said whether the training plan was filed, where that decides."""
    excluded: tuple[tuple[int, str], ...]
    """Rows that do not count, each with the code of the reason."""
    questions: tuple[Asked, ...]
    errors: tuple[RowError, ...]
    counts: Counts
    repeated: tuple[int, ...] = ()
    """Rows that count although they may be an earlier one written again."""


def outcome_of(verdict: Verdict) -> Outcome:
    """The outcome of a verdict. Every shorter way to an outcome has to give the same as this one."""
    rows = verdict.rows
    return Outcome(
        status=verdict.status,
        closed=verdict.closed,
        tallies=tuple(map(tally_of, verdict.requirements)),
        axis_tallies=tuple(map(tally_of, verdict.axis_requirements)),
        plan=tuple([Need(item.requirement, item.values, item.hours) for item in verdict.plan]),
        steps=tuple([Step(step.code, step.by, step.duty) for step in verdict.next_steps]),
        undeclared=tuple([row.row for row in rows if row.stage is Stage.LEARNED]),
        waiting=tuple([row.row for row in rows if row.stage is Stage.DECLARED]),
        overdue=_with_issue(verdict, REVIEW_OVERDUE),
        unfiled=_with_issue(verdict, PLAN_UNKNOWN),
        excluded=tuple(
            [
                (row.row, issue.code)
                for row in rows
                if row.stage is Stage.EXCLUDED
                for issue in row.issues
                if issue.level is IssueLevel.EXCLUDED
            ]
        ),
        questions=tuple([Asked(question.id, question.text) for question in verdict.questions]),
        errors=verdict.row_errors,
        counts=verdict.counts,
        repeated=_with_issue(verdict, REPEATED),
    )


def needs_of(further: Iterable[tuple[Kind, Fraction]]) -> tuple[Need, ...]:
    """Further hours to learn as the plan has them."""
    return tuple(
        [
            Need(kind.subject, tuple([value for value in kind.values if value is not None]), hours)
            for kind, hours in further
        ]
    )


def tally_of(item: RequirementVerdict) -> Tally:
    """A requirement of a verdict without its words."""
    return Tally(item.id, item.required, item.learned, item.declared, item.approved, item.shortfall)


def _with_issue(verdict: Verdict, code: str) -> tuple[int, ...]:
    return tuple([row.row for row in verdict.rows if any(issue.code == code for issue in row.issues)])
