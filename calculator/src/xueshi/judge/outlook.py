"""What would change the result: hours that are missing, steps not taken, rows that do not count."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from xueshi.judge.batch import Staged
from xueshi.judge.decide import Counts
from xueshi.judge.facts import Facts
from xueshi.judge.portions import Portions
from xueshi.judge.rows import cite, review_clock
from xueshi.judge.steps import last_safe_declare, named_rows
from xueshi.judge.summary import lessened_by_parts, plan_text
from xueshi.judge.tally import ZERO
from xueshi.judge.verdict import Citation, Explanation, IssueLevel, RowVerdict, Stage, Status
from xueshi.ledger.entries import Entry
from xueshi.model.rule import CarryOverPolicy, Deadline
from xueshi.texts import say

MOST_ROWS_TRIED = 300
"""Rows beyond which those that do not count are not tried out under a rule that is more than a tree."""

Line = tuple[str, str, Citation | None]
"""Code, sentence and clause of one thing that would change the result."""


def outlook(facts: Facts) -> Iterator[Explanation]:
    """One node with what would change the result; none where nothing would."""
    found = {Status.SHORT: _short, Status.PENDING: _pending}.get(facts.status)
    lines = tuple(found(facts)) if found else ()
    if lines:
        children = tuple(Explanation(f"change:{code}", text, None, source) for code, text, source in lines)
        yield Explanation("changes", say("explain_changes"), None, None, children)


def _source(facts: Facts, deadline: object) -> Citation | None:
    return cite(facts.rules, deadline.source) if isinstance(deadline, Deadline) else None


def _short(facts: Facts) -> Iterator[Line]:
    rule, unit = facts.rules.rule, facts.rules.rule.unit
    declare = _source(facts, rule.deadlines.declare)
    for condition in facts.world.failed:
        text = say("change_condition", condition=condition.text)
        yield f"condition:{condition.id}", text, cite(facts.rules, condition.source)
    last = last_day_to_learn(facts)
    if facts.closed:
        yield "closed", say("change_closed", last=facts.row_judge.last_declare, unit=unit), declare
    elif facts.plan and facts.today > last:
        source = _source(facts, rule.deadlines.learn) or cite(facts.rules, rule.period.source)
        yield "learn_over", say("change_learn_over", last=last, unit=unit), source
    elif facts.plan:
        plan, by = plan_text(facts.plan, unit), facts.row_judge.last_declare
        text = "change_learn_and_declare" if by else "change_learn"
        source = _source(facts, rule.deadlines.learn) or cite(facts.rules, rule.period.source)
        yield "learn", say(text, plan=plan, last=last, by=by), source
    for number, values in enumerate(lessened_by_parts(facts)):
        yield f"parts:{number}", say("summary_parts_open", **values), None
    if not facts.world.failed:
        yield from _excluded(facts)


def last_day_to_learn(facts: Facts) -> datetime.date:
    """The last day on which something learned still counts for this person."""
    rule = facts.rules.rule
    last = facts.row_judge.last_learn or rule.period.end
    return max(last, rule.make_up.end) if rule.make_up else last


def _excluded(facts: Facts) -> Iterator[Line]:
    """Rows that do not count for one reason, where they would have made the hours suffice."""
    missing = sum((item.hours for item in facts.plan), ZERO)
    simple = facts.decided.world.demands.simple
    if not missing or not (simple or len(facts.rows) <= MOST_ROWS_TRIED):
        return
    groups: dict[tuple[str, datetime.date | None], list[int]] = {}
    for at, (entry, row) in enumerate(zip(facts.entries, facts.rows, strict=True)):
        codes = [issue.code for issue in row.issues if issue.level is IssueLevel.EXCLUDED]
        if len(codes) == 1:
            groups.setdefault(_way_out(facts, entry, codes[0]), []).append(at)
    for number, ((text, last), places) in enumerate(groups.items()):
        rows = [facts.rows[at] for at in places]
        if sum((row.hours for row in rows), ZERO) >= missing and _would_do(facts, frozenset(places)):
            named = named_rows([row.row for row in rows])
            issue = next(issue for issue in rows[0].issues if issue.level is IssueLevel.EXCLUDED)
            sentence = say(text, rows=named, last=last, unit=facts.rules.rule.unit)
            yield f"rows:{number}", sentence, issue.source


def _way_out(facts: Facts, entry: Entry, code: str) -> tuple[str, datetime.date | None]:
    """The sentence that says what follows for a row that does not count, and the last day it names."""
    if code == "outside_period":
        text = {
            CarryOverPolicy.FORBIDDEN: "change_outside_forbidden",
            CarryOverPolicy.NOT_STATED: "change_outside_not_stated",
            CarryOverPolicy.ALLOWED: "change_outside_allowed",
        }[facts.rules.rule.carry_over.policy]
        return text, None
    if code == "not_declared_in_time":
        late = entry.declared and entry.declared <= facts.today and not entry.automatic
        made_up = entry.completed > facts.rules.rule.period.end
        last = facts.row_judge.last_declare if made_up else facts.row_judge.in_time
        return "change_declared_late" if late else "change_undeclared", last
    if code == "learned_too_late":
        return "change_too_late", facts.row_judge.last_learn
    return {"plan_not_filed": "change_not_filed", "duplicate_row": "change_duplicate"}[code], None


def _would_do(facts: Facts, places: frozenset[int]) -> bool:
    """Whether the hours suffice once the rows at some places count."""
    decided = facts.decided
    rows = tuple(_counting(row) if at in places else row for at, row in enumerate(decided.rows))
    maker = Portions(facts.rules.rule, decided.world.demands, facts.case.answers)
    staged = Staged(maker.of_rows(facts.entries, rows))
    return Counts(decided.world.standing.solver, staged, facts.case.effort).proven(Stage.LEARNED).met


def _counting(row: RowVerdict) -> RowVerdict:
    return replace(row, stage=Stage.LEARNED, counted=row.hours)


def _pending(facts: Facts) -> Iterator[Line]:
    rule = facts.rules.rule
    review, declare = cite(facts.rules, rule.review.source), _source(facts, rule.deadlines.declare)
    if facts.quick:
        yield "approve", say("change_approve_quick"), review
        return
    counts = facts.decided.counts
    undeclared, waiting = (
        [entry.row for entry in facts.at_stage(stage)] for stage in (Stage.LEARNED, Stage.DECLARED)
    )
    if counts.proven(Stage.DECLARED).met or not undeclared:
        text = "change_approve_rest" if undeclared else "change_approve"
        yield "approve", say(text, rows=named_rows(waiting), rest=named_rows(undeclared)), review
        return
    yield from _to_declare(facts, undeclared, waiting, declare)


def _to_declare(
    facts: Facts, undeclared: Sequence[int], waiting: Sequence[int], source: Citation | None
) -> Iterator[Line]:
    safe, last = last_safe_declare(facts), facts.row_judge.last_declare
    rule, rows = facts.rules.rule, named_rows(undeclared)
    text = "change_declare_both" if waiting else "change_declare"
    yield "declare", say(text, rows=rows, waiting=named_rows(waiting)), source
    if safe and facts.today <= safe.date:
        values = {"safe": safe.date, "clock": review_clock(rule.review), "end": facts.row_judge.last_review}
        yield "declare_safe", say("change_declare_safe", **values), cite(facts.rules, rule.review.source)
    if last:
        surely = not (facts.decided.counts.possible(Stage.DECLARED) or facts.hasty)
        text = "change_lost" if surely else "change_not_counted"
        yield "lost", say(text, last=last, rows=rows, unit=rule.unit), source
