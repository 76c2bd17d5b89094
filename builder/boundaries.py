"""Worked cases made from a rule: both sides of every day and every number that it names.

They say what the rule says, straight from its fields and without the calculator, in the form of the cases
that people write. Where the outcome depends on more than one field, only what is certain is expected.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueshi.ledger import table
from xueshi.ledger.entries import ITEM
from xueshi.ledger.table import COLUMNS
from xueshi.model.published import Rules, WorkCalendar
from xueshi.model.rule import (
    AutoCreditPolicy,
    CarryOverPolicy,
    Deadline,
    PlanFilingPolicy,
    Requirement,
)
from xueshi.model.shapes import RatioOf, Recognition, Variant
from xueshi.model.structure import plain_number
from xueshi.model.values import Silence
from xueshi.texts import hours_text, say

Case = dict[str, Any]
DAY = datetime.timedelta(days=1)
LATER = datetime.timedelta(days=400)


def boundary_cases(rules: Rules) -> Iterator[Case]:
    """Cases on both sides of each day and number. None for a rule that is refused."""
    if rules.rule.not_modelled:
        return
    for person in people(rules):
        yield from _Days(rules, person).cases()
        yield from Numbers(rules, person).cases()


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


def _date(deadline: Deadline | Silence) -> datetime.date | None:
    if isinstance(deadline, Silence) or isinstance(deadline.date, Silence):
        return None
    return deadline.date


class Maker:
    """Writes cases of one person."""

    def __init__(self, rules: Rules, person: Person) -> None:
        self.rules, self.rule, self.person = rules, rules.rule, person
        self.leaf = next(node for node in self.rule.requirements.walk() if not node.children)
        self.learn, self.declare = _date(self.rule.deadlines.learn), _date(self.rule.deadlines.declare)
        for variant in person.variants:
            self.learn = variant.learn_by or self.learn
            self.declare = variant.declare_by or self.declare

    def case(self, name: str, today: datetime.date, expect: Case, *rows: Mapping[str, str]) -> Case:
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


class _Days(Maker):
    """The last day and the day after it, of each kind."""

    def cases(self) -> Iterator[Case]:
        yield from self._learned()
        yield from self._declared()
        yield from self._reviewed()
        yield from self._steps()
        yield from self._policies()

    def _within(self, day: datetime.date) -> bool:
        """Whether what was learned on a day counts."""
        if self.rule.period.start <= day <= self.rule.period.end:
            return self.learn is None or day <= self.learn
        return not self._outside(day)

    def _outside(self, day: datetime.date) -> bool:
        """Whether a day lies neither in the period nor in a window."""
        periods = (self.rule.period, self.rule.carry_over.window, self.rule.make_up)
        return not any(days and days.start <= day <= days.end for days in periods)

    def _learned(self) -> Iterator[Case]:
        """What was learned on the first and last days of period and windows, and beside them."""
        edges = [self.rule.period.start, self.rule.period.end, *([self.learn] if self.learn else ())]
        for window in (self.rule.carry_over.window, self.rule.make_up):
            edges += [window.start, window.end] if window else []
        for edge in edges:
            for day in (edge - DAY, edge, edge + DAY):
                stage = "approved" if self._within(day) else "excluded"
                expect: Case = {}
                if self._outside(day):
                    expect = {"issues": {"2": ["outside_period"]}}
                row = self.row(day, **{table.DECLARED: "", table.REVIEWED: ""}, **self._automatic())
                if self._automatic():
                    yield self.case(f"{day} 学完", day, expect | {"rows": {"2": {"stage": stage}}}, row)
                else:
                    stage = "learned" if stage == "approved" else stage
                    yield self.case(
                        f"{day} 学完，未申报", day, expect | {"rows": {"2": {"stage": stage}}}, row
                    )

    def _automatic(self) -> dict[str, str]:
        known = self.rule.auto_credit.policy is AutoCreditPolicy.AUTOMATIC
        return {table.ENTRY_MODE: table.ENTRY_AUTOMATIC} if known else {}

    def _declared(self) -> Iterator[Case]:
        """Declared, or not yet declared, on the last day and on the day after."""
        if self.declare is None:
            return
        done = self.rule.period.start
        for day, late in ((self.declare, False), (self.declare + DAY, True)):
            declared = self.row(done, **{table.DECLARED: day, table.REVIEWED: ""})
            stage = "excluded" if late else "declared"
            yield self.case(f"{day} 申报", day, {"rows": {"2": {"stage": stage}}}, declared)
            undeclared = self.row(done, **{table.DECLARED: "", table.REVIEWED: ""})
            stage = "excluded" if late else "learned"
            yield self.case(f"{day} 还没有申报", day, {"rows": {"2": {"stage": stage}}}, undeclared)

    def _reviewed(self) -> Iterator[Case]:
        """Reviewed on the last day and after; still waiting when the working days are over, and later."""
        last, done = _date(self.rule.deadlines.review), self.rule.period.start
        for day in (last, last + DAY) if last else ():
            issues = ["reviewed_after_year_end"] if last and day > last else []
            row = self.row(done, **{table.DECLARED: done, table.REVIEWED: day})
            yield self.case(f"{day} 审核", day, {"issues": {"2": issues}}, row)
        days = (self.rule.review.employer_days, self.rule.review.department_days)
        stated = [count for count in days if not isinstance(count, Silence)]
        if not stated:
            return
        due = _workday(self.rules.calendar, done, sum(stated))
        for day in (due, due + DAY):
            row = self.row(done, **{table.REVIEWED: ""})
            issues = ["review_overdue"] if day > due else []
            yield self.case(f"{done} 申报，{day} 还没有审核", day, {"issues": {"2": issues}}, row)

    def _steps(self) -> Iterator[Case]:
        """With nothing learned yet: by when to learn and to declare, and what is no longer asked for."""
        start = self.rule.period.start
        if any("total" in variant.waives for variant in self.person.variants):
            return
        wanted: dict[str, str | None] = {"learn": self.learn.isoformat() if self.learn else None}
        if self.declare:
            last = max(self.declare, self.rule.make_up.end) if self.rule.make_up else self.declare
            wanted["declare"] = last.isoformat()
        yield self.case("年初什么也没有学", start, {"next_steps": wanted})
        filing = _date(self.rule.deadlines.plan_filing)
        if filing and self.rule.plan_filing.policy is PlanFilingPolicy.REFUSED:
            yield self.case("备案截止日", filing, {"next_steps": {"file_plan": filing.isoformat()}})
            yield self.case("备案截止后一天", filing + DAY, {"no_steps": ["file_plan"]})

    def _policies(self) -> Iterator[Case]:
        """A row outside the year, one without a filed plan, one that entered by itself: what is said."""
        day = self.rule.period.start - LATER
        ending = {
            CarryOverPolicy.ALLOWED: "不计入。",
            CarryOverPolicy.FORBIDDEN: "不得结转",
            CarryOverPolicy.NOT_STATED: "能否结转，通知没有写明",
        }[self.rule.carry_over.policy]
        early = self.row(day, **self._automatic())
        yield self.case("早于本年度的一行", self.rule.period.start, {"says": {"2": [ending]}}, early)
        filing, done = self.rule.plan_filing, self.rule.period.start
        text = {
            PlanFilingPolicy.REFUSED: say("plan_not_filed"),
            PlanFilingPolicy.ASKED: say("plan_not_filed_asked", scope=filing.scope),
            PlanFilingPolicy.NOT_STATED: say("plan_not_filed_silent"),
        }[filing.policy]
        row = self.row(done, **{table.PLAN_FILED: table.NO})
        yield self.case("计划没有备案的一行", done, {"says": {"2": [text]}}, row)
        automatic = self.row(done, **dict.fromkeys((table.DECLARED, table.REVIEWED), ""))
        automatic[table.ENTRY_MODE] = table.ENTRY_AUTOMATIC
        stage = "approved" if self._automatic() else "learned"
        yield self.case("自动入账的一行", done, {"rows": {"2": {"stage": stage}}}, automatic)


def _workday(calendar: WorkCalendar, start: datetime.date, count: int) -> datetime.date:
    """The so-many-th working day after a day."""
    off = {day for year in calendar.years for day in year.days_off}
    extra = {day for year in calendar.years for day in year.workdays}
    day = start
    while count:
        day += DAY
        count -= day in extra or (day.weekday() < 5 and day not in off)
    return day


class Numbers(Maker):
    """What is required; just enough and half an hour less; what a unit and an item are worth."""

    def cases(self) -> Iterator[Case]:
        yield self._required()
        yield from self._minima()
        yield from self._units()
        yield from self._conversions()
        yield from self._windows()

    def _waived(self) -> set[str]:
        nodes = {node.id: node for node in self.rule.requirements.walk()}
        names = [name for variant in self.person.variants for name in variant.waives]
        return {inner.id for name in names if name in nodes for inner in nodes[name].walk()} | set(names)

    def _least(self) -> dict[str, Fraction]:
        """The minimum of each subject that is a plain number."""
        changed = {item.id: item.min_hours for variant in self.person.variants for item in variant.minima}
        found = {}
        for node in self.rule.requirements.walk():
            hours = changed.get(node.id, node.min_hours)
            if node.min_ratio is None and not isinstance(hours, Silence):
                found[node.id] = Fraction(0) if node.id in self._waived() else hours
        return found

    def _required(self) -> Case:
        start = self.rule.period.start
        wanted = {name: {"required": plain_number(hours)} for name, hours in self._least().items()}
        expect: Case = {"requirements": wanted, "unit": self.rule.unit}
        changed = {item.id: item.min_hours for variant in self.person.variants for item in variant.minima}
        values = {}
        for value in (value for axis in self.rule.axes for value in axis.values):
            hours = changed.get(value.id, value.min_hours)
            if not isinstance(hours, Silence) and not {value.id, value.within} & self._waived():
                values[value.id] = {"required": plain_number(hours)}
        for one in (one for axis in self.rule.axes for one in axis.one_of):
            if one.within not in self._waived():
                values[one.id] = {"required": plain_number(one.min_hours)}
        if values:
            expect["axis_requirements"] = values
        return self.case("要求照原文", start, expect)

    def _minima(self) -> Iterator[Case]:
        """In a mere tree: exactly enough is met, half an hour more too, half an hour less is not."""
        if self._shaped() or not (whole := self._enough(self.rule.requirements)):
            return
        rule, half = self.rule, Fraction(1, 2)
        today = min(day for day in (rule.period.end, self.learn, self.declare) if day)
        enough: Case = {"status": "met", "requirements": {name: {"shortfall": 0} for name in self._least()}}
        yield self.case("每一项刚好够", today, enough, *self._rows(whole))
        for leaf, hours in whole.items():
            more, less = whole | {leaf: hours + half}, whole | {leaf: hours - half}
            yield self.case(f"{leaf} 多半学时", today, enough, *self._rows(more))
            lacks: Case = {"status": "short", "requirements": {leaf: {"learned": plain_number(hours - half)}}}
            yield self.case(f"{leaf} 少半学时", today, lacks, *self._rows(less))

    def _shaped(self) -> bool:
        """Whether more than minima and windows decides."""
        rule = self.rule
        of_nodes = any(item.cap or item.min_ratio for item in rule.requirements.walk())
        return bool(of_nodes or rule.axes or rule.caps or rule.conversions)

    def _enough(self, node: Requirement) -> dict[str, Fraction]:
        """Hours by leaf that are exactly enough for a subject and all below it."""
        found: dict[str, Fraction] = {}
        for child in node.children:
            found |= self._enough(child)
        missing = self._least().get(node.id, Fraction(0)) - sum(found.values())
        if missing > 0:
            leaf = [item.id for item in node.walk() if not item.children][-1]
            found[leaf] = found.get(leaf, Fraction(0)) + missing
        return found

    def _rows(self, hours: Mapping[str, Fraction]) -> Iterator[dict[str, str]]:
        names = {node.id: node.name for node in self.rule.requirements.walk()}
        for leaf, number in hours.items():
            cells = {table.SUBJECT: names[leaf], table.HOURS: hours_text(number)}
            yield self.row(self.rule.period.start, **cells)

    def _units(self) -> Iterator[Case]:
        for unit in self.rule.units:
            row = self.row(self.rule.period.start, **{table.HOURS: f"1{unit.name}"})
            expect = {"rows": {"2": {"hours": plain_number(unit.hours)}}}
            yield self.case(f"1{unit.name}", self.rule.period.start, expect, row)

    def _conversions(self) -> Iterator[Case]:
        start = self.rule.period.start
        for item in self.rule.conversions:
            each = Fraction(1) if isinstance(item.hours, Recognition) else item.hours
            row = self.row(start, **{table.SUBJECT: item.name})
            expect: Case = {"rows": {"2": {"hours": plain_number(each)}}}
            yield self.case(f"一项{item.name}", start, expect, row)
            if item.max_hours is None or self._capped():
                continue
            number = math.ceil(item.max_hours / each) + 1
            unit = "" if isinstance(item.hours, Recognition) else ITEM
            row = self.row(start, **{table.SUBJECT: item.name, table.HOURS: f"{number}{unit}"})
            expect = {"rows": {"2": {"counted": plain_number(item.max_hours)}}}
            yield self.case(f"{item.name}超出上限", start, expect, row)

    def _windows(self) -> Iterator[Case]:
        """More than a window admits, learned on its last day before the period, or its first day after it."""
        carried, made_up = self.rule.carry_over.window, self.rule.make_up
        edges = [(carried, carried.end)] if carried else []
        edges += [(made_up, made_up.start)] if made_up else []
        for window, day in edges:
            if window.max_hours is None or self._shaped():
                continue
            row = self.row(day, **{table.HOURS: hours_text(window.max_hours + 1)})
            expect = {"rows": {"2": {"counted": plain_number(window.max_hours)}}}
            yield self.case(f"{day} 学的超出结转或补学的上限", day, expect, row)

    def _capped(self) -> bool:
        """Whether something else may cut hours, too."""
        nodes = list(self.rule.requirements.walk())
        earned = any(item.min_ratio and item.min_ratio.of is RatioOf.EARNED for item in nodes)
        return bool(self.rule.caps or earned or any(item.cap for item in nodes))
