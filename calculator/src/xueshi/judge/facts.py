"""What is known once a case is decided: the input of summary, next steps and explanation."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from xueshi.judge.decide import Case, Decided
from xueshi.judge.person import Person, World
from xueshi.judge.rows import RowJudge
from xueshi.judge.verdict import PlanItem, Question, RequirementVerdict, RowVerdict, Stage, Status
from xueshi.ledger.entries import Entry, RowError
from xueshi.model.published import Rules
from xueshi.model.shapes import Variant


@dataclass(frozen=True, slots=True)
class Facts:
    """A decided case. ``entries`` and ``rows`` run in parallel; both are empty in quick mode."""

    rules: Rules
    today: datetime.date
    status: Status
    closed: bool
    quick: bool
    requirements: tuple[RequirementVerdict, ...]
    axis_requirements: tuple[RequirementVerdict, ...]
    entries: tuple[Entry, ...]
    rows: tuple[RowVerdict, ...]
    errors: tuple[RowError, ...]
    plan: tuple[PlanItem, ...]
    questions: tuple[Question, ...]
    world: World
    row_judge: RowJudge
    person: Person
    case: Case
    decided: Decided
    """The world that is shown."""
    hasty: bool
    """Whether a better count may have been missed because there were too many to try."""

    @property
    def waived(self) -> tuple[str, ...]:
        """Names of the variants that make the whole year count as completed."""
        root = self.rules.rule.requirements.id
        return tuple(item.name for item in self.known_variants if root in item.waives)

    @property
    def known_variants(self) -> tuple[Variant, ...]:
        """The variants that apply by what the person answered."""
        return tuple(
            item
            for item in self.world.variants
            if not any(answer.question in self.world.assumed for answer in item.when)
        )

    def at_stage(self, stage: Stage) -> list[Entry]:
        """Entries whose row has reached exactly this stage."""
        return [entry for entry, row in zip(self.entries, self.rows, strict=True) if row.stage is stage]
