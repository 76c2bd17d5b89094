"""One rule on one day as small tables of whole numbers: what plainly written cells mean, how rows count.

A cell that is in no table is not wrong: it is only not plain, and whoever wrote it goes the general way.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xueshi.judge.compiled import CompiledRule
from xueshi.judge.rows import RowJudge, Wordless
from xueshi.judge.verdict import Stage, Status
from xueshi.ledger import table
from xueshi.ledger.cells import read_hours
from xueshi.ledger.entries import Entry
from xueshi.roster.flat import steps_text
from xueshi.roster.minima.looks import Look, steps_of
from xueshi.roster.minima.plain import plain_rule
from xueshi.roster.minima.plaineffects import Effect, effect_of
from xueshi.roster.minima.treesums import PARTS, TreeSums
from xueshi.roster.outcome import PLAN_UNKNOWN, REVIEW_OVERDUE

DAYS_AFTER = 200
"""Days after the last usual one on which a declaration is still plain."""

MOST_HOURS = 1000
"""Hours beyond which a cell is not plain."""

MOST_PARTED = 120
"""Hours beyond which a cell with a part of an hour or with a unit is not plain."""

TALLIED = ("excluded", "undeclared", "waiting", "overdue", "unfiled", "errors")
TALLY_BITS, MOST_ROWS = 10, 2**10 - 1
"""Rows that are so are counted in one number, so many bits for each; who has more rows is not plain."""

STATUSES = (Status.SHORT, Status.PENDING, Status.MET)
"""By the number that stands for each."""

ONE = Fraction(1)

UNKNOWN = -1
"""The stage of a row of which cells alone do not tell it."""

Columns = Mapping[str, Sequence[object]]


def lookups_of(compiled: CompiledRule, today: datetime.date) -> Lookups | None:
    """The tables of a rule; None where it is more than a tree of minima in decimals, or not yet begun."""
    plain = plain_rule(compiled, today)
    if plain is None or plain.tree.scale != PARTS:
        return None
    first, last = plain.usual
    return Lookups(compiled, today, plain.tree, first, last) if first <= min(last, today) else None


class Lookups:
    """The tables. Days are counted from the first of the year, which is 0; no day is -1."""

    def __init__(
        self,
        compiled: CompiledRule,
        day: datetime.date,
        tree: TreeSums,
        first: datetime.date,
        last: datetime.date,
    ) -> None:
        self.compiled, self.day, self.tree, self._start = compiled, day, tree, first
        self.today, self.last = (day - first).days, (last - first).days
        self.count = max(self.today, self.last) + DAYS_AFTER + 2
        """More than any day."""
        unit, units = compiled.rules.rule.unit, compiled.reader.names.units
        self._hours = {
            cell: int(number * tree.scale)
            for cell in _plain_hours(unit)
            if (number := read_hours(cell, unit, units))
        }
        self.unit = math.gcd(PARTS, *self._hours.values(), *tree.minima)
        """Small parts in which hours are counted in columns: every plain number, every minimum and one
        hour are so many of them."""
        self.most_hours = max(self._hours.values()) // self.unit
        """The most that one row can have, in units."""
        self.error = 1 << TALLIED.index("errors") * TALLY_BITS
        """What is told of a row that cannot be read."""
        self.modes = {"": 0, table.ENTRY_DECLARED: 0, table.ENTRY_AUTOMATIC: 1}
        self.plans = {"": 0, table.YES: 1, table.NO: 2}
        self.looks = (min(self.today, self.last + DAYS_AFTER) + 3) * 27
        """More than any number that tells how a row counts."""
        rules = compiled.standing({}).rules
        self.judge: RowJudge = Wordless(rules, day, compiled.providers, compiled.workdays, {})
        declare = self.judge.last_declare
        self.over = declare is not None and day > declare
        self._reviews = (None, day, day + datetime.timedelta(days=1))
        self._known: dict[int, Effect] = {}

    def tables(self) -> dict[str, Columns]:
        """Every table by name, as columns. ``effects`` has one row for each look, and one more that says
        that there is none; hours are in units."""
        names = ("look", "stage", "tally", "late", "timely")
        known = {effect[0]: effect for effect in self._effects()}
        effects = [known.get(look, (look, UNKNOWN, 0, None, None)) for look in range(self.looks + 1)]
        return {
            "days": _cells({"": -1} | {cell: at for at in range(self.count - 1) for cell in self._cells(at)}),
            "subjects": _cells(dict(self._subjects())),
            "hours": _cells({cell: parts // self.unit for cell, parts in self._hours.items()}),
            "effects": dict(zip(names, map(list, zip(*effects, strict=True)), strict=True)),
        }

    def steps(self, number: int) -> str:
        """The steps of a look: status, four yes or no, two days, each a digit of the number."""
        rest, timely = divmod(number, self.count)
        rest, late = divmod(rest, self.count)
        rest, errors = divmod(rest, 2)
        rest, unfiled = divmod(rest, 2)
        rest, undeclared = divmod(rest, 2)
        status, planned = divmod(rest, 2)
        closed = self.over and STATUSES[status] is Status.SHORT
        look = Look(
            status=STATUSES[status],
            closed=closed,
            planned=bool(planned),
            undeclared=bool(undeclared),
            late=self._day(late - 1) if late else None,
            timely=self._day(timely - 1) if timely else None,
            unfiled=bool(unfiled),
            errors=bool(errors),
        )
        return steps_text(steps_of(self.compiled, self.day, look))

    def _day(self, at: int) -> datetime.date:
        return self._start + datetime.timedelta(days=at)

    def _cells(self, at: int) -> tuple[str, ...]:
        """How a day is plainly written."""
        day = self._day(at)
        return (
            str(day),
            f"{day.year}/{day.month}/{day.day}",
            f"{day:%Y/%m/%d}",
            f"{day.year}-{day.month}-{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}.{day.month}.{day.day}",
            f"{day:%Y.%m.%d}",
            f"{day:%Y%m%d}",
        )

    def _subjects(self) -> Iterator[tuple[str, int]]:
        names, places = self.compiled.reader.names, {name: at for at, name in enumerate(self.tree.nodes)}
        for node in self.compiled.tree.nodes.values():
            for cell in (node.id, node.name, *node.aliases):
                found = names.subject(cell)
                if found is not None:
                    yield cell, places[found]

    def _effects(self) -> Iterator[tuple[int, int, int, int | None, int | None]]:
        """How a row counts: by day of declaring, by review (none, until today, later), by mode and plan.

        All days after today are one. A row that was reviewed and never declared is not plain. ``RowJudge``
        is asked of a day on which something turns, and says the same of those that follow.
        """
        latest = min(self.today, self.last + DAYS_AFTER)
        days = [*range(latest + 1), *([self.today + 1] if latest == self.today else ())]
        turns = {-1, *itertools.compress(days, self.judge.turns([self._day(at) for at in days]))}
        said = tuple(itertools.product(range(3), (False, True), enumerate((None, True, False))))
        found = dict[int, tuple[int, int, int | None, int | None]]()
        for declared in (-1, *days):
            for number, (review, automatic, (plan, filed)) in enumerate(said):
                if review and declared < 0:
                    continue
                if declared in turns:
                    found[number] = self.counted(self._entry(declared, review, automatic, filed))
                stage, tally, late, timely = found[number]
                look = (((declared + 1) * 3 + review) * 3 + automatic) * 3 + plan
                waits = (None if late is None else declared, None if timely is None else declared)
                yield look, stage, tally, *waits

    def counted(self, entry: Entry) -> tuple[int, int, int | None, int | None]:
        """How a row counts that is judged alone: rank of its stage, what is told of it, and the day on which
        it was declared if it waits too long, or not too long."""
        stage, issues = self.judge.alone(entry)
        codes = {issue.code for issue in issues}
        overdue, waits = REVIEW_OVERDUE in codes, stage is Stage.DECLARED
        told = (stage is Stage.EXCLUDED, stage is Stage.LEARNED, waits, overdue, PLAN_UNKNOWN in codes)
        tally = sum(1 << at * TALLY_BITS for at, so in enumerate(told) if so)
        declared = self.number(entry.declared) if waits and entry.declared else None
        return stage.rank, tally, declared if overdue else None, None if overdue else declared

    def number(self, day: datetime.date) -> int:
        """The number of a day."""
        return (day - self._start).days

    def _entry(self, declared: int, review: int, automatic: bool, filed: bool | None) -> Entry:
        """A row that stands for all of a look."""
        return Entry(
            0, self.tree.nodes[0], None, (), ONE, self._start, "", "", "", automatic,
            None if declared < 0 else self._day(declared), self._reviews[review], filed, None,
        )  # fmt: skip

    def effect(self, look: int) -> Effect:
        """What a row of a look comes to, wherever its hours belong."""
        found = self._known.get(look)
        if found is None:
            rest, plan = divmod(look, 3)
            rest, automatic = divmod(rest, 3)
            declared, review = divmod(rest, 3)
            entry = self._entry(declared - 1, review, bool(automatic), (None, True, False)[plan])
            found = self._known[look] = effect_of(entry, 0, *self.judge.alone(entry))
        return found


def _plain_hours(unit: str) -> Iterator[str]:
    """Numbers as most people write them, with and without the unit."""
    numbers = [str(number) for number in range(1, MOST_HOURS + 1)]
    numbers += [f"{number}.{part}" for number in range(MOST_PARTED) for part in range(10)]
    numbers += [f"{number}.{part}" for number in range(MOST_PARTED) for part in ("25", "75", "00", "50")]
    yield from numbers
    yield from (f"{number}{unit}" for number in range(1, MOST_PARTED + 1))


def _cells(meanings: Mapping[str, int]) -> Columns:
    return {"cell": list(meanings), "n": list(meanings.values())}
