"""The verdict in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xueshi.judge.facts import Facts
from xueshi.judge.tally import ZERO
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
    parts = (say("summary_parts_open", **values) for values in lessened_by_parts(facts))
    unread = "".join((*parts, _unread(facts)))
    if facts.closed:
        return say("summary_short_closed", plan=plan, last=facts.row_judge.last_declare) + unread
    return say("summary_short", plan=plan) + unread


def _unread(facts: Facts) -> str:
    """What could not be read may be what is missing."""
    rows = {error.row for error in facts.errors} - {None}
    fields = [error.column for error in facts.errors if error.row is None]
    if fields:
        return say("note_field_errors", names="、".join(fields))
    return say("note_row_errors", count=len(rows)) if rows else ""


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


def lessened_by_parts(facts: Facts) -> Iterator[dict[str, object]]:
    """Hours of a subject that may have been of a part that the plan asks for: saying so would shorten it."""
    if facts.status is not Status.SHORT:
        return
    tree, maker = facts.decided.world.demands.tree, facts.decided.maker
    planned, sums = {item.requirement for item in facts.plan}, dict.fromkeys(tree.nodes, ZERO)
    for portion in facts.decided.portions:
        if portion.elsewhere and portion.stage is not Stage.EXCLUDED:
            sums[portion.kind.subject] += portion.hours
    for name, hours in sums.items():
        parts = [node.name for node in maker.openings(name) if node.id in planned]
        if hours and parts:
            yield {
                "name": tree.nodes[name].name,
                "hours": hours,
                "unit": facts.rules.rule.unit,
                "parts": "、".join(parts),
            }
