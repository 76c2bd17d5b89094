"""``judge``: rules, ledger, day and answers to a verdict. Pure: no clock, no files, no globals."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decide import ALL_APPROVED, ALL_DECLARED, tallies
from xueshi.judge.decision import decide
from xueshi.judge.explain import explain
from xueshi.judge.facts import Facts
from xueshi.judge.overlaps import INCLUDES
from xueshi.judge.questions import assumed_sums, quick_answer_errors
from xueshi.judge.results import axis_requirements, counted_rows, make_plan, subject_requirements
from xueshi.judge.rows import cite
from xueshi.judge.steps import next_steps, presumed_days
from xueshi.judge.summary import summarise
from xueshi.judge.verdict import Counts, Explanation, Note, Stage, Status, Trial, Verdict
from xueshi.ledger.table import Ledger
from xueshi.model.published import Rules
from xueshi.texts import STATUS_NAMES, say

NO_ANSWERS: Mapping[str, Any] = MappingProxyType({})


def judge(
    rules: Rules | CompiledRule,
    ledger: Ledger,
    today: datetime.date,
    answers: Mapping[str, Any] = NO_ANSWERS,
) -> Verdict:
    """The verdict on a ledger under the rules of one city and year, as of ``today``.

    ``answers`` maps question ids to values; unusable answers are reported and treated as not given. Whoever
    judges many ledgers hands over rules that ``compile_rule`` has made ready.
    """
    compiled = rules if isinstance(rules, CompiledRule) else CompiledRule(rules)
    rules = compiled.rules
    if rules.rule.not_modelled:
        return _without_rule(rules.city, rules.city_name, rules.year, today, Status.NOT_MODELLED, rules)
    decision = decide(compiled, ledger, today, answers)
    shown, person = decision.shown, decision.person
    counted = tallies(shown)
    rows = counted_rows(shown, counted.learned)
    facts = Facts(
        rules=shown.world.rules,
        today=today,
        status=decision.status,
        closed=decision.closed,
        quick=ledger.totals is not None,
        requirements=subject_requirements(shown, counted),
        axis_requirements=axis_requirements(shown, counted),
        entries=decision.entries,
        rows=rows,
        errors=decision.errors,
        plan=make_plan(shown, counted.learned),
        questions=decision.questions,
        world=shown.world,
        row_judge=shown.row_judge,
        person=person,
        case=decision.case,
        decided=shown,
        hasty=any(item.counts.hasty for item in decision.worlds),
    )
    sums = {name for name in answers if ledger.totals is not None and name.startswith(INCLUDES)}
    used = {ALL_APPROVED, ALL_DECLARED, *sums, *person.asked, *shown.maker.used}
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
        unit=rules.rule.unit,
        requirements=facts.requirements,
        axis_requirements=facts.axis_requirements,
        rows=rows,
        row_errors=facts.errors,
        plan=facts.plan,
        next_steps=next_steps(facts),
        questions=facts.questions,
        answer_errors=(
            *person.errors,
            *(quick_answer_errors(answers) if facts.quick else ()),
            *shown.maker.answer_errors,
        ),
        notes=_notes(facts, sorted(set(answers) - used)),
        counts=Counts(
            rows=len(ledger.lines),
            judged=len(rows),
            errors=len(ledger.lines) - len(rows) + len(shown.maker.row_errors),
            excluded=sum(row.stage is Stage.EXCLUDED for row in rows),
        ),
        explanation=explain(facts, summary),
    )


def not_on_file(
    city: str, city_name: str, year: int, today: datetime.date, trial: Verdict | None = None
) -> Verdict:
    """The answer for a city and year without a notice on file: no verdict, nothing inherited.

    ``trial`` is the verdict of a named other rule on the same ledger; it is kept apart and labelled.
    """
    verdict = _without_rule(city, city_name, year, today, Status.NOT_ON_FILE, None)
    if trial is None:
        return verdict
    label = say("trial", city=trial.city_name, year=trial.year)
    return replace(verdict, trial=Trial(label, trial.city, trial.year, trial))


def _notes(facts: Facts, unused: list[str]) -> tuple[Note, ...]:
    lines = {error.row for error in facts.errors} - {None}
    fields = [error.column for error in facts.errors if error.row is None]
    notes = []
    if lines:
        notes.append(Note("note_row_errors", say("note_row_errors", count=len(lines))))
    if fields:
        notes.append(Note("note_field_errors", say("note_field_errors", names="、".join(fields))))
    if facts.quick:
        notes.append(Note("note_quick", say("note_quick")))
    if facts.status is not Status.NEEDS_INFO:
        notes.extend(
            Note("note_assumed", say("note_assumed", text=item.text, answer=facts.world.answers[item.id]))
            for item in facts.questions
            if item.id in facts.world.assumed
        )
        notes.extend(
            Note("note_assumed", say("note_assumed", text=text, answer=answer))
            for text, answer in assumed_sums(facts.questions)
        )
    if presumed_days(facts):
        notes.append(Note("note_presumed", say("note_presumed")))
    if facts.hasty and facts.status is not Status.MET:
        notes.append(Note("note_hasty", say("note_hasty")))
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
        axis_requirements=(),
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
