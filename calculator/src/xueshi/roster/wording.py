"""What a roster says of one person in a few words: what is missing, what is to be done, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from xueshi.judge.further import SEPARATOR
from xueshi.model.published import Rules
from xueshi.roster.outcome import Outcome, Step
from xueshi.roster.sentences import say

MOST_ROWS_NAMED = 8
"""Rows named in one cell; the rest is counted."""


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


def told(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps as they are told one after the other."""
    known = [step for step in steps if step.code in IN_ORDER]
    return tuple(sorted(known, key=lambda step: IN_ORDER.index(step.code)))


class Wording:
    """Words for outcomes under one rule."""

    def __init__(self, rules: Rules) -> None:
        rule = rules.rule
        self.rules, self.unit = rules, rule.unit
        self.subjects = {node.id: node.name for node in rule.requirements.walk()}
        self.values = {value.id: value.name for axis in rule.axes for value in axis.values}

    def plan(self, outcome: Outcome) -> str:
        """What to learn still; empty when nothing is missing."""
        return "、".join(
            say("plan_piece", name=self.kind(need.requirement, need.values), hours=need.hours, unit=self.unit)
            for need in outcome.plan
        )

    def kind(self, requirement: str, values: tuple[str, ...]) -> str:
        """A subject with the values it is to have on other axes."""
        name = self.subjects[requirement]
        if not values:
            return name
        any_of = say("plan_or")
        told = "、".join(any_of.join(self.values[one] for one in value.split(SEPARATOR)) for value in values)
        return say("plan_name", name=name, values=told)

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
