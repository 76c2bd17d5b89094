"""``judge``: rules, ledger, day and answers to a verdict. Pure: no clock, no files, no globals."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xueshi.judge import worlds
from xueshi.judge.decide import Outcome, Pools, decide_rows, decide_totals, tallies
from xueshi.judge.explain import explain
from xueshi.judge.facts import Facts
from xueshi.judge.plan import make_plan
from xueshi.judge.rows import RowJudge, cite
from xueshi.judge.steps import next_steps, presumed_days
from xueshi.judge.summary import summarise
from xueshi.judge.tally import ZERO, Tree, minimum
from xueshi.judge.verdict import (
    Counts,
    Explanation,
    Note,
    RequirementVerdict,
    Stage,
    Status,
    Verdict,
)
from xueshi.ledger.entries import read_entries
from xueshi.ledger.table import Ledger
from xueshi.model.published import Rules
from xueshi.model.values import Silence
from xueshi.texts import STATUS_NAMES, say

NO_ANSWERS: Mapping[str, Any] = MappingProxyType({})


def judge(
    rules: Rules, ledger: Ledger, today: datetime.date, answers: Mapping[str, Any] = NO_ANSWERS
) -> Verdict:
    """The verdict on a ledger under the rules of one city and year, as of ``today``.

    ``answers`` maps question ids to values; unusable answers are reported and treated as not given.
    """
    if rules.rule.not_modelled:
        return _without_rule(rules.city, rules.city_name, rules.year, today, Status.NOT_MODELLED, rules)
    rule, unit, tree = rules.rule, rules.rule.unit, Tree(rules.rule.requirements)
    row_judge = RowJudge(rules, today)
    entries, errors = read_entries(ledger.lines, rule.requirements, unit, today)
    rows = tuple(row_judge.judge(entry) for entry in entries)
    pools, last = Pools(tree, unit, answers), row_judge.last_declare
    if ledger.totals is None:
        outcome = decide_rows(tree, pools.of_rows(rows), unit)
    else:
        outcome = decide_totals(tree, pools.of_totals(ledger.totals), unit, answers, today, last)
    requirements = _requirements(rules, tree, outcome)
    facts = Facts(
        rules=rules,
        today=today,
        status=outcome.status,
        closed=outcome.status is Status.SHORT and last is not None and today > last,
        quick=ledger.totals is not None,
        requirements=requirements,
        entries=tuple(entries),
        rows=rows,
        errors=(*errors, *pools.row_errors),
        plan=make_plan(tree, {item.id: item.learned for item in requirements}, unit),
        questions=outcome.questions,
        row_judge=row_judge,
    )
    summary = summarise(facts)
    return Verdict(
        city=rules.city,
        city_name=rules.city_name,
        year=rules.year,
        today=today,
        status=facts.status,
        status_name=STATUS_NAMES[facts.status],
        closed=facts.closed,
        summary=summary,
        document=rules.document,
        unit=unit,
        requirements=requirements,
        rows=rows,
        row_errors=facts.errors,
        plan=facts.plan,
        next_steps=next_steps(facts),
        questions=facts.questions,
        answer_errors=tuple(pools.errors),
        notes=_notes(facts, sorted(set(answers) - pools.used - {worlds.ALL_APPROVED, worlds.ALL_DECLARED})),
        counts=Counts(
            rows=len(ledger.lines),
            judged=len(rows),
            errors=len(ledger.lines) - len(rows) + len(pools.row_errors),
            excluded=sum(row.stage is Stage.EXCLUDED for row in rows),
        ),
        explanation=explain(facts, summary),
    )


def not_on_file(city: str, city_name: str, year: int, today: datetime.date) -> Verdict:
    """The answer for a city and year without a notice on file: no verdict, nothing inherited."""
    return _without_rule(city, city_name, year, today, Status.NOT_ON_FILE, None)


def _requirements(rules: Rules, tree: Tree, outcome: Outcome) -> tuple[RequirementVerdict, ...]:
    learned, declared, approved = (
        tallies(tree, outcome.pools, stage) for stage in (Stage.LEARNED, Stage.DECLARED, Stage.APPROVED)
    )
    return tuple(
        RequirementVerdict(
            id=node.id,
            name=node.name,
            parent=tree.parent[node.id],
            depth=tree.depth(node.id),
            required=None if isinstance(node.min_hours, Silence) else node.min_hours,
            learned=learned[node.id],
            declared=declared[node.id],
            approved=approved[node.id],
            shortfall=max(ZERO, minimum(node) - learned[node.id]),
            source=cite(rules, node.source),
        )
        for node in tree.nodes.values()
    )


def _notes(facts: Facts, unused: list[str]) -> tuple[Note, ...]:
    lines = {error.row for error in facts.errors}
    notes = []
    if lines:
        notes.append(Note("note_row_errors", say("note_row_errors", count=len(lines))))
    if facts.quick:
        notes.append(Note("note_quick", say("note_quick")))
    if presumed_days(facts):
        notes.append(Note("note_presumed", say("note_presumed")))
    notes.extend(
        Note("note_answer_unused", say("note_answer_unused", question=question)) for question in unused
    )
    notes.append(Note("note_disclaimer", say("note_disclaimer")))
    return tuple(notes)


def _without_rule(
    city: str, city_name: str, year: int, today: datetime.date, status: Status, rules: Rules | None
) -> Verdict:
    refused = rules.rule.not_modelled if rules else ()
    names = "；".join(item.name for item in refused)
    summary = say(f"summary_{status}", city=city_name, year=year, names=names)
    reasons = tuple(
        Explanation(f"not_modelled:{index}", item.name, None, cite(rules, item.source))
        for index, item in enumerate(refused)
        if rules
    )
    return Verdict(
        city=city,
        city_name=city_name,
        year=year,
        today=today,
        status=status,
        status_name=STATUS_NAMES[status],
        closed=False,
        summary=summary,
        document=rules.document if rules else None,
        unit=None,
        requirements=(),
        rows=(),
        row_errors=(),
        plan=(),
        next_steps=(),
        questions=(),
        answer_errors=(),
        notes=(),
        counts=Counts(0, 0, 0, 0),
        explanation=Explanation("status", f"{STATUS_NAMES[status]}：{summary}", None, None, reasons),
    )
