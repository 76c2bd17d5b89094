"""Invented people with rows to learn by: made from a seed, marked as invented, nobody's."""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from xueshi.ledger import table
from xueshi.ledger.table import Ledger, Line
from xueshi.model.published import Rules
from xueshi.model.rule import AutoCreditPolicy

SEED = 20251122
ROWS = 10
"""Rows of one person."""

ID, NAME = "工号", "姓名"
HEADERS = (ID, NAME, *table.COLUMNS)
HOURS = ("6", "8", "8", "10", "12", "12", "16", "16", "4.5", "0.5")
COURSES = 3000
ODD = 0.02
"""Share of people of whom one row is written as only people write."""

Row = tuple[str, ...]


def today_of(rules: Rules) -> datetime.date:
    """The day on which invented people are judged: a month before the year ends."""
    return rules.rule.period.end - datetime.timedelta(days=30)


class Inventor:
    """Invents the rows of one person after another under one rule."""

    def __init__(self, rules: Rules, seed: int = SEED, odd: float = ODD) -> None:
        self.dice, self.odd, rule = random.Random(f"{seed} {rules.city} {rules.year}"), odd, rules.rule
        leaves = [node for node in rule.requirements.walk() if not node.children]
        self.subjects = [node.name for node in leaves for _ in range(1 + 2 * (node is leaves[-1]))]
        self.parents = [node.name for node in rule.requirements.walk() if node.children]
        self.achievements = [item.name for item in rule.conversions]
        self.providers = [*[item.name for item in rules.providers[:5]], "虚构平台", ""]
        self.automatic = 0.3 if rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC else 0.0
        values = {axis.column.value: [value.name for value in axis.values] for axis in rule.axes}
        self.ways, self.topics = values.get(table.WAY, ["在线", "面授"]), values.get(table.TOPIC, [""])
        self.start, self.length = rule.period.start, (rule.period.end - rule.period.start).days
        self.days = {
            at: str(self.start + datetime.timedelta(days=at)) for at in range(-400, self.length + 400)
        }

    def ledger(self) -> list[Row]:
        """The rows of the next person, in the order of ``COLUMNS``."""
        rows = [self._row() for _ in range(ROWS)]
        if self.dice.random() < self.odd:
            at = self.dice.randrange(ROWS)
            rows[at] = self._odd(rows[at], rows[at - 1])
        return rows

    def _row(self) -> Row:
        draw = self.dice.random
        at = int(draw() * (self.length - 60))
        declared = at + int(draw() * 40)
        automatic = draw() < self.automatic
        waits = draw()
        subject, hours = self._one(self.subjects), self._one(HOURS)
        if self.achievements and draw() < 0.05:
            subject, hours = self._one(self.achievements), self._one(("1", "2"))
        return (
            self.days[at],
            subject,
            hours,
            f"虚构课程{int(draw() * COURSES)}",
            self._one(self.providers),
            self._one(self.ways),
            "自动" if automatic else "申报",
            "" if automatic or waits > 0.97 else self.days[declared],
            "" if automatic or waits > 0.85 else self.days[declared + int(draw() * 20)],
            ("是", "是", "是", "是", "")[int(draw() * 5)],
            "",
            self._one(self.topics),
        )

    def _one[T](self, items: Sequence[T]) -> T:
        return items[int(self.dice.random() * len(items))]

    def _odd(self, row: Row, other: Row) -> Row:
        """A row as it should not be, or need not be."""
        year = self.start.year
        changes: tuple[dict[str, str], ...] = (
            {table.COMPLETED: f"{year - 1}-06-01"},
            {table.COMPLETED: f"{year}.3.8", table.DECLARED: f"{year}年4月2日"},
            {table.COMPLETED: "某天"},
            {table.HOURS: "２学时"},
            {table.HOURS: "十"},
            {table.HOURS: "1.00005"},
            {table.SUBJECT: self._one(self.parents) if self.parents else "别的"},
            {table.SUBJECT: "别的"},
            {table.PLAN_FILED: "否"},
            {table.SHOWN: "3"},
            {table.REVIEWED: f"{year}-01-01"},
            {table.DECLARED: ""},
            {table.COURSE: f" {row[3]}　"},
            dict(zip(table.COLUMNS, other, strict=True)),
        )
        cells = dict(zip(table.COLUMNS, row, strict=True)) | self._one(changes)
        return tuple(cells.values())


def person_id(number: int) -> str:
    """An id that is no card's: letters first."""
    return f"XG{number:010d}"


def ledgers(rules: Rules, count: int, seed: int = SEED, odd: float = ODD) -> Iterator[tuple[str, Ledger]]:
    """People by id with their ledgers, rows numbered as in a file of all of them."""
    inventor = Inventor(rules, seed, odd)
    for number in range(count):
        first = 2 + ROWS * number
        lines = (Line(first + at, row) for at, row in enumerate(inventor.ledger()))
        yield person_id(number), Ledger(tuple(lines))


def write_people(path: Path, rules: Rules, count: int, *, odd: float = ODD) -> None:
    """A CSV file of so many people; the name of each says that there is no such person."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        inventor = Inventor(rules, SEED, odd)
        for number in range(count):
            person = person_id(number)
            writer.writerows((person, "虚构", *row) for row in inventor.ledger())
