"""What a roster says of one person in a few words: what is missing, what is to be done, by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from xueshi.judge.further import SEPARATOR
from xueshi.model.published import Rules
from xueshi.model.rule import Duty
from xueshi.roster.outcome import Need, Outcome, Step
from xueshi.roster.sentences import say

MOST_ROWS_NAMED = 8
"""Rows named in one cell; the rest is counted."""


MOST_REMEMBERED = 5_000
"""Texts that are kept before that memory starts anew."""

IN_ORDER = (
    *("fix_rows", "answer", "condition", "learn", "platform_close", "declare_safe", "declare"),
    *(
        "confirm_approval",
        "confirm_plan_filing",
        "urge_review",
        "review",
        "file_plan",
        "file_platform",
        "closed",
    ),
)
"""Steps in the order in which they are done; what only some people have to do (a title) is not among them."""


WITH_THE_TABLE = ("fix_rows", "answer")
"""Steps of whoever keeps the table, whoever the person is."""


def is_own(step: Step) -> bool:
    """Whether the person has to see to a step; all else is the unit's to see to."""
    if step.code in WITH_THE_TABLE:
        return False
    return step.duty == Duty.PERSON or step.code == "platform_close"


_ORDER = {code: place for place, code in enumerate(IN_ORDER)}


def told(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps as they are told one after the other."""
    known = [step for step in steps if step.code in _ORDER]
    return tuple(sorted(known, key=lambda step: _ORDER[step.code]))


class Wording:
    """Words for outcomes under one rule."""

    def __init__(self, rules: Rules) -> None:
        rule = rules.rule
        self.rules, self.unit = rules, rule.unit
        self.subjects = {node.id: node.name for node in rule.requirements.walk()}
        self._texts: dict[tuple[object, ...], str] = {}
        self.values = {value.id: value.name for axis in rule.axes for value in axis.values}

    def plan(self, outcome: Outcome) -> str:
        """What to learn still; empty when nothing is missing."""
        return self.remembered(("plan", outcome.plan), lambda: self._plan(outcome)) if outcome.plan else ""

    def _plan(self, outcome: Outcome) -> str:
        return "、".join(
            say("plan_piece", name=self.kind(need.requirement, need.values), hours=need.hours, unit=self.unit)
            for need in outcome.plan
        )

    def remembered(self, key: tuple[object, ...], make: Callable[[], str]) -> str:
        """A text that was made before, or is made now: people stand alike more often than not."""
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= MOST_REMEMBERED:
                self._texts = {}
            found = self._texts[key] = make()
        return found

    def subject(self, need: Need) -> str:
        """What is to be learned still."""
        return self.kind(need.requirement, need.values)

    def kind(self, requirement: str, values: tuple[str, ...]) -> str:
        """A subject with the values it is to have on other axes."""
        name = self.subjects[requirement]
        if not values:
            return name
        any_of = say("plan_or")
        told = "、".join(any_of.join(self.values[one] for one in value.split(SEPARATOR)) for value in values)
        return say("plan_name", name=name, values=told)

    def todo_by(self, step: Step, outcome: Outcome) -> str:
        """A step in a few words, with its day."""
        plan = outcome.plan if step.code == "learn" else ()
        key = (step.code, step.by, plan, rows_of(step, outcome))
        return self.remembered(key, lambda: self._todo_by(step, outcome))

    def _todo_by(self, step: Step, outcome: Outcome) -> str:
        todo = self.todo(step, outcome)
        if step.by is None:
            return todo
        return say("todo_since" if step.code == "urge_review" else "todo_by", todo=todo, by=step.by)

    def todo(self, step: Step, outcome: Outcome) -> str:
        """A step in a few words, without its day."""
        count = rows_of(step, outcome)
        if step.code == "learn":
            return say("todo_learn", plan=self.plan(outcome))
        return say(f"todo_{step.code}_rows" if count else f"todo_{step.code}", count=count)


def rows_of(step: Step, outcome: Outcome) -> int:
    """How many rows a step is about; 0 for one that is about none or about the person."""
    if step.code in ("declare", "declare_safe"):
        return len(outcome.undeclared)
    if step.code == "review":
        return len(outcome.waiting) - len(outcome.overdue)
    if step.code == "urge_review":
        return len(outcome.overdue)
    return len(outcome.unfiled) if step.code == "confirm_plan_filing" else 0


@cache
def excluded_reason(code: str) -> str:
    """Why rows do not count, in a few words."""
    return say(f"short_{code}")
