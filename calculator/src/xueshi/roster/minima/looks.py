"""What next steps depend on, and the steps that follow: the same for thousands of people."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decision import Decision, decide
from xueshi.judge.facts import Facts
from xueshi.judge.person import World
from xueshi.judge.steps import all_steps, when
from xueshi.judge.tally import ZERO
from xueshi.judge.verdict import Issue, IssueLevel, PlanItem, RowVerdict, Stage, Status
from xueshi.ledger.entries import Entry, RowError
from xueshi.ledger.table import Ledger
from xueshi.roster.outcome import PLAN_UNKNOWN, Step


class Look(NamedTuple):
    """All of an outcome on which its steps depend, but for the answers that are assumed.

    ``late`` and ``timely`` are the first days of declaring among rows whose review is overdue, and is not.
    """

    status: Status
    closed: bool
    planned: bool
    undeclared: bool
    late: datetime.date | None
    timely: datetime.date | None
    unfiled: bool
    errors: bool = False


def steps_of(
    compiled: CompiledRule, today: datetime.date, look: Look, world: World | None = None
) -> tuple[Step, ...]:
    """The steps of all outcomes that look so, as ``judge`` words them for rows that stand for theirs.

    ``world`` is the one that is shown, where a rule asks anything. On which days rows were declared changes
    nothing but the days of the two steps about their review, and what comes before what.
    """
    memory = compiled.of_day(today).kept
    if "nobody" not in memory:
        memory["nobody"], memory["steps"] = decide(compiled, Ledger(), today, {}), {}
    nobody: Decision = memory["nobody"]
    kept: dict[tuple[object, ...], tuple[Step, ...]] = memory["steps"]
    shown = world or nobody.shown.world
    alike = look._replace(late=None, timely=None)
    key = (alike, look.late is not None, look.timely is not None, id(shown))
    if key not in kept:
        kept[key] = tuple(_all_steps(compiled, today, look, shown, nobody))
    days, due = {"urge_review": look.late, "review": look.timely}, nobody.shown.row_judge.review_due
    steps = [
        Step(step.code, due(day), step.duty) if (day := days.get(step.code)) else step for step in kept[key]
    ]
    return tuple(sorted(steps, key=when))


def _all_steps(
    compiled: CompiledRule, today: datetime.date, look: Look, world: World, nobody: Decision
) -> Iterator[Step]:
    pairs = list(_rows(look, compiled.rules.rule.requirements.id, today))
    root = compiled.rules.rule.requirements
    facts = Facts(
        rules=world.rules,
        today=today,
        status=look.status,
        closed=look.closed,
        quick=False,
        requirements=(),
        axis_requirements=(),
        entries=tuple([entry for entry, _ in pairs]),
        rows=tuple([row for _, row in pairs]),
        errors=(RowError(0, "", "", ""),) if look.errors else (),
        plan=(PlanItem(root.id, root.name, Fraction(1), ""),) if look.planned else (),
        questions=(),
        world=world,
        row_judge=nobody.shown.row_judge,
        person=nobody.person,
        case=nobody.case,
        decided=nobody.shown,
        hasty=False,
    )
    for step in all_steps(facts):
        yield Step(step.code, step.by, step.duty)


def _rows(look: Look, subject: str, today: datetime.date) -> Iterator[tuple[Entry, RowVerdict]]:
    """One row for each thing that is so of some row."""
    unknown = (Issue(PLAN_UNKNOWN, IssueLevel.WARNING, "", None),) if look.unfiled else ()
    wanted = (
        (look.undeclared, Stage.LEARNED, None, ()),
        (look.late is not None, Stage.DECLARED, look.late, ()),
        (look.timely is not None, Stage.DECLARED, look.timely, ()),
        (look.unfiled, Stage.EXCLUDED, None, unknown),
    )
    for number, (there, stage, declared, issues) in enumerate(wanted):
        if there:
            entry = Entry(
                number, subject, None, (), ZERO, today, "", "", "", False, declared, None, None, None
            )  # fmt: skip
            yield entry, RowVerdict(number, subject, ZERO, ZERO, stage, issues)
