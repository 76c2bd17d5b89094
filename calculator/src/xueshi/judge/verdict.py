"""What ``judge`` returns: values only, ready to be rendered by page, command line and roster."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from xueshi.ledger.entries import RowError
from xueshi.model.plain import unstructure
from xueshi.model.published import SCHEMA_VERSION


class Status(StrEnum):
    """The answer in one word; ``texts.STATUS_NAMES`` has the Chinese for each."""

    MET = "met"
    PENDING = "pending"
    SHORT = "short"
    NEEDS_INFO = "needs_info"
    NOT_ON_FILE = "not_on_file"
    NOT_MODELLED = "not_modelled"


class Stage(StrEnum):
    """How far a row has come; each stage lies within the one before.

    ``rank`` is 0 for excluded up to 3 for approved.
    """

    rank: int

    def __new__(cls, value: str, rank: int) -> Stage:
        """A stage with its rank beside its name."""
        stage = str.__new__(cls, value)
        stage._value_ = value
        stage.rank = rank
        return stage

    EXCLUDED = "excluded", 0
    LEARNED = "learned", 1
    DECLARED = "declared", 2
    APPROVED = "approved", 3


class IssueLevel(StrEnum):
    """What an issue does to its row."""

    EXCLUDED = "excluded"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source with its document named in full (the printed number, or the title where there is none)."""

    document: str
    clause: str
    evidence: str
    derivation: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Why a row counts as it does; where no notice but this program says so, ``source`` names its own rule
    (``texts.HOUSE`` as document)."""

    code: str
    level: IssueLevel
    message: str
    source: Citation | None


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One judged line: hours as learned, hours counted, stage and reasons."""

    row: int
    subject: str
    hours: Fraction
    counted: Fraction
    stage: Stage
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class RequirementVerdict:
    """One node of the tree with its three tallies; ``required`` is None where the notice sets no minimum."""

    id: str
    name: str
    parent: str | None
    depth: int
    required: Fraction | None
    learned: Fraction
    declared: Fraction
    approved: Fraction
    shortfall: Fraction
    source: Citation | None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Further hours to learn in one subject, with these values on the other axes (none: any)."""

    requirement: str
    name: str
    hours: Fraction
    message: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do, by whom and by which day (None where the notice names none)."""

    code: str
    message: str
    by: datetime.date | None
    duty: str
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Question:
    """An open question whose answers lead to different statuses."""

    id: str
    kind: str
    text: str
    row: int | None
    options: tuple[str, ...] | None
    max: Fraction | None
    hangs_on: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the verdict as a whole."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class AnswerError:
    """An answer that could not be used; it was treated as not given."""

    question: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A step of the reasoning; children decide or detail it, what decides first."""

    id: str
    text: str
    met: bool | None = None
    source: Citation | None = None
    children: tuple[Explanation, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines there were, were judged, had errors, were excluded."""

    rows: int
    judged: int
    errors: int
    excluded: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a named other rule would say of a year that is not on file. Never a verdict."""

    label: str
    city: str
    year: int
    result: Verdict


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer for one ledger under one rule on one day."""

    city: str
    city_name: str
    year: int
    today: datetime.date
    status: Status
    status_name: str
    closed: bool
    summary: str
    document: str | None
    unit: str | None
    requirements: tuple[RequirementVerdict, ...]
    axis_requirements: tuple[RequirementVerdict, ...]
    rows: tuple[RowVerdict, ...]
    row_errors: tuple[RowError, ...]
    plan: tuple[PlanItem, ...]
    next_steps: tuple[NextStep, ...]
    questions: tuple[Question, ...]
    answer_errors: tuple[AnswerError, ...]
    notes: tuple[Note, ...]
    counts: Counts
    explanation: Explanation
    trial: Trial | None = None

    def plain(self) -> dict[str, Any]:
        """Plain data in the published form (keys of the verdict's JSON)."""
        return {"schema_version": SCHEMA_VERSION, **unstructure(self)}
