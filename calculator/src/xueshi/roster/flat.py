"""An outcome as one row of a table: for databases and data frames, and for comparing ways to outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xueshi.roster.outcome import Outcome, Step
from xueshi.texts import hours_text

FlatRow = tuple[str | int | bool, ...]

COUNTS = ("rows", "errors", "excluded", "undeclared", "waiting", "overdue", "unfiled", "questions")
HOURS = ("learned", "declared", "approved", "plan")


def flat_columns(subjects: Sequence[str], axis: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the columns under a rule with these subjects and requirements of second axes.

    Hours are text, exact; ``plan`` are the further hours to learn in a subject itself.
    """
    hours = (f"{name}_{subject}" for subject in subjects for name in HOURS)
    others = (f"{name}_{item}" for item in axis for name in HOURS[:3])
    return ("status", "closed", *hours, *others, "steps", *COUNTS)


def flat_row(outcome: Outcome) -> FlatRow:
    """The values of an outcome under ``flat_columns``. Hours that are planned on axes name their values."""
    planned: dict[str, list[str]] = {}
    for need in outcome.plan:
        words = (hours_text(need.hours), *need.values)
        planned.setdefault(need.requirement, []).append(" ".join(words))
    cells: list[str | int | bool] = [str(outcome.status), outcome.closed]
    for item in outcome.tallies:
        hours = (hours_text(item.learned), hours_text(item.declared), hours_text(item.approved))
        cells += [*hours, "；".join(planned.get(item.id, ("0",)))]
    for item in outcome.axis_tallies:
        cells += [hours_text(item.learned), hours_text(item.declared), hours_text(item.approved)]
    rows = (outcome.undeclared, outcome.waiting, outcome.overdue, outcome.unfiled, outcome.questions)
    counts = outcome.counts
    return (
        *cells, steps_text(outcome.steps), counts.rows, counts.errors, counts.excluded, *map(len, rows),
    )  # fmt: skip


def steps_text(steps: Iterable[Step]) -> str:
    """Steps as one text: code, day and duty of each."""
    return "；".join(f"{step.code} {step.by or ''} {step.duty}".replace("  ", " ") for step in steps)
