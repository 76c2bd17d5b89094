"""The reasoning as a tree that can be read aloud: what decides first, then the rest."""

from __future__ import annotations

from collections.abc import Iterator

from xueshi.judge.consequences import consequences
from xueshi.judge.facts import Facts
from xueshi.judge.outlook import outlook
from xueshi.judge.rows import cite, review_clock
from xueshi.judge.verdict import (
    Explanation,
    IssueLevel,
    RequirementVerdict,
    RowVerdict,
    Stage,
    Status,
)
from xueshi.model.rule import AutoCreditPolicy, CarryOverPolicy, Deadline
from xueshi.model.values import Source
from xueshi.texts import STATUS_NAMES, say

MOST_ROWS = 200
"""Rows explained one by one; a longer list would hide what decides."""


def explain(facts: Facts, summary: str) -> Explanation:
    """The tree of reasons for a decided case."""
    met = {Status.MET: True, Status.SHORT: False}.get(facts.status)
    questions = tuple(
        Explanation(
            f"question:{item.id}",
            say("explain_question", text=item.text, hangs_on=item.hangs_on),
            None,
            None,
            tuple(consequences(facts, item)),
        )
        for item in facts.questions
    )
    decisive = sorted((*_conditions(facts), *_requirements(facts, None), *_axes(facts)), key=_decides)
    children = (*questions, *decisive, *outlook(facts), *_variants(facts), *_rows(facts), _rules(facts))
    return Explanation("status", f"{STATUS_NAMES[facts.status]}：{summary}", met, None, children)


def _requirements(facts: Facts, parent: str | None) -> tuple[Explanation, ...]:
    """Requirements under a parent, those not met first."""
    nodes = [_requirement(facts, item) for item in facts.requirements if item.parent == parent]
    return tuple(sorted(nodes, key=_decides))


def _decides(node: Explanation) -> int:
    """What is not met comes first, then what is open, then what is met."""
    return {False: 0, None: 1, True: 2}[node.met]


def _axes(facts: Facts) -> Iterator[Explanation]:
    """Minima on a second axis."""
    for item in facts.axis_requirements:
        if item.required:
            yield _requirement(facts, item)


def _conditions(facts: Facts) -> Iterator[Explanation]:
    """Conditions that are no hours, with the answers given."""
    for item in facts.rules.rule.conditions:
        answer = facts.world.answers[item.id]
        if item.id in facts.world.assumed:
            continue
        text = say("explain_answer", text=item.text, answer=answer)
        source = cite(facts.rules, item.source)
        yield Explanation(f"condition:{item.id}", text, item not in facts.world.failed, source)


def _variants(facts: Facts) -> Iterator[Explanation]:
    """What the person's situation changes."""
    for item in facts.known_variants:
        text = say("explain_variant", name=item.name)
        yield Explanation(f"variant:{item.id}", text, None, cite(facts.rules, item.source))


def _requirement(facts: Facts, item: RequirementVerdict) -> Explanation:
    if not item.required:
        code, met = "explain_free", True
    elif item.approved >= item.required:
        code, met = "explain_met", True
    elif item.learned >= item.required:
        code, met = "explain_pending", None
    elif facts.status is Status.NEEDS_INFO:
        code, met = "explain_open", None
    else:
        code, met = "explain_short", False
    text = say(
        code,
        name=item.name,
        required=item.required,
        unit=facts.rules.rule.unit,
        learned=item.learned,
        declared=item.declared,
        approved=item.approved,
        shortfall=item.shortfall,
    )
    children = _requirements(facts, item.id)
    if code == "explain_met" and any(child.met is False for child in children):
        met = None
    return Explanation(f"requirement:{item.id}", text, met, item.source, children)


def _rows(facts: Facts) -> tuple[Explanation, ...]:
    excluded = [row for row in facts.rows if row.stage is Stage.EXCLUDED]
    warned = [
        row
        for row in facts.rows
        if row.stage is not Stage.EXCLUDED and any(issue.level is IssueLevel.WARNING for issue in row.issues)
    ]
    groups = (("excluded", excluded), ("warned", warned))
    return tuple(
        Explanation(f"rows:{name}", say(f"explain_{name}", count=len(rows)), None, None, _row_children(rows))
        for name, rows in groups
        if rows
    )


def _row_children(rows: list[RowVerdict]) -> tuple[Explanation, ...]:
    return tuple(
        Explanation(
            f"row:{row.row}:{issue.code}",
            say("explain_row", row=row.row, message=issue.message),
            None,
            issue.source,
        )
        for row in rows[:MOST_ROWS]
        for issue in row.issues
    )


def _rules(facts: Facts) -> Explanation:
    rule = facts.rules.rule

    def step(name: str, text: str, source: Source | None) -> Explanation:
        return Explanation(f"rule:{name}", text, None, cite(facts.rules, source))

    declare, carry, credit, review = rule.deadlines.declare, rule.carry_over, rule.auto_credit, rule.review
    last = facts.row_judge.last_declare
    declare_text = say("explain_declare", last=last) if last else say("explain_declare_open")
    carry_text = {
        CarryOverPolicy.FORBIDDEN: "explain_carry_forbidden",
        CarryOverPolicy.NOT_STATED: "explain_carry_not_stated",
        CarryOverPolicy.ALLOWED: "explain_carry_allowed",
    }[carry.policy]
    if credit.policy is AutoCreditPolicy.AUTOMATIC:
        credit_text = say("explain_auto", channel=credit.channel, unit=rule.unit)
    else:
        credit_text = say("explain_auto_not_stated")
    clock, stages = review_clock(review), len(facts.row_judge.review_days)
    review_code = ("explain_review_not_stated", "explain_review_one", "explain_review")[stages]
    review_text = say(review_code, clock=clock)
    steps = (
        step(
            "period",
            say("explain_period", start=rule.period.start, end=rule.period.end),
            rule.period.source,
        ),
        step("declare", declare_text, declare.source if isinstance(declare, Deadline) else None),
        step("auto_credit", credit_text, credit.source),
        step("review", review_text, review.source),
        step("carry_over", say(carry_text), carry.sources[0] if carry.sources else None),
    )
    return Explanation("rules", say("explain_rules"), None, None, steps)
