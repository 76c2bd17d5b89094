"""What a list shows of each person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueshi.judge.verdict import Status
from xueshi.roster.outcome import Step
from xueshi.roster.people.judged import Result
from xueshi.roster.people.people import Person
from xueshi.roster.results.duties import Task, tasks_of
from xueshi.roster.results.wording import Wording

LATER_STEPS = ("answer", "fix_rows", "before_title")
"""What is told as the next step only where there is nothing else to do, in this order."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One person in a list; texts are those that are shown. Two are equal only if they are the same one."""

    first: int
    part: int
    id: str
    name: str
    unit: str
    city: str
    """As the table has it."""
    year: int
    place: str
    """Name of the city."""
    status: Status
    closed: bool
    plan: str
    """What to learn still."""
    subjects: tuple[str, ...]
    """Names of the subjects in the plan."""
    lacking: float
    """All further hours, only to put people in order."""
    todo: str
    """What to do first."""
    by: datetime.date | None
    tasks: tuple[Task, ...]
    errors: int
    overdue: int
    asked: tuple[str, ...]
    """Questions for all on which the status hangs."""

    @property
    def at(self) -> str:
        """What the page calls this person."""
        return at_of(self)


def at_of(one: Entry | Person) -> str:
    """A name for a person in a city and year that no other has."""
    return f"{one.first}/{one.city}/{one.year}"


class Shared:
    """The same object for equal values: many people lack the same. Bounded; forgotten whole when full."""

    def __init__(self, most: int = 20_000) -> None:
        self.most = most
        self._kept: dict[Any, Any] = {}

    def __call__(self, value: Any) -> Any:
        """A value like this one."""
        if len(self._kept) > self.most:
            self._kept.clear()
        return self._kept.setdefault(value, value)


def entry_of(part: int, result: Result, wording: Wording | None, shared: Shared) -> Entry:
    """The entry of a result."""
    person, outcome = result.person, result.outcome
    # While a question is open, what is missing hangs on its answer.
    settled = wording is not None and outcome.status is not Status.NEEDS_INFO
    plan = outcome.plan if settled else ()
    step = _first(outcome.steps)
    return Entry(
        first=person.first,
        part=part,
        id=person.id,
        name=person.name,
        unit=shared(person.department or person.unit),
        city=shared(person.city),
        year=person.year,
        place=shared(result.city),
        status=outcome.status,
        closed=outcome.closed,
        plan=shared(wording.plan(outcome)) if wording and plan else "",
        subjects=shared(tuple(map(wording.subject, plan))) if wording else (),
        lacking=shared(float(sum((need.hours for need in plan), Fraction(0)))),
        todo=shared(wording.todo(step, outcome)) if wording and step else "",
        by=step.by if step else None,
        tasks=shared(tasks_of(result)),
        errors=len({error.row for error in result.errors}),
        overdue=len(outcome.overdue),
        asked=shared(tuple(asked.id for asked in outcome.questions if for_all(asked.id))),
    )


def _first(steps: Sequence[Step]) -> Step | None:
    def later(step: Step) -> int:
        return LATER_STEPS.index(step.code) + 1 if step.code in LATER_STEPS else 0

    return min(steps, key=later, default=None)


def for_all(question: str) -> bool:
    """Whether a question may have one answer for everybody: one about a row may not."""
    return ":" not in question
