"""What to do next, by whom, by which day.

Two reviews are taken one after the other, which is this program's own reckoning (the notice counts each from
the declaration) and is labelled so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from xueshi.judge.facts import Facts
from xueshi.judge.rows import cite, review_clock, stated
from xueshi.judge.summary import plan_text
from xueshi.judge.verdict import NextStep, Stage, Status
from xueshi.judge.workdays import WorkDay
from xueshi.ledger.entries import Entry
from xueshi.model.rule import CarryOverPolicy, Deadline, Duty, PlanFilingPolicy, Rule
from xueshi.model.values import Silence, Source
from xueshi.texts import say


class Due(Protocol):
    """Something that may have a last day."""

    @property
    def by(self) -> datetime.date | None:
        """The last day."""


MOST_ROWS_NAMED = 8
"""Rows named in one sentence; the rest is counted."""


def last_safe_declare(facts: Facts) -> WorkDay | None:
    """The last day to declare from which all stated reviews end in time; None where unstated."""
    end, days = facts.row_judge.last_review, facts.row_judge.review_days
    if end is None or not days:
        return None
    return facts.row_judge.workdays.last_start(end, sum(days))


def presumed_days(facts: Facts) -> bool:
    """Whether a day shown rests on a calendar year that is not announced yet."""
    days = sum(facts.row_judge.review_days)
    if not days or facts.status in (Status.MET, Status.NEEDS_INFO):
        return False
    safe = last_safe_declare(facts)
    waiting = (entry.declared for entry in facts.at_stage(Stage.DECLARED))
    reached = (facts.row_judge.workdays.after(day, days) for day in waiting if day)
    return any(item.presumed for item in reached) or bool(safe and safe.presumed and facts.today <= safe.date)


def next_steps(facts: Facts) -> tuple[NextStep, ...]:
    """Steps in the order in which they fall due; those without a day come last."""
    return tuple(sorted(all_steps(facts), key=when))


def when(step: Due) -> tuple[bool, datetime.date]:
    """Where a step stands among others; those of one day stay as they come."""
    return step.by is None, step.by or datetime.date.max


def all_steps(facts: Facts) -> Iterator[NextStep]:
    """The steps in the order in which they are thought of."""
    if facts.errors:
        cells = len({(error.row, error.column) for error in facts.errors})
        text = "step_fix_fields" if facts.quick else "step_fix_rows"
        yield _step(facts, "fix_rows", text, None, Duty.PERSON, count=cells)
    if facts.status is Status.NEEDS_INFO:
        yield _step(facts, "answer", "step_answer", None, Duty.PERSON)
    if facts.status is Status.MET:
        return
    if facts.closed:
        yield _closed(facts)
        return
    if facts.status is Status.SHORT:
        yield from _learn(facts)
    yield from _declare(facts)
    yield from _file_plan(facts)
    yield from _review(facts)
    yield from _before_title(facts)


def _step(
    facts: Facts,
    code: str,
    text: str,
    by: datetime.date | None,
    duty: Duty,
    source: Source | None = None,
    **values: object,
) -> NextStep:
    return NextStep(code, say(text, by=by, **values), by, duty.value, cite(facts.rules, source))


def _source(deadline: Deadline | Silence) -> Source | None:
    return deadline.source if isinstance(deadline, Deadline) else None


def _duty(deadline: Deadline | Silence, otherwise: Duty) -> Duty:
    """Whose duty the notice makes it; ``otherwise`` where it names no last day."""
    return deadline.duty if isinstance(deadline, Deadline) else otherwise


def reviewer(rule: Rule) -> Duty:
    """Who reviews: as the notice says with its last day, else who has days to do it in."""
    review = rule.review
    silent, stated_too = isinstance(review.employer_days, Silence), review.department_days
    only_department = silent and not isinstance(stated_too, Silence)
    return _duty(rule.deadlines.review, Duty.DEPARTMENT if only_department else Duty.EMPLOYER)


def _closed(facts: Facts) -> NextStep:
    carry = facts.rules.rule.carry_over
    code = {
        CarryOverPolicy.FORBIDDEN: "closed_forbidden",
        CarryOverPolicy.NOT_STATED: "closed_not_stated",
        CarryOverPolicy.ALLOWED: "closed_allowed",
    }[carry.policy]
    source = carry.sources[0] if carry.sources else None
    return _step(
        facts,
        "closed",
        "step_closed",
        None,
        _duty(facts.rules.rule.deadlines.declare, Duty.PERSON),
        source,
        last=facts.row_judge.last_declare,
        unit=facts.rules.rule.unit,
        carry=say(code),
    )


def _learn(facts: Facts) -> Iterator[NextStep]:
    for condition in facts.world.failed:
        yield _step(
            facts,
            "condition",
            "step_condition",
            None,
            Duty.PERSON,
            condition.source,
            condition=condition.text,
        )
    if not facts.plan:
        return
    deadlines, unit = facts.rules.rule.deadlines, facts.rules.rule.unit
    by, plan = stated(deadlines.learn), plan_text(facts.plan, unit)
    text = "step_learn" if by else "step_learn_open"
    duty = _duty(deadlines.learn, Duty.PERSON)
    yield _step(facts, "learn", text, by, duty, _source(deadlines.learn), plan=plan)
    close = stated(deadlines.platform_close)
    if close and facts.today <= close:
        source, duty = _source(deadlines.platform_close), _duty(deadlines.platform_close, Duty.PROVIDER)
        yield _step(facts, "platform_close", "step_platform_close", close, duty, source)


def _declare(facts: Facts) -> Iterator[NextStep]:
    undeclared = facts.at_stage(Stage.LEARNED)
    unsure = facts.quick and facts.status is Status.PENDING
    if not (undeclared or unsure or facts.status is Status.SHORT):
        return
    deadlines, safe = facts.rules.rule.deadlines, last_safe_declare(facts)
    duty = _duty(deadlines.declare, Duty.PERSON)
    if unsure:
        yield _step(facts, "confirm_approval", "step_confirm_approval", None, Duty.PERSON)
    if safe and facts.today <= safe.date:
        review = facts.rules.rule.review
        values = {"clock": review_clock(review), "end": facts.row_judge.last_review}
        yield _step(facts, "declare_safe", "step_declare_safe", safe.date, duty, review.source, **values)
    by = facts.row_judge.last_declare
    if by is None or facts.today <= by:
        text = "step_declare" if by else "step_declare_open"
        yield _step(facts, "declare", text, by, duty, _source(deadlines.declare))


def _file_plan(facts: Facts) -> Iterator[NextStep]:
    filing = facts.rules.rule.plan_filing
    if filing.policy is not PlanFilingPolicy.REFUSED:
        return
    unknown = [
        row.row for row in facts.rows if any(issue.code == "plan_filing_unknown" for issue in row.issues)
    ]
    if unknown:
        yield _step(
            facts,
            "confirm_plan_filing",
            "step_confirm_plan",
            None,
            Duty.PERSON,
            filing.source,
            rows=named_rows(unknown),
        )
    deadlines = facts.rules.rule.deadlines
    yield from _filing(facts, "file_plan", "step_file_plan", deadlines.plan_filing, Duty.EMPLOYER)
    yield from _filing(
        facts, "file_platform", "step_file_platform", deadlines.platform_filing, Duty.DEPARTMENT
    )


def _filing(
    facts: Facts, code: str, text: str, deadline: Deadline | Silence, duty: Duty
) -> Iterator[NextStep]:
    """The last day to file something, as long as it is not over."""
    by = stated(deadline)
    if by and facts.today <= by:
        yield _step(facts, code, text, by, _duty(deadline, duty), _source(deadline))


def _review(facts: Facts) -> Iterator[NextStep]:
    waiting = [entry for entry in facts.at_stage(Stage.DECLARED) if entry.declared]
    if not waiting:
        return
    review, duty = facts.rules.rule.review, reviewer(facts.rules.rule)
    due = {entry.row: facts.row_judge.review_due(entry.declared) for entry in waiting if entry.declared}
    late = [entry for entry in waiting if (day := due[entry.row]) and day < facts.today]
    timely = [entry for entry in waiting if not (day := due[entry.row]) or day >= facts.today]
    for code, text, entries in (
        ("urge_review", "step_review_overdue", late),
        ("review", "step_review", timely),
    ):
        if entries:
            days = [day for entry in entries if (day := due[entry.row])]
            named = text if days else "step_review_open"
            values = {"rows": _rows_of(entries), "clock": review_clock(review)}
            yield _step(facts, code, named, min(days, default=None), duty, review.source, **values)


def _before_title(facts: Facts) -> Iterator[NextStep]:
    deadline = facts.rules.rule.deadlines.before_title
    if isinstance(deadline, Deadline):
        days, clock = sum(facts.row_judge.review_days), review_clock(facts.rules.rule.review)
        text = "step_before_title_days" if days else "step_before_title"
        values = {"days": days, "clock": clock}
        by = stated(deadline)
        yield _step(facts, "before_title", text, by, deadline.duty, deadline.source, **values)


def _rows_of(entries: Iterable[Entry]) -> str:
    return named_rows([entry.row for entry in entries])


def named_rows(numbers: Sequence[int]) -> str:
    """Line numbers as a list of words; of many the first are named and all counted."""
    shown = "、".join(map(str, numbers[:MOST_ROWS_NAMED]))
    return shown if len(numbers) <= MOST_ROWS_NAMED else f"{shown} 等 {len(numbers)} "
