"""Outcomes under rules of any shape: rows by what is remembered of their like, hours added up by form.

What a row comes to is what the reader, ``RowJudge`` and ``Portions`` said of the first row like it. Hours
that no demand can tell apart are handed to the solver as one portion, and decided once.
A ledger in which rows hang together, or in which hours are open, is left to the general way.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from xueshi.judge.batch import Batch, Staged
from xueshi.judge.compiled import CompiledRule
from xueshi.judge.decide import Case, Decided, tallies
from xueshi.judge.decision import least_favourable
from xueshi.judge.person import Person, World
from xueshi.judge.portions import Portions
from xueshi.judge.questions import open_questions
from xueshi.judge.results import subject_requirements
from xueshi.judge.rows import RowJudge
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import Counts, IssueLevel, RowVerdict, Stage, Status
from xueshi.ledger.cells import as_seen
from xueshi.ledger.entries import RowError
from xueshi.ledger.table import Ledger, Line
from xueshi.model.published import Rules
from xueshi.roster.axissums import AxisSums
from xueshi.roster.looks import Look, steps_of
from xueshi.roster.outcome import (
    PLAN_UNKNOWN,
    REVIEW_OVERDUE,
    Asked,
    Need,
    Outcome,
    Step,
    Tally,
    tally_of,
)
from xueshi.roster.plain import MOST_REMEMBERED, Sums

MOST_DECIDED = 4_000
"""Sums whose decision is remembered before that memory starts anew."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What all rows come to that are alike but for course, provider, hours and usual days.

    ``form`` has the row's portion but for row and hours, None where none of it counts; ``place`` is the
    number of form and stage.
    """

    form: Portion | None
    place: int
    stage: Stage
    overdue: bool
    unfiled: bool
    excluded: tuple[str, ...]
    waits: datetime.date | None
    daily: bool


Amount = tuple[int, datetime.date | None, int, int]
"""Place, day, hours as numerator and denominator."""


@dataclass(frozen=True, slots=True)
class Found(Sums):
    """What hours come to under axes and questions, too."""

    axis_tallies: tuple[Tally, ...]
    questions: tuple[Asked, ...]
    world: World


class _Summed(Staged):
    """Portions that stand for several rows each, in the small parts in which these would be counted."""

    def __init__(self, portions: tuple[Portion, ...], below: Sequence[int]) -> None:
        super().__init__(portions)
        self._below = below

    def reached(self, least: Stage) -> Batch:
        """The portions that have reached at least a stage."""
        found = self._reached.get(least)
        if found is None:
            found = super().reached(least)
            pairs = zip(self.portions, self._below, strict=True)
            found.scale = math.lcm(*[below for one, below in pairs if one.stage.rank >= least.rank])
        return found


class _Summary(Case):
    """A ledger of which only the hours are known, added up."""

    def __init__(
        self, compiled: CompiledRule, today: datetime.date, maker: Portions, judge: RowJudge, staged: Staged
    ) -> None:
        super().__init__(compiled, Ledger(), (), today, {})
        self._summed, self._judge = (maker, staged), judge

    def _made(self, _world: World) -> tuple[Portions, Staged]:
        return self._summed

    def _judged(self, _rules: Rules) -> tuple[RowJudge, tuple[RowVerdict, ...]]:
        return self._judge, ()


class FormedRule:
    """Outcomes under one rule on one day. It remembers kinds of rows and sums: a bounded number."""

    def __init__(self, compiled: CompiledRule, today: datetime.date) -> None:
        self.compiled, self.today = compiled, today
        self.person = Person(compiled, {})
        self.worlds = tuple(self.person.worlds())
        self.rules = self.worlds[0].rules
        demands = self.worlds[0].demands
        self.judge = compiled.row_judge(self.rules, today)
        self.maker = Portions(self.rules.rule, demands, {})
        self.axes, self.usual, self.daily = bool(demands.axes), self.judge.usual, bool(demands.day_caps)
        self.sums = AxisSums(self.rules.rule, demands.tree)
        self._forget()

    def _forget(self) -> None:
        self._full = False
        self._days: dict[str, datetime.date | None] = {"": None}
        self._effects: dict[tuple[object, ...], Effect] = {}
        self._hours: dict[tuple[str, str], tuple[int, int]] = {}
        self._places: dict[tuple[object, ...], int] = {}
        self._decided: dict[tuple[Amount, ...], Found | None] = {}
        self._steps: dict[tuple[object, ...], tuple[Step, ...]] = {}

    def outcome(self, lines: Sequence[Line]) -> Outcome | None:
        """The outcome of a ledger; None where it has to be found the general way."""
        if self._full:
            self._forget()
        days, today, (first, last), effects = self._days, self.today, self.usual, self._effects
        courses: set[str] = set()
        errors: list[RowError] = []
        good: list[tuple[int, Effect, tuple[int, int], datetime.date]] = []
        for line in lines:
            day, name, amount, course, _, way, mode, declaring, reviewing, plan, shown, topic = line.cells
            named = name, amount
            if shown:
                return None
            if day not in days or declaring not in days or reviewing not in days or named not in self._hours:
                wrong = self._read(line)
                if wrong:
                    errors += wrong
                    continue
            completed, declared, reviewed = days[day], days[declaring], days[reviewing]
            if (
                completed is None
                or completed > today
                or (declared and declared < completed)
                or (reviewed and reviewed < (declared or completed))
            ):
                wrong = self.compiled.reader.read((line,), today)[1]
                if not wrong:
                    return None
                errors += wrong
                continue
            if reviewed is None:
                review: object = 0
            else:
                review = (1 if reviewed <= today else 2) if declared else reviewed
            own = None if first <= completed <= last else completed
            look = (name, way, topic, mode, plan, declared, review, own)
            effect = effects.get(look)
            if effect is None:
                made = self._effect(line, look)
                if isinstance(made, list):
                    errors += made
                    continue
                effect = made
            good.append((line.number, effect, self._hours[named], completed))
            courses.add(as_seen(course))
        if len(courses) != len(good):
            return None
        found = self._found(good)
        if found is None:
            return None
        return self._outcome(found, good, len(lines), tuple(errors))

    def _read(self, line: Line) -> list[RowError]:
        """Learn the days and hours of a row, or why it cannot be read."""
        entries, errors = self.compiled.reader.read((line,), self.today)
        if errors:
            return errors
        (entry,) = entries
        day, name, amount, _, _, _, _, declaring, reviewing, _, _, _ = line.cells
        self._days[day], self._hours[name, amount] = entry.completed, entry.hours.as_integer_ratio()
        self._days[declaring], self._days[reviewing] = entry.declared, entry.reviewed
        rows, texts = (len(self._effects), len(self._places)), (len(self._days), len(self._hours))
        self._full = max(*rows, *texts, len(self._steps)) > MOST_REMEMBERED
        return []

    def _effect(self, line: Line, look: tuple[object, ...]) -> Effect | list[RowError]:
        """What a row comes to when it is like none before, or why it cannot be read."""
        entries, errors = self.compiled.reader.read((line,), self.today)
        if errors:
            return errors
        (entry,) = entries
        stage, issues = self.judge.alone(entry)
        codes = {issue.code for issue in issues}
        row = RowVerdict(entry.row, entry.subject, entry.hours, entry.hours, stage, issues)
        portions = self.maker.of_rows((entry,), (row,))
        form = replace(portions[0], key=0, hours=Fraction(0), day=None) if portions else None
        place = self._places.setdefault((form, stage), len(self._places))
        found = Effect(
            form=form,
            place=place,
            stage=stage,
            overdue=REVIEW_OVERDUE in codes,
            unfiled=PLAN_UNKNOWN in codes,
            excluded=tuple([item.code for item in issues if item.level is IssueLevel.EXCLUDED]),
            waits=entry.declared if stage is Stage.DECLARED else None,
            daily=bool(portions) and portions[0].day is not None,
        )
        self._effects[look] = found
        return found

    def _found(self, rows: Sequence[tuple[int, Effect, tuple[int, int], datetime.date]]) -> Found | None:
        """What is decided of the hours of some rows; None where what is open makes a difference.

        Hours of one form and stage are one portion, by day where days matter; hours that are counted whole,
        or may have been something else, stay apart, in the order of their rows.
        """
        sums: dict[tuple[int, datetime.date | None], tuple[int, int]] = {}
        forms: dict[int, Effect] = {}
        whole: list[Amount] = []
        for _, effect, (number, below), completed in rows:
            form = effect.form
            if form is None:
                continue
            place, day = effect.place, completed if effect.daily else None
            forms[place] = effect
            if form.whole or form.maybe or form.elsewhere:
                whole.append((place, day, number, below))
                continue
            if (place, day) in sums:
                more, parts = sums[place, day]
                scale = math.lcm(parts, below)
                number, below = number * (scale // below) + more * (scale // parts), scale
            sums[place, day] = number, below
        key = (*sorted([(*at, *hours) for at, hours in sums.items()], key=_order), *whole)
        found = self._decided.get(key, ...)
        if found is ...:
            if len(self._decided) > MOST_DECIDED:
                self._decided.clear()
            found = self._decided[key] = self._decide(key, forms)
        return found

    def _decide(self, amounts: Sequence[Amount], forms: dict[int, Effect]) -> Found | None:
        portions = tuple([_portion(forms[amount[0]], at, amount) for at, amount in enumerate(amounts)])
        staged = _Summed(portions, [below for *_, below in amounts])
        case = _Summary(self.compiled, self.today, self.maker, self.judge, staged)
        worlds = tuple([case.decide(world) for world in self.worlds])
        if any(item.parts_open for item in worlds):
            return None
        statuses = frozenset().union(*(item.statuses for item in worlds))
        status = next(iter(statuses)) if len(statuses) == 1 else Status.NEEDS_INFO
        shown: Decided = worlds[0] if len(worlds) == 1 else min(worlds, key=least_favourable)
        last = self.judge.last_declare
        asked = open_questions(self.person, worlds, {})
        counted = tallies(shown)
        plan = tuple(
            [
                Need(kind.subject, tuple([value for value in kind.values if value is not None]), hours)
                for kind, hours in counted.learned.further or ()
            ]
        )
        return Found(
            status=status,
            closed=status is Status.SHORT and last is not None and self.today > last,
            tallies=tuple(map(tally_of, subject_requirements(shown, counted))),
            axis_tallies=self.sums.tallies(shown.world.demands, counted) if self.axes else (),
            plan=plan,
            questions=tuple([Asked(item.id, item.text) for item in asked]),
            world=shown.world,
        )

    def _outcome(
        self,
        found: Found,
        rows: Sequence[tuple[int, Effect, tuple[int, int], datetime.date]],
        count: int,
        errors: tuple[RowError, ...],
    ) -> Outcome:
        """The outcome of hours of which everything is decided."""
        undeclared, waiting, overdue, unfiled = [], [], [], []
        excluded: list[tuple[int, str]] = []
        late, timely = set[datetime.date](), set[datetime.date]()
        left_out = 0
        for number, effect, _, _ in rows:
            if effect.stage is Stage.APPROVED:
                continue
            if effect.stage is Stage.EXCLUDED:
                left_out += 1
                excluded += [(number, code) for code in effect.excluded]
                continue
            if effect.stage is Stage.LEARNED:
                undeclared.append(number)
            else:
                waiting.append(number)
                if effect.overdue:
                    overdue.append(number)
                if effect.waits:
                    (late if effect.overdue else timely).add(effect.waits)
            if effect.unfiled:
                unfiled.append(number)
        look = Look(
            found.status,
            found.closed,
            bool(found.plan),
            bool(undeclared),
            min(late, default=None),
            min(timely, default=None),
            bool(unfiled),
            bool(errors),
        )
        key = (look, id(found.world))
        steps = self._steps.get(key)
        if steps is None:
            steps = self._steps[key] = steps_of(self.compiled, self.today, look, found.world)
        return Outcome(
            found.status, found.closed, found.tallies, found.axis_tallies, found.plan, steps,
            tuple(undeclared), tuple(waiting), tuple(overdue), tuple(unfiled), tuple(excluded),
            found.questions, errors, Counts(count, len(rows), count - len(rows), left_out),
        )  # fmt: skip


def _portion(effect: Effect, key: int, amount: Amount) -> Portion:
    """So many hours of a form at its stage."""
    form, (_, day, number, below) = effect.form, amount
    assert form is not None
    return Portion(
        key, form.kind, Fraction(number, below), effect.stage, form.elsewhere, form.whole, form.maybe, day
    )


def _order(amount: Amount) -> tuple[int, int]:
    place, day, _, _ = amount
    return place, day.toordinal() if day else 0


def formed_rule(compiled: CompiledRule, today: datetime.date) -> FormedRule | None:
    """The way under a rule on a day; None where answers of a person change the days of the rule."""
    rule = compiled.rules.rule
    if rule.not_modelled or any(item.learn_by or item.declare_by for item in rule.variants):
        return None
    return FormedRule(compiled, today)
