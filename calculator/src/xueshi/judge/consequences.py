"""What each answer to an open question leads to, found by judging with the answer given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from xueshi.judge.decide import ORDER
from xueshi.judge.facts import Facts
from xueshi.judge.person import Person
from xueshi.judge.portions import PARTS, UNKNOWN
from xueshi.judge.tally import ZERO
from xueshi.judge.verdict import Explanation, Question, Stage, Status
from xueshi.texts import STATUS_NAMES, hours_text, say

MOST_QUESTIONS = 4
"""Questions whose answers are tried out; what hangs on the others is said in general."""

MOST_WORK = 6000
"""Rows judged in all while answers are tried out; beyond it none is."""


def consequences(facts: Facts, question: Question) -> Iterator[Explanation]:
    """One step for each answer: the answer and the status it leads to; none where not all was tried."""
    if not _worth(facts, question):
        return
    if question.options is not None:
        given = (option for option in question.options if option not in UNKNOWN)
        lines = [
            say("answer_leads", answer=option, status=_told(facts, question, option)) for option in given
        ]
    elif _written(question.max or ZERO):
        lines = list(_by_hours(facts, question, question.max or ZERO))
    else:
        lines = []
    for number, text in enumerate([] if facts.case.effort.missed else lines):
        yield Explanation(f"answer:{question.id}:{number}", text)


def _worth(facts: Facts, question: Question) -> bool:
    place = facts.questions.index(question)
    answers = len(question.options or (1, 2, 3, 4))
    worlds = sum(1 for _ in facts.person.worlds())
    asked = min(len(facts.questions), MOST_QUESTIONS)
    return place < MOST_QUESTIONS and (len(facts.entries) + 20) * worlds * answers * asked <= MOST_WORK


def _statuses(facts: Facts, question: Question, answer: str) -> frozenset[Status]:
    """The statuses that remain possible once a question is answered."""
    answers = {**facts.case.answers, question.id: answer}
    person, case = Person(facts.person.compiled, answers), facts.case.answering(answers)
    return frozenset().union(*(case.decide(world).statuses for world in person.worlds()))


def _told(facts: Facts, question: Question, answer: str) -> str:
    return _named(_statuses(facts, question, answer))


def _named(statuses: Iterable[Status]) -> str:
    found = [STATUS_NAMES[status] for status in ORDER if status in set(statuses)]
    return found[0] if len(found) == 1 else say("answer_open", statuses="或".join(found))


def _by_hours(facts: Facts, question: Question, most: Fraction) -> Iterator[str]:
    """Where the status changes between no hours and all of them; else what these two lead to."""
    stretches = _stretches(facts, question, most)
    if not stretches:
        yield say("answer_none", status=_told(facts, question, "0"))
        yield say("answer_all", hours=most, status=_told(facts, question, hours_text(most)))
        return
    for (low, status), above in zip(stretches, [*stretches[1:], None], strict=True):
        if above:
            code = "answer_range" if low else "answer_below"
            yield say(code, low=low, high=above[0], status=status)
        else:
            yield say("answer_from" if low < most else "answer_all", low=low, hours=most, status=status)


def _stretches(facts: Facts, question: Question, most: Fraction) -> list[tuple[Fraction, str]]:
    """From which hours which status follows; empty where that cannot be said for certain."""
    between = _marks(facts, question, most)
    if between is None:
        return []
    marks = [ZERO, *between, most]
    found: list[tuple[Fraction, str]] = []
    for low, high in zip(marks, [*marks[1:], None], strict=True):
        status = _told(facts, question, hours_text(low))
        if high is not None and _told(facts, question, _between(low, high)) != status:
            return []
        if not found or found[-1][1] != status:
            found.append((low, status))
    return found


def _between(low: Fraction, high: Fraction) -> str:
    """A number strictly between two, as a decimal that a person could write."""
    middle, digits = (low + high) / 2, 1
    while not low < Fraction(round(middle * 10**digits), 10**digits) < high:
        digits += 1
    return hours_text(Fraction(round(middle * 10**digits), 10**digits))


def _marks(facts: Facts, question: Question, most: Fraction) -> list[Fraction] | None:
    """Hours at which the status can change: what the one sub-subject asked for still lacks at each stage.

    Known only in a tree of minima where nothing else is open; None elsewhere.
    """
    decided = facts.decided
    demands, key = decided.world.demands, question.id.removeprefix(PARTS)
    opened = [item for item in decided.portions if item.elsewhere]
    if not demands.simple or len(facts.questions) > 1 or [str(item.key) for item in opened] != [key]:
        return None
    (opening,) = decided.maker.openings(opened[0].kind.subject)
    needed = demands.required().get(opening.id, ZERO)
    stages = (Stage.LEARNED, Stage.DECLARED, Stage.APPROVED)
    lacks = {needed - decided.counts.proven(stage).subjects[opening.id] for stage in stages}
    between = sorted(lack for lack in lacks if ZERO < lack < most)
    return between if all(map(_written, between)) else None


def _written(hours: Fraction) -> bool:
    """Whether hours can be answered: a fraction that is no finite decimal cannot be typed."""
    return "/" not in hours_text(hours)
