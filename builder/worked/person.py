"""Worked cases of one person: who there can be under a rule, and how a case is written."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xueshi.ledger import table
from xueshi.ledger.table import COLUMNS
from xueshi.model.published import Rules
from xueshi.model.rule import Deadline
from xueshi.model.shapes import Variant
from xueshi.model.values import Silence

Case = dict[str, Any]
"""A worked case, in the form of those that people write."""

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Person:
    """Answers to all that a rule asks, and the variants that then apply."""

    answers: Mapping[str, str]
    variants: tuple[Variant, ...]


def people(rules: Rules) -> Iterator[Person]:
    """Somebody to whom no variant applies if there can be such, then one for each variant."""
    rule = rules.rule
    conditions = dict.fromkeys((item.id for item in rule.conditions), table.YES)
    found: dict[tuple[str, ...], Person] = {}
    for way in itertools.product(*(item.options for item in rule.questions)):
        answers = conditions | dict(zip((item.id for item in rule.questions), way, strict=True))
        applying = tuple(
            item for item in rule.variants if all(answers[part.question] == part.answer for part in item.when)
        )
        found.setdefault(tuple(item.id for item in applying), Person(answers, applying))
    fewest = sorted(found.values(), key=lambda person: len(person.variants))
    told: set[str] = set()
    for number, person in enumerate(fewest):
        fresh = {item.id for item in person.variants} - told
        if fresh or number == 0:
            told |= fresh
            yield person


def date_of(deadline: Deadline | Silence) -> datetime.date | None:
    """The day of a deadline, where one is stated."""
    if isinstance(deadline, Silence) or isinstance(deadline.date, Silence):
        return None
    return deadline.date


class CaseMaker(ABC):
    """Writes cases of one person."""

    def __init__(self, rules: Rules, person: Person) -> None:
        self.rules, self.rule, self.person = rules, rules.rule, person
        self.leaf = next(node for node in self.rule.requirements.walk() if not node.children)
        self.learn, self.declare = date_of(self.rule.deadlines.learn), date_of(self.rule.deadlines.declare)
        for variant in person.variants:
            self.learn = variant.learn_by or self.learn
            self.declare = variant.declare_by or self.declare

    @abstractmethod
    def cases(self) -> Iterator[Case]:
        """The cases of this kind."""

    def case(self, name: str, today: datetime.date, expect: Case, *rows: Mapping[str, str]) -> Case:
        """A case with these rows, judged on a day."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return {
            "case": name,
            "today": today.isoformat(),
            "ledger": text.getvalue(),
            "answers": dict(self.person.answers),
            "expect": expect,
        }

    def row(self, completed: datetime.date, **cells: object) -> dict[str, str]:
        """A row that is declared and reviewed on the day it was completed, unless told otherwise."""
        day = completed.isoformat()
        made = {
            table.COMPLETED: day,
            table.SUBJECT: self.leaf.name,
            table.HOURS: "1",
            table.COURSE: "课程",
            table.ENTRY_MODE: table.ENTRY_DECLARED,
            table.DECLARED: day,
            table.REVIEWED: day,
            table.PLAN_FILED: table.YES,
        }
        for axis in self.rule.axes:
            made[axis.column.value] = axis.values[0].name
        return made | {key: str(value) for key, value in cells.items()}
