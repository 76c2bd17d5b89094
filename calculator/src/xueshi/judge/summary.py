"""The verdict in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from xueshi.judge.facts import Facts
from xueshi.judge.verdict import PlanItem, Stage, Status
from xueshi.texts import say


def plan_text(plan: Iterable[PlanItem], unit: str) -> str:
    """The further hours of a plan as a list of words."""
    return "、".join(say("plan_piece", hours=item.hours, unit=unit, name=item.name) for item in plan)


def summarise(facts: Facts) -> str:
    """One sentence: what decides the status."""
    rules, unit = facts.rules, facts.rules.rule.unit
    if facts.status is Status.MET and facts.waived:
        names = "；".join(facts.waived)
        return say("summary_waived", names=names, city=rules.city_name, year=rules.year)
    if facts.status is Status.MET:
        return say("summary_met", city=rules.city_name, year=rules.year, unit=unit)
    if facts.status is Status.PENDING:
        return say("summary_pending", unit=unit, missing=_missing_procedure(facts))
    if facts.status is Status.NEEDS_INFO:
        return say("summary_needs_info", count=len(facts.questions))
    if facts.world.failed:
        return say("summary_failed", conditions="；".join(item.text for item in facts.world.failed))
    if not facts.plan:
        return say("summary_capped", unit=unit)
    plan = plan_text(facts.plan, unit)
    if facts.closed:
        return say("summary_short_closed", plan=plan, last=facts.row_judge.last_declare)
    return say("summary_short", plan=plan)


def _missing_procedure(facts: Facts) -> str:
    if facts.quick:
        return say("pending_quick")
    undeclared, unreviewed = (len(facts.at_stage(stage)) for stage in (Stage.LEARNED, Stage.DECLARED))
    parts = []
    if undeclared:
        parts.append(say("pending_declare", count=undeclared))
    if unreviewed:
        parts.append(say("pending_review", count=unreviewed))
    return "，".join(parts)
