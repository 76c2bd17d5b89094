"""What hours come to, whatever they are of: ``judge`` decides hours of one form and stage as one portion.

They are handed over in the small parts in which the rows would have been counted, so that it takes the same
steps.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import replace
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
from xueshi.judge.verdict import RowVerdict, Stage, Status
from xueshi.ledger.table import Ledger
from xueshi.model.published import Rules
from xueshi.roster.outcome import Asked, needs_of, tally_of
from xueshi.roster.shapes.axissums import AxisSums
from xueshi.roster.shapes.effects import Found, Read

STAGES = {stage.rank: stage for stage in Stage}


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


class Summing:
    """Decides hours by form and stage under one rule on one day."""

    def __init__(
        self,
        compiled: CompiledRule,
        today: datetime.date,
        person: Person,
        worlds: tuple[World, ...],
        maker: Portions,
        judge: RowJudge,
    ) -> None:
        self.compiled, self.today, self.maker, self.judge = compiled, today, maker, judge
        self.person, self.worlds = person, worlds
        demands = worlds[0].demands
        self._axes = AxisSums(compiled.rules.rule, demands.tree) if demands.axes else None

    def found(self, rows: Sequence[Read]) -> Found | None:
        """What is decided of the hours of some rows; None where what is open makes a difference."""
        return self._decided(_Summed(*portions_of(rows)))

    def _decided(self, staged: Staged) -> Found | None:
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
        plan = needs_of(counted.learned.further or ())
        return Found(
            status=status,
            closed=status is Status.SHORT and last is not None and self.today > last,
            tallies=tuple(map(tally_of, subject_requirements(shown, counted))),
            axis_tallies=self._axes.tallies(shown.world.demands, counted) if self._axes else (),
            plan=plan,
            questions=tuple([Asked(item.id, item.text) for item in asked]),
            world=shown.world,
        )


def portions_of(rows: Sequence[Read]) -> tuple[tuple[Portion, ...], list[int]]:
    """Hours of some rows by form, stage and day, and the parts of an hour in which each would be counted.

    Hours that are counted whole, or may have been something else, stay apart, in the order of their rows.
    """
    sums: dict[tuple[int, int, int], tuple[Read, int, int]] = {}
    whole: list[tuple[Read, int, int]] = []
    for row in rows:
        _, stand, form, (number, below), _, completed = row
        if not stand.rank:
            continue
        if not form.plain:
            whole.append((row, number, below))
            continue
        at = form.number, stand.rank, completed if form.daily else 0
        if at in sums:
            _, more, parts = sums[at]
            scale = math.lcm(parts, below)
            number, below = number * (scale // below) + more * (scale // parts), scale
        sums[at] = row, number, below
    amounts = [*sums.values(), *whole]
    portions = tuple([_portion(row, at, Fraction(*hours)) for at, (row, *hours) in enumerate(amounts)])
    return portions, [below for *_, below in amounts]


def _portion(row: Read, key: int, hours: Fraction) -> Portion:
    """So many hours of a row's form at its stage."""
    _, stand, form, _, _, completed = row
    day = datetime.date.fromordinal(completed) if form.daily else None
    return replace(form.portion, key=key, hours=hours, stage=STAGES[stand.rank], day=day)
