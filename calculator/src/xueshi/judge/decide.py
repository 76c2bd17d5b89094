"""One world decided: which rows count, what they add up to, and the statuses that what is open allows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xueshi.judge.person import World
from xueshi.judge.portions import Portions
from xueshi.judge.rows import RowJudge
from xueshi.judge.solve import Solution, could_be_met, solve
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import RowVerdict, Stage, Status
from xueshi.ledger.entries import Entry
from xueshi.ledger.table import Ledger

ALL_APPROVED = "all_approved"
ALL_DECLARED = "all_declared"
YES, NO, UNKNOWN = "是", "否", "不清楚"
OPTIONS = (YES, NO, UNKNOWN)

ORDER = (Status.SHORT, Status.PENDING, Status.MET)
"""Statuses from the least to the most favourable."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One world with its rows, its portions and the statuses that are possible in it."""

    world: World
    row_judge: RowJudge
    rows: tuple[RowVerdict, ...]
    maker: Portions
    portions: tuple[Portion, ...]
    statuses: frozenset[Status]
    parts_open: bool
    stages_open: bool


def decide(
    world: World, ledger: Ledger, entries: Sequence[Entry], today: datetime.date, answers: Mapping[str, Any]
) -> Decided:
    """Judge the rows in this world, add up, and say which statuses remain possible.

    Statuses never get worse when hours or stages are added, so the least and the most favourable answer of
    what is open are enough to look at.
    """
    row_judge = RowJudge(world.rules, today)
    rows = tuple(row_judge.judge(entry) for entry in entries)
    maker = Portions(world.rules.rule, world.demands, answers)
    if ledger.totals is None:
        portions = maker.of_rows(entries, rows)
        views = [portions]
    else:
        portions = maker.of_totals(ledger.totals)
        given = {key: str(value) for key, value in answers.items()}
        stages = _quick_stages(given, today, row_judge.last_declare)
        views = [_at(portions, stage) for stage in stages]
    proven = [_status(world, view, favourable=False) for view in views]
    possible = [_status(world, view, favourable=True) for view in views]
    shown = views[0]
    if len({*proven, *possible}) > 1 or proven[0] is not Status.SHORT:
        shown = next((view for view in views if any(item.stage.rank for item in view)), views[0])
        if len({*proven, *possible}) > 1 and ledger.totals is not None:
            shown = _at(portions, Stage.LEARNED)
    return Decided(
        world=world,
        row_judge=row_judge,
        rows=rows,
        maker=maker,
        portions=shown,
        statuses=frozenset((*proven, *possible)),
        parts_open=proven != possible,
        stages_open=len(set(proven)) > 1 or len(set(possible)) > 1,
    )


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


def _status(world: World, portions: Sequence[Portion], *, favourable: bool) -> Status:
    """The status of portions whose stage is known, open hours taken as proven or as most favourable."""
    if world.failed:
        return Status.SHORT

    def enough(counted: Sequence[Portion]) -> bool:
        return could_be_met(world.demands, counted) if favourable else solve(world.demands, counted).met

    if enough(reached(portions, Stage.APPROVED)):
        return Status.MET
    return Status.PENDING if enough(reached(portions, Stage.LEARNED)) else Status.SHORT


def reached(portions: Sequence[Portion], least: Stage) -> list[Portion]:
    """The portions that have reached at least a stage."""
    return [portion for portion in portions if portion.stage.rank >= least.rank]


@dataclass(frozen=True, slots=True)
class Tallies:
    """The three counts of one world, each within the one before."""

    learned: Solution
    declared: Solution
    approved: Solution


def tallies(decided: Decided) -> Tallies:
    """Proven hours learned, declared and approved, allocated alike as far as the stages allow."""
    demands = decided.world.demands
    learned, declared, approved = (
        solve(demands, reached(decided.portions, stage))
        for stage in (Stage.LEARNED, Stage.DECLARED, Stage.APPROVED)
    )
    return Tallies(learned, _within(declared, learned), _within(approved, learned))


def _within(inner: Solution, outer: Solution) -> Solution:
    """A tally never shown above the one it lies within (caps may have been filled otherwise)."""
    return replace(
        inner,
        subjects={name: min(hours, outer.subjects[name]) for name, hours in inner.subjects.items()},
        values={name: min(hours, outer.values[name]) for name, hours in inner.values.items()},
    )
