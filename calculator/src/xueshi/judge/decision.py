"""A ledger decided in every world that the person's answers leave open; nothing is worded yet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decide import ORDER, Case, Decided
from xueshi.judge.person import Person
from xueshi.judge.questions import open_questions
from xueshi.judge.verdict import Question, Stage, Status
from xueshi.ledger.entries import Entry, RowError
from xueshi.ledger.table import Ledger


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides a verdict. ``worlds`` are all that remain possible, ``shown`` the least favourable."""

    person: Person
    case: Case
    entries: tuple[Entry, ...]
    worlds: tuple[Decided, ...]
    shown: Decided
    status: Status
    closed: bool
    questions: tuple[Question, ...]
    errors: tuple[RowError, ...]


def decide(
    compiled: CompiledRule, ledger: Ledger, today: datetime.date, answers: Mapping[str, Any]
) -> Decision:
    """Read a ledger and decide it under a rule that is modelled."""
    person = Person(compiled, answers)
    entries, errors = compiled.reader.read(ledger.lines, today)
    case = Case(compiled, ledger, entries, today, answers)
    worlds = tuple([case.decide(world) for world in person.worlds()])
    statuses = frozenset().union(*(item.statuses for item in worlds))
    status = next(iter(statuses)) if len(statuses) == 1 else Status.NEEDS_INFO
    shown = worlds[0] if len(worlds) == 1 else min(worlds, key=least_favourable)
    last = shown.row_judge.last_declare
    return Decision(
        person=person,
        case=case,
        entries=tuple(entries),
        worlds=worlds,
        shown=shown,
        status=status,
        closed=status is Status.SHORT and last is not None and today > last,
        questions=tuple(open_questions(person, worlds, answers)),
        errors=(*errors, *shown.maker.row_errors),
    )


def least_favourable(decided: Decided) -> tuple[object, ...]:
    """What is shown while answers are open: least status, longest plan, earliest day, highest demands."""
    further = decided.counts.proven(Stage.LEARNED).further
    missing = sum((hours for _, hours in further or ()), Fraction(0))
    last = decided.row_judge.last_declare or datetime.date.max
    demanded = sum(decided.world.demands.required().values(), Fraction(0))
    return min(map(ORDER.index, decided.statuses)), further is not None, -missing, last, -demanded
