"""What an employer has to do and see to: by the rule's days, and by how its people stand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xueshi.judge.rows import review_clock, stated
from xueshi.judge.steps import reviewer
from xueshi.judge.workdays import WorkDays
from xueshi.model.published import Rules
from xueshi.model.rule import Deadline, Duty
from xueshi.model.values import Silence, Source
from xueshi.roster.outcome import Step
from xueshi.roster.people.judged import Result
from xueshi.roster.results.wording import WITH_THE_TABLE, rows_of
from xueshi.roster.sentences import say

LONGEST_NAME = 40
"""Characters of a name in a list."""

MOST_PEOPLE_NAMED = 20
"""People named beside one duty; all are counted."""

ABOUT_PEOPLE = frozenset(
    (
        *("learn", "condition", "declare", "declare_safe", "review", "urge_review"),
        *("confirm_plan_filing", "closed", "fix_rows", "answer", "confirm_approval"),
    )
)
"""Steps that hang on how people stand; the others hold for the employer whoever works there."""


REVIEWS, DECLARING = ("review", "urge_review"), ("declare", "declare_safe")


@dataclass(frozen=True, slots=True)
class Task:
    """One person's part in a duty: plain values, so that it can be passed on between processes."""

    code: str
    duty: str
    by: datetime.date | None
    rows: int


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Something to be done by a day; how many people and rows it is about (0 people: the unit itself)."""

    city: str
    year: int
    code: str
    duty: str
    by: datetime.date | None
    message: str
    people: int
    rows: int
    named: tuple[str, ...]
    source: str
    """Document and clause, where the notice says it."""


def tasks_of(result: Result) -> tuple[Task, ...]:
    """What is to be done for one person."""
    outcome = result.outcome
    tasks = [
        Task(step.code, _duty(step), step.by, rows_of(step, outcome))
        for step in outcome.steps
        if step.code in ABOUT_PEOPLE
    ]
    urged = any(task.code == "urge_review" for task in tasks)
    if outcome.overdue and not urged and result.rules:
        # Where declaring is over a person is told of nothing else, but the review is still owed.
        duty = reviewer(result.rules.rule).value
        tasks.append(Task("urge_review", duty, None, len(outcome.overdue)))
    if result.doubtful:
        tasks.append(Task("check_automatic", Duty.EMPLOYER.value, None, len(result.doubtful)))
    if result.errors and all(task.code != "fix_rows" for task in tasks):
        tasks.append(Task("fix_rows", Duty.EMPLOYER.value, None, 0))
    return tuple(tasks)


def _duty(step: Step) -> str:
    """Whose duty a step is in a unit that keeps the table."""
    return Duty.EMPLOYER.value if step.code in WITH_THE_TABLE else step.duty


class Duties:
    """Adds up tasks of people who come one after the other."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, int, str, str], _Sum] = {}

    def add(self, city: str, year: int, name: str, tasks: Iterable[Task]) -> None:
        """The tasks of a person with this name in a city and year."""
        for task in tasks:
            key = (city, year, task.code, task.duty)
            found = self._sums.setdefault(key, _Sum())
            found.people += 1
            found.rows += task.rows
            if task.by and (found.by is None or task.by < found.by):
                found.by = task.by
            if len(found.names) < MOST_PEOPLE_NAMED:
                found.names.append(name[:LONGEST_NAME])

    def add_more(self, city: str, year: int, people: int, tasks: Iterable[Task]) -> None:
        """So many people more with the same tasks as somebody who was added."""
        for task in tasks if people > 0 else ():
            found = self._sums[city, year, task.code, task.duty]
            found.people += people
            found.rows += people * task.rows

    def lines(self, rules: Iterable[Rules], today: datetime.date) -> tuple[DutyLine, ...]:
        """All duties: those of the unit first, each group in the order of its days."""
        by_place = {(one.city_name, one.year): one for one in rules}
        own = [line for one in by_place.values() for line in standing_duties(one, today)]
        about = [self._line(key, found, by_place) for key, found in self._sums.items()]
        far = datetime.date.max
        return tuple(
            sorted(
                (*own, *about),
                key=lambda line: (
                    line.city,
                    line.year,
                    line.people > 0,
                    line.by or far,
                    line.code,
                    line.duty,
                ),
            )
        )

    def _line(
        self, key: tuple[str, int, str, str], found: _Sum, rules: dict[tuple[str, int], Rules]
    ) -> DutyLine:
        city, year, code, duty = key
        one = rules.get((city, year))
        source = _source(one, _sources(one).get(code)) if one else ""
        clock = review_clock(one.rule.review) if one else ""
        named = f"duty_{code}"
        if (not clock and code in REVIEWS) or (not found.rows and code in DECLARING):
            named = f"duty_{code}_open"
        message = say(named, people=found.people, rows=found.rows, clock=clock)
        return DutyLine(
            city, year, code, duty, found.by, message, found.people, found.rows, tuple(found.names), source
        )


class _Sum:
    def __init__(self) -> None:
        self.people = self.rows = 0
        self.by: datetime.date | None = None
        self.names: list[str] = []


def standing_duties(rules: Rules, today: datetime.date) -> Iterator[DutyLine]:
    """The days that bind the unit whoever works there; what is over is left out."""
    rule = rules.rule
    days = WorkDays(rules.calendar)
    for code, deadline in (
        ("file_plan", rule.deadlines.plan_filing),
        ("file_platform", rule.deadlines.platform_filing),
        ("review_all", rule.deadlines.review),
        ("platform_close", rule.deadlines.platform_close),
        ("before_title", rule.deadlines.before_title),
    ):
        by = stated(deadline)
        if isinstance(deadline, Deadline) and (by is None or today <= by):
            source = _source(rules, deadline.source)
            yield _standing(rules, code, deadline.duty.value, by, source, printed=deadline.printed)
    end, clock = stated(rule.deadlines.review), review_clock(rule.review)
    counts = [
        days
        for days in (rule.review.employer_days, rule.review.department_days)
        if not isinstance(days, Silence)
    ]
    if end and counts:
        safe = days.last_start(end, sum(counts)).date
        if today <= safe:
            source = _source(rules, rule.review.source)
            yield _standing(rules, "safe", Duty.PERSON.value, safe, source, clock=clock, end=end)


def _standing(
    rules: Rules, code: str, duty: str, by: datetime.date | None, source: str, **values: object
) -> DutyLine:
    message = say(f"unit_{code}", by=by, **values)
    return DutyLine(rules.city_name, rules.year, code, duty, by, message, 0, 0, (), source)


def _sources(rules: Rules) -> dict[str, Source | None]:
    """Where the notice says what a task rests on."""
    deadlines, rule = rules.rule.deadlines, rules.rule
    learn, declare = (
        item.source if isinstance(item, Deadline) else None for item in (deadlines.learn, deadlines.declare)
    )
    return {
        "learn": learn,
        "declare": declare,
        "declare_safe": rule.review.source,
        "review": rule.review.source,
        "urge_review": rule.review.source,
        "confirm_plan_filing": rule.plan_filing.source,
        "check_automatic": rule.auto_credit.source,
        "closed": declare,
    }


def _source(rules: Rules, source: Source | None) -> str:
    return f"{source.document or rules.document} {source.clause}" if source else ""
