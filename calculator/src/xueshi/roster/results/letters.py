"""A reminder to one person: what is missing, by which day, where, by which clause; nothing else of him."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xueshi.judge.rows import stated
from xueshi.judge.tally import Tree
from xueshi.judge.verdict import Status
from xueshi.ledger.table import COLUMNS, COMPLETED, COURSE, Line
from xueshi.model.published import Rules
from xueshi.model.rule import Deadline
from xueshi.model.values import Source
from xueshi.roster.outcome import Outcome
from xueshi.roster.people.judged import Result
from xueshi.roster.results.wording import Wording, is_own, told
from xueshi.roster.sentences import say
from xueshi.texts import day

MOST_PLACES = 3
"""Platforms named as places to learn; rows named as doubtful."""

_DAY, _COURSE = COLUMNS.index(COMPLETED), COLUMNS.index(COURSE)

PLATFORM = "平台"

UNSAID = frozenset(("closed", "platform_close"))
"""Steps of which a reminder says nothing: they are said otherwise."""


def letter(result: Result, wording: Wording | None, today: datetime.date) -> str:
    """The text to send; empty where there is nothing to remind of."""
    outcome, rules = result.outcome, result.rules
    if rules is None or wording is None or outcome.status is Status.NOT_MODELLED:
        return ""
    if outcome.status is Status.MET and not result.doubtful:
        return ""
    name = result.person.name
    greeting = say("letter_name", name=name) if name else say("letter_nameless")
    counts = tuple(map(len, (outcome.undeclared, outcome.waiting, outcome.overdue, outcome.unfiled)))
    look = ("letter", today, outcome.status, outcome.closed, outcome.plan, outcome.steps, counts)
    asked = tuple(asked.text for asked in outcome.questions)
    body = wording.remembered((*look, asked), lambda: _body(outcome, rules, wording, today))
    wrong = len({error.row for error in result.errors})
    errors = say("letter_errors", rows=wrong) if wrong else ""
    return "".join((greeting, body, errors, _doubtful(result.doubtful), say("letter_end")))


def _doubtful(lines: Sequence[Line]) -> str:
    """Rows that may not have entered by themselves, by what the person knows of them: day and course."""
    if not lines:
        return ""
    known = ((line.cells[_DAY], line.cells[_COURSE]) for line in lines)
    named = [say("letter_learned", day=day, course=course).strip() for day, course in known]
    shown = "、".join(named[:MOST_PLACES])
    rows = say("and_more", names=shown, count=len(named)) if len(named) > MOST_PLACES else shown
    return say("letter_doubtful", count=len(lines), rows=rows)


def _body(outcome: Outcome, rules: Rules, wording: Wording, today: datetime.date) -> str:
    """What is the same for everybody who stands alike."""
    values = {"today": today, "city": rules.city_name, "year": rules.year, "unit": wording.unit}
    parts: list[str] = []
    plan = wording.plan(outcome)
    if outcome.status is Status.SHORT:
        code = "letter_closed" if outcome.closed else "letter_short" if plan else "letter_condition"
        parts.append(say(code, plan=plan, **values))
    else:
        parts.append(say(f"letter_{outcome.status}", **values))
    if outcome.status is Status.NEEDS_INFO:
        parts.append(say("letter_questions", questions="；".join(asked.text for asked in outcome.questions)))
    own = [step for step in told(outcome.steps) if is_own(step) and step.code not in UNSAID]
    todo = [
        say("letter_todo_by", todo=wording.todo(step, outcome), by=day(step.by))
        if step.by
        else wording.todo(step, outcome)
        for step in own
    ]
    if todo and not outcome.closed:
        parts.append(say("letter_todo", todo="；".join(todo)))
    places = _places(outcome, rules, today) if not outcome.closed else ""
    if places:
        parts.append(say("letter_places", places=places))
    clauses = _clauses(outcome, rules)
    if clauses:
        parts.append(say("letter_source", document=rules.document, clauses=clauses))
    return "".join(parts)


def _places(outcome: Outcome, rules: Rules, today: datetime.date) -> str:
    """Platforms of the notice for what is missing, as long as they are open."""
    if not outcome.plan or outcome.status is not Status.SHORT:
        return ""
    tree = Tree(rules.rule.requirements)
    wanted: set[str] = set()
    for need in outcome.plan:
        wanted |= tree.below(need.requirement)
        above = tree.parent[need.requirement]
        while above:
            wanted.add(above)
            above = tree.parent[above]
    names = [
        one.name
        for one in rules.providers
        if one.kind == PLATFORM
        and (not one.subjects or wanted & set(one.subjects))
        and (one.closes_on is None or today <= one.closes_on)
    ]
    names = list(dict.fromkeys(names))
    shown = "、".join(names[:MOST_PLACES])
    more = len(names) > MOST_PLACES or (names and rules.providers_open)
    return say("letter_and_others", places=shown) if more else shown


def _clauses(outcome: Outcome, rules: Rules) -> str:
    """The clauses of what is missing and of the days that are named, each once."""
    nodes = {node.id: node for node in rules.rule.requirements.walk()}
    sources: list[Source | None] = [nodes[need.requirement].source for need in outcome.plan]
    deadlines = rules.rule.deadlines
    named = (deadlines.learn, deadlines.declare)
    sources.extend(item.source for item in named if isinstance(item, Deadline) and stated(item))
    own = [source.clause for source in sources if source and source.document in (None, rules.document)]
    return "、".join(dict.fromkeys(own))
