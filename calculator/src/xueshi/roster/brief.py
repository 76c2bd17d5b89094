"""A ledger straight to its outcome: what ``judge`` decides, without wording it.

Nothing here decides anything anew: rows, counts and questions are those of ``judge``. Steps depend on little
of a verdict (``Look``), so they are taken from one that looked the same. Where adding up is enough, ``plain``
is tried first, under other rules ``formed``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xueshi.judge import judge
from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decide import Decided, tallies
from xueshi.judge.decision import Decision, decide
from xueshi.judge.facts import Facts
from xueshi.judge.judge import NO_ANSWERS
from xueshi.judge.results import axis_requirements, subject_requirements
from xueshi.judge.steps import next_steps
from xueshi.judge.verdict import Counts, IssueLevel, PlanItem, Stage
from xueshi.ledger.table import Ledger
from xueshi.roster.minima.plain import PlainRule, plain_rule
from xueshi.roster.minima.plainsums import MOST_REMEMBERED
from xueshi.roster.outcome import (
    PLAN_UNKNOWN,
    REPEATED,
    REVIEW_OVERDUE,
    Asked,
    Outcome,
    Step,
    needs_of,
    outcome_of,
    tally_of,
)

if TYPE_CHECKING:
    from xueshi.roster.shapes.formed import FormedRule

Look = tuple[object, ...]
"""All of a verdict on which its steps depend: equal looks have equal steps."""


def judge_outcome(
    compiled: CompiledRule,
    ledger: Ledger,
    today: datetime.date,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Outcome:
    """The outcome of ``judge`` on one ledger, always equal to ``outcome_of(judge(...))``.

    Whoever has several threads compiles the rule once for each: what is remembered with it changes meanwhile.
    """
    memory = compiled.of_day(today).kept
    if "brief" not in memory:
        memory["brief"] = _Brief(compiled, today)
    brief: _Brief = memory["brief"]
    return brief.outcome(ledger, answers)


class _Brief:
    """Outcomes under one rule on one day."""

    def __init__(self, compiled: CompiledRule, today: datetime.date) -> None:
        self.compiled, self.today = compiled, today
        self.plain: PlainRule | None = plain_rule(compiled, today)
        self.formed: FormedRule | None = None
        if self.plain is None:
            # Half of what is loaded for a plain rule otherwise, and none needs it.
            from xueshi.roster.shapes.formed import formed_rule

            self.formed = formed_rule(compiled, today)
        self._steps: dict[Look, tuple[Step, ...]] = {}

    def outcome(self, ledger: Ledger, answers: Mapping[str, Any]) -> Outcome:
        """The outcome of a ledger."""
        if ledger.totals is not None or self.compiled.rules.rule.not_modelled:
            return outcome_of(judge(self.compiled, ledger, self.today, answers))
        if self.plain and not answers:
            found = self.plain.outcome(ledger.lines)
            if found:
                return found
        if self.formed and not answers:
            found = self.formed.outcome(ledger.lines)
            if found:
                return found
        return self._general(ledger, answers)

    def _general(self, ledger: Ledger, answers: Mapping[str, Any]) -> Outcome:
        decision = decide(self.compiled, ledger, self.today, answers)
        shown = decision.shown
        counted = tallies(shown)
        plan = needs_of(counted.learned.further or ())
        look = _look(decision, bool(plan), self.today)
        steps = self._steps.get(look)
        if steps is None:
            if len(self._steps) > MOST_REMEMBERED:
                self._steps.clear()
            steps = self._steps[look] = self._steps_of(decision, planned=bool(plan))
        rows, judged = shown.rows, len(shown.rows)
        return Outcome(
            status=decision.status,
            closed=decision.closed,
            tallies=tuple(map(tally_of, subject_requirements(shown, counted))),
            axis_tallies=tuple(map(tally_of, axis_requirements(shown, counted))),
            plan=plan,
            steps=steps,
            undeclared=tuple([row.row for row in rows if row.stage is Stage.LEARNED]),
            waiting=tuple([row.row for row in rows if row.stage is Stage.DECLARED]),
            overdue=_with_issue(shown, REVIEW_OVERDUE),
            unfiled=_with_issue(shown, PLAN_UNKNOWN),
            excluded=tuple(_excluded(shown)),
            questions=tuple([Asked(question.id, question.text) for question in decision.questions]),
            errors=decision.errors,
            counts=Counts(
                rows=len(ledger.lines),
                judged=judged,
                errors=len(ledger.lines) - judged + len(shown.maker.row_errors),
                excluded=sum([row.stage is Stage.EXCLUDED for row in rows]),
            ),
            repeated=_with_issue(shown, REPEATED),
        )

    def _steps_of(self, decision: Decision, *, planned: bool) -> tuple[Step, ...]:
        """The steps of ``judge``; it needs no tallies for them, and of the plan only whether there is one."""
        shown, root = decision.shown, self.compiled.rules.rule.requirements
        facts = Facts(
            rules=shown.world.rules,
            today=self.today,
            status=decision.status,
            closed=decision.closed,
            quick=False,
            requirements=(),
            axis_requirements=(),
            entries=decision.entries,
            rows=shown.rows,
            errors=decision.errors,
            plan=(PlanItem(root.id, root.name, Fraction(1), ""),) if planned else (),
            questions=decision.questions,
            world=shown.world,
            row_judge=shown.row_judge,
            person=decision.person,
            case=decision.case,
            decided=shown,
            hasty=False,
        )
        return tuple([Step(step.code, step.by, step.duty) for step in next_steps(facts)])


def _look(decision: Decision, planned: bool, today: datetime.date) -> Look:
    shown = decision.shown
    undeclared = False
    late, timely = set[datetime.date](), set[datetime.date | None]()
    for entry, row in zip(shown.entries, shown.rows, strict=True):
        if row.stage is Stage.LEARNED:
            undeclared = True
        elif row.stage is Stage.DECLARED and entry.declared:
            due = shown.row_judge.review_due(entry.declared)
            if due and due < today:
                late.add(due)
            else:
                timely.add(due)
    return (
        decision.status,
        decision.closed,
        id(shown.world.standing),
        tuple([condition.id for condition in shown.world.failed]),
        bool(decision.errors),
        planned,
        undeclared,
        min(late, default=None),
        bool(timely),
        min((day for day in timely if day), default=None),
        bool(_with_issue(shown, PLAN_UNKNOWN)),
    )


def _with_issue(decided: Decided, code: str) -> tuple[int, ...]:
    return tuple([row.row for row in decided.rows if any(issue.code == code for issue in row.issues)])


def _excluded(decided: Decided) -> Iterator[tuple[int, str]]:
    for row in decided.rows:
        if row.stage is Stage.EXCLUDED:
            for issue in row.issues:
                if issue.level is IssueLevel.EXCLUDED:
                    yield row.row, issue.code
