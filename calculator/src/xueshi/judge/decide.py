"""One world decided: which rows count, what they add up to, and the statuses that what is open allows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xueshi.judge.batch import Batch, Staged
from xueshi.judge.compiled import CompiledRule
from xueshi.judge.effort import Effort
from xueshi.judge.overlaps import Reading, readings
from xueshi.judge.person import World
from xueshi.judge.portions import Portions
from xueshi.judge.rows import RowJudge, stated
from xueshi.judge.solve import Solution, Solver
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import RowVerdict, Stage, Status
from xueshi.ledger.entries import Entry
from xueshi.ledger.table import NO, YES, Ledger
from xueshi.model.published import Rules

ALL_APPROVED = "all_approved"
ALL_DECLARED = "all_declared"
UNKNOWN = "不清楚"
OPTIONS = (YES, NO, UNKNOWN)

ORDER = (Status.SHORT, Status.PENDING, Status.MET)
"""Statuses from the least to the most favourable."""


class Counts:
    """Some portions under one set of demands, counted at each stage when asked for."""

    def __init__(self, solver: Solver, staged: Staged, effort: Effort) -> None:
        self.solver, self.staged, self.effort = solver, staged, effort
        self._proven: dict[Batch, Solution] = {}
        self._possible: dict[Batch, tuple[bool, bool]] = {}

    @property
    def portions(self) -> tuple[Portion, ...]:
        """All portions, whatever their stage."""
        return self.staged.portions

    def proven(self, least: Stage) -> Solution:
        """What counts of the portions that have reached a stage, open hours taken as written.

        Where each of few ways they may have been meets every demand, the first of these ways is shown.
        """
        batch = self.staged.reached(least)
        if batch not in self._proven:
            found = self.solver.solve(batch, self.effort)
            if not found.met and self.possible(least):
                found = self.solver.always_met(batch, self.effort) or found
            self._proven[batch] = found
        return self._proven[batch]

    def possible(self, least: Stage) -> bool:
        """Whether the portions that have reached a stage meet every demand when open hours suit best."""
        batch = self.staged.reached(least)
        if batch not in self._possible:
            found = self.solver.could_be_met(batch, self.effort) if batch.is_open else (False, False)
            self._possible[batch] = found
        return self._possible[batch][0]

    @property
    def hasty(self) -> bool:
        """Whether a better count may have been missed in what was asked so far."""
        missed = any(hasty for _, hasty in self._possible.values())
        return missed or any(solution.hasty for solution in self._proven.values())

    def status(self, *, favourable: bool) -> Status:
        """The status, open hours taken as proven or as most favourable."""

        def enough(least: Stage) -> bool:
            return self.proven(least).met or (favourable and self.possible(least))

        if enough(Stage.APPROVED):
            return Status.MET
        return Status.PENDING if enough(Stage.LEARNED) else Status.SHORT


@dataclass(frozen=True, slots=True)
class Decided:
    """One world with its rows, its portions and the statuses that are possible in it."""

    world: World
    row_judge: RowJudge
    entries: tuple[Entry, ...]
    rows: tuple[RowVerdict, ...]
    maker: Portions
    counts: Counts
    statuses: frozenset[Status]
    parts_open: bool
    stages_open: bool
    overlaps: frozenset[str] = frozenset()
    """Subjects whose quick hours may be the sum of their parts, where that changes what is told."""

    @property
    def portions(self) -> tuple[Portion, ...]:
        """The portions shown."""
        return self.counts.portions

    @property
    def outcome(self) -> tuple[object, ...]:
        """What the person is told: statuses and, unless all is met, what is to be done by when."""
        if self.statuses == {Status.MET}:
            return (self.statuses,)
        deadlines = self.world.rules.rule.deadlines
        days = (stated(deadlines.learn), stated(deadlines.declare))
        return (self.statuses, self.counts.proven(Stage.LEARNED).further, *days)


class Case:
    """A ledger under judgement on one day; what worlds have in common is worked out once."""

    def __init__(
        self,
        compiled: CompiledRule,
        ledger: Ledger,
        entries: Sequence[Entry],
        today: datetime.date,
        answers: Mapping[str, Any],
    ) -> None:
        self.compiled = compiled
        self.ledger, self.entries, self.today, self.answers = ledger, tuple(entries), today, answers
        self._rows: dict[int, tuple[RowJudge, tuple[RowVerdict, ...]]] = {}
        self._staged: dict[int, tuple[Portions, Staged]] = {}
        self._decided: dict[int, Decided] = {}
        self.effort = Effort()

    def answering(self, answers: Mapping[str, Any]) -> Case:
        """The same ledger on the same day with other answers; its rows need not be judged again."""
        other = Case(self.compiled, self.ledger, self.entries, self.today, answers)
        other._rows, other.effort = self._rows, self.effort
        return other

    def decide(self, world: World) -> Decided:
        """Judge the rows in this world, add up, and say which statuses remain possible."""
        standing = id(world.standing)
        decided = self._decided.get(standing)
        if decided is None:
            decided = self._decided[standing] = self._decide(world)
        if not world.failed:
            return replace(decided, world=world) if decided.world is not world else decided
        short = frozenset((Status.SHORT,))
        return replace(decided, world=world, statuses=short, parts_open=False, stages_open=False)

    def _decide(self, world: World) -> Decided:
        """Statuses never get worse when hours or stages are added: the least and the most suffice."""
        row_judge, _ = self._judged(world.rules)
        if self.ledger.totals is None:
            maker, staged = self._made(world)
            return self._outcome(world, maker, [[Counts(world.standing.solver, staged, self.effort)]])
        maker = Portions(world.rules.rule, world.demands, self.answers)
        given = {key: str(value) for key, value in self.answers.items()}
        stages = _quick_stages(given, self.today, row_judge.last_declare)
        ways = readings(maker.tree, world.rules.rule.unit, self.ledger.totals, given)
        by_way: list[list[Counts]] = []
        for way in ways:
            taker = Portions(world.rules.rule, world.demands, self.answers) if by_way else maker
            portions = taker.of_totals(way.totals, self.today)
            by_way.append(
                [Counts(world.standing.solver, Staged(_at(portions, stage)), self.effort) for stage in stages]
            )
        return self._outcome(world, maker, by_way, ways)

    def _outcome(
        self, world: World, maker: Portions, by_way: list[list[Counts]], ways: Sequence[Reading] = ()
    ) -> Decided:
        """What the views allow; of several ways to read quick hours the one with the fewest is shown."""
        row_judge, rows = self._judged(world.rules)
        views = [view for way in by_way for view in way]
        proven = [view.status(favourable=False) for view in views]
        possible = [view.status(favourable=True) for view in views]
        told = {
            (tuple(view.status(favourable=True) for view in way), _shown(way).proven(Stage.LEARNED).further)
            for way in by_way
        }
        differ = len(told) > 1
        stages = [[view.status(favourable=kind) for view in way] for way in by_way for kind in (False, True)]
        return Decided(
            world=world,
            row_judge=row_judge,
            entries=self.entries,
            rows=rows,
            maker=maker,
            counts=_shown(by_way[-1 if differ else 0]),
            statuses=frozenset((*proven, *possible)),
            parts_open=proven != possible,
            stages_open=any(len(set(found)) > 1 for found in stages),
            overlaps=frozenset().union(*(way.doubtful for way in ways)) if differ else frozenset(),
        )

    def _made(self, world: World) -> tuple[Portions, Staged]:
        """The portions of the rows: they hang on what the rule asks of anybody, and on days."""
        rules = world.rules
        if id(rules) not in self._staged:
            maker, (_, rows) = Portions(rules.rule, world.demands, self.answers), self._judged(rules)
            self._staged[id(rules)] = maker, Staged(maker.of_rows(self.entries, rows))
        return self._staged[id(rules)]

    def _judged(self, rules: Rules) -> tuple[RowJudge, tuple[RowVerdict, ...]]:
        """The rows under the deadlines of a world."""
        if id(rules) not in self._rows:
            row_judge = self.compiled.row_judge(rules, self.today)
            self._rows[id(rules)] = row_judge, tuple([row_judge.judge(entry) for entry in self.entries])
        return self._rows[id(rules)]


def _shown(views: Sequence[Counts]) -> Counts:
    """The view whose tallies are shown: hours without dates count as learned while their stage is open."""
    if len(views) == 1:
        return views[0]
    return Counts(views[0].solver, Staged(_at(views[0].portions, Stage.LEARNED)), views[0].effort)


def _at(portions: Sequence[Portion], stage: Stage) -> tuple[Portion, ...]:
    return tuple(replace(portion, stage=stage) for portion in portions)


def _quick_stages(
    answers: Mapping[str, str], today: datetime.date, last: datetime.date | None
) -> list[Stage]:
    """The stages that hours without dates may have reached, least favourable first."""
    undeclared = Stage.EXCLUDED if last and today > last else Stage.LEARNED
    approved, declared = answers.get(ALL_APPROVED), answers.get(ALL_DECLARED)
    if approved == YES:
        return [Stage.APPROVED]
    below = {YES: [Stage.DECLARED], NO: [undeclared]}.get(declared or "", [undeclared, Stage.DECLARED])
    return below if approved == NO else [*below, Stage.APPROVED]


@dataclass(frozen=True, slots=True)
class Tallies:
    """The three counts of one world, each within the one before."""

    learned: Solution
    declared: Solution
    approved: Solution


def tallies(decided: Decided) -> Tallies:
    """Proven hours learned, declared and approved, allocated alike as far as the stages allow."""
    learned, declared, approved = (
        decided.counts.proven(stage) for stage in (Stage.LEARNED, Stage.DECLARED, Stage.APPROVED)
    )
    if approved.met:  # more hours meet it, too, in the same way at least: only the work can have ended before
        learned, declared = (
            found if found.met else replace(approved, hasty=True) for found in (learned, declared)
        )
    return Tallies(learned, _within(declared, learned), _within(approved, learned))


def _within(inner: Solution, outer: Solution) -> Solution:
    """A tally never shown above the one it lies within (caps may have been filled otherwise)."""
    subjects = {name: min(hours, outer.subjects[name]) for name, hours in inner.subjects.items()}
    return replace(inner, subjects=subjects)
