"""Outcomes under rules of any shape: rows by what is remembered of their like, hours added up by form.

What a row comes to is what the reader, ``RowJudge`` and ``Portions`` said of rows like it: how far it has
come does not hang on what it is of. What the hours come to is decided by ``exact`` where that is sure, else
by ``summed``. A ledger in which rows hang together, or in which hours are open, is left to the general way.
"""

from __future__ import annotations

import datetime
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.person import Person
from xueshi.judge.portions import Portions
from xueshi.judge.rows import RowJudge
from xueshi.judge.verdict import Counts, IssueLevel, RowVerdict, Stage
from xueshi.ledger import table
from xueshi.ledger.cells import as_seen
from xueshi.ledger.entries import Entry, RowError
from xueshi.ledger.table import Line
from xueshi.roster.minima.looks import Look, steps_of
from xueshi.roster.minima.plainsums import MOST_REMEMBERED
from xueshi.roster.outcome import PLAN_UNKNOWN, REVIEW_OVERDUE, Outcome, Step
from xueshi.roster.shapes.effects import Form, Found, Read, Stand
from xueshi.roster.shapes.exact import Exact
from xueshi.roster.shapes.summed import Summing

COURSE, PROVIDER = table.COLUMNS.index(table.COURSE), table.COLUMNS.index(table.PROVIDER)

LEARNED, APPROVED = Stage.LEARNED.rank, Stage.APPROVED.rank

MOST_FORMS = 600
"""Forms that are numbered before all memories start anew."""


class FormedRule:
    """Outcomes under one rule on one day. It remembers kinds of rows and sums: a bounded number."""

    def __init__(self, compiled: CompiledRule, today: datetime.date) -> None:
        self.compiled, self.today = compiled, today
        person = Person(compiled, {})
        worlds = tuple(person.worlds())
        self.rules = worlds[0].rules
        self.judge = compiled.row_judge(self.rules, today)
        self.maker = Portions(self.rules.rule, worlds[0].demands, {})
        self._today = today.toordinal()
        first, last = self.judge.usual
        self._usual = first.toordinal(), last.toordinal()
        self._turns = list(_turns(self.judge))
        self.summing = Summing(compiled, today, person, worlds, self.maker, self.judge)
        self._forget()

    def _forget(self) -> None:
        self._full = False
        self._days: dict[str, int] = {"": 0}
        """Days by their numbers, 0 where there is none."""
        self._stands: dict[tuple[object, ...], Stand] = {}
        self._forms: dict[tuple[object, ...], Form] = {}
        self._numbered: dict[object, Form] = {}
        self._hours: dict[tuple[str, str], tuple[tuple[int, int], int]] = {}
        self._steps: dict[tuple[object, ...], tuple[Step, ...]] = {}
        self._counts: dict[tuple[int, int, int], Counts] = {}
        self._exact = Exact(self.summing)

    def outcome(self, lines: Sequence[Line]) -> Outcome | None:
        """The outcome of a ledger; None where it has to be found the general way."""
        if self._full:
            self._forget()
        days, today, (first, last) = self._days, self._today, self._usual
        stands, forms, hours, turns = self._stands, self._forms, self._hours, self._turns
        errors: list[RowError] = []
        good: list[Read] = []
        for line in lines:
            day, name, amount, _, _, way, mode, declaring, reviewing, plan, shown, topic = line.cells
            if shown:
                return None
            try:
                completed, declared, reviewed = days[day], days[declaring], days[reviewing]
                ratio, parts = hours[name, amount]
            except KeyError:
                wrong = self._read(line)
                if wrong:
                    errors += wrong
                    continue
                completed, declared, reviewed = days[day], days[declaring], days[reviewing]
                ratio, parts = hours[name, amount]
            if (
                not completed
                or completed > today
                or (declared and declared < completed)
                or (reviewed and reviewed < (declared or completed))
            ):
                wrong = self.compiled.reader.read((line,), self.today)[1]
                if not wrong:
                    return None
                errors += wrong
                continue
            review = ((1 if reviewed <= today else 2) if declared else reviewed) if reviewed else 0
            own = 0 if first <= completed <= last else 1 + bisect(turns, completed)
            far, what = (mode, plan, declared, review, own), (name, way, topic, own)
            try:
                stand, form = stands[far], forms[what]
            except KeyError:
                wrong = self._learn(line, far, what)
                if wrong:
                    errors += wrong
                    continue
                stand, form = stands[far], forms[what]
            good.append((line, stand, form, ratio, parts, completed))
        if len({row[5] for row in good}) != len(good) and _hang_together(good):
            return None
        found = self._exact.found(good)
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
        hours = entry.hours.as_integer_ratio()
        self._hours[name, amount] = hours, self._exact.parts(*hours)
        written = (day, entry.completed), (declaring, entry.declared), (reviewing, entry.reviewed)
        self._days.update({text: found.toordinal() if found else 0 for text, found in written})
        self._weigh()
        return []

    def _weigh(self) -> None:
        """See whether so much is remembered that all memories have to start anew."""
        rows, texts = (len(self._stands), len(self._forms)), (len(self._days), len(self._hours))
        self._full = (
            max(*rows, *texts, len(self._steps)) > MOST_REMEMBERED or len(self._numbered) > MOST_FORMS
        )

    def _learn(self, line: Line, far: tuple[object, ...], what: tuple[object, ...]) -> list[RowError]:
        """Learn what a row comes to when it is like none before, or why it cannot be read."""
        entries, errors = self.compiled.reader.read((line,), self.today)
        if errors:
            return errors
        (entry,) = entries
        if far not in self._stands:
            self._stands[far] = self._stand(entry)
        if what not in self._forms:
            self._forms[what] = self._form(entry)
        self._weigh()
        return []

    def _form(self, entry: Entry) -> Form:
        """What a row is of; how far it has come makes no difference."""
        row = RowVerdict(entry.row, entry.subject, entry.hours, entry.hours, Stage.LEARNED, ())
        (made,) = self.maker.of_rows((entry,), (row,))
        portion, daily = replace(made, key=0, hours=Fraction(0), day=None), made.day is not None
        form = self._numbered.get((portion, daily))
        if form is None:
            unknown = bool(made.maybe or made.elsewhere)
            plain = not (made.whole or unknown)
            form = Form(len(self._numbered), portion, daily, plain, unknown)
            self._numbered[portion, daily] = form
            self._exact.learn(made, form)
        return form

    def _stand(self, entry: Entry) -> Stand:
        """How far a row has come; what it is of makes no difference."""
        stage, issues = self.judge.alone(entry)
        codes = {issue.code for issue in issues}
        return Stand(
            rank=stage.rank,
            overdue=REVIEW_OVERDUE in codes,
            unfiled=PLAN_UNKNOWN in codes,
            excluded=tuple([item.code for item in issues if item.level is IssueLevel.EXCLUDED]),
            waits=entry.declared if stage is Stage.DECLARED else None,
        )

    def _outcome(
        self, found: Found, rows: Sequence[Read], count: int, errors: tuple[RowError, ...]
    ) -> Outcome:
        """The outcome of hours of which everything is decided."""
        undeclared, waiting, overdue, unfiled = [], [], [], []
        excluded: list[tuple[int, str]] = []
        late: datetime.date | None = None
        timely: datetime.date | None = None
        left_out = 0
        for line, stand, _, _, _, _ in rows:
            rank = stand.rank
            if rank == APPROVED:
                continue
            number = line.number
            if not rank:
                left_out += 1
                excluded += [(number, code) for code in stand.excluded]
                continue
            if rank == LEARNED:
                undeclared.append(number)
            else:
                waiting.append(number)
                waits = stand.waits
                if stand.overdue:
                    overdue.append(number)
                    if waits and (late is None or waits < late):
                        late = waits
                elif waits and (timely is None or waits < timely):
                    timely = waits
            if stand.unfiled:
                unfiled.append(number)
        status, closed, tallies, plan, axis_tallies, questions, world = found
        look = status, closed, bool(plan), bool(undeclared), late, timely, bool(unfiled), bool(errors)
        key = look, id(world)
        steps = self._steps.get(key)
        if steps is None:
            steps = self._steps[key] = steps_of(self.compiled, self.today, Look(*look), world)
        counted = count, len(rows), left_out
        counts = self._counts.get(counted)
        if counts is None:
            counts = self._counts[counted] = Counts(count, len(rows), count - len(rows), left_out)
        return Outcome(
            status, closed, tallies, axis_tallies, plan, steps,
            tuple(undeclared), tuple(waiting), tuple(overdue), tuple(unfiled), tuple(excluded),
            questions, errors, counts,
        )  # fmt: skip


def _turns(judge: RowJudge) -> Iterator[int]:
    """The days from which on it may make a difference that something was not learned the day before."""
    rule, last = judge.rule, judge.last_learn
    windows = [window for window in (rule.period, rule.carry_over.window, rule.make_up) if window]
    firsts = [window.start for window in windows]
    lasts = [*[window.end for window in windows], *([last] if last else ())]
    yield from sorted({*[day.toordinal() for day in firsts], *[day.toordinal() + 1 for day in lasts]})


def _hang_together(rows: Sequence[Read]) -> bool:
    """Whether two rows may be the same learning, however their cells are written."""
    if len({row[4:] for row in rows}) == len(rows):
        return False
    seen = set()
    for line, _, _, hours, _, completed in rows:
        seen.add((hours, completed, as_seen(line.cells[COURSE]), as_seen(line.cells[PROVIDER])))
    return len(seen) != len(rows)


def formed_rule(compiled: CompiledRule, today: datetime.date) -> FormedRule | None:
    """The way under a rule on a day; None where answers of a person change the days of the rule."""
    rule = compiled.rules.rule
    if rule.not_modelled or any(item.learn_by or item.declare_by for item in rule.variants):
        return None
    return FormedRule(compiled, today)
