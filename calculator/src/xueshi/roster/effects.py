"""What rows come to under rules of any shape, and what their hours come to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from xueshi.judge.person import World
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import Stage
from xueshi.ledger.table import Line
from xueshi.roster.outcome import Asked, Tally
from xueshi.roster.plain import Sums


@dataclass(frozen=True, slots=True)
class Stand:
    """How far all rows have come that are alike but for what they are of, hours and usual days."""

    stage: Stage
    overdue: bool
    unfiled: bool
    excluded: tuple[str, ...]
    waits: datetime.date | None


@dataclass(frozen=True, slots=True)
class Form:
    """What hours are of: a portion without row, hours, stage and day, numbered as they come.

    ``daily`` says whether the day matters to them, ``plain`` whether they are of one kind for sure; if not,
    ``open`` says whether something was not written down.
    """

    number: int
    portion: Portion
    daily: bool
    plain: bool
    open: bool


class Read(NamedTuple):
    """A row that can be read. ``parts`` are its hours in whole small parts, -1 where they are none."""

    line: Line
    stand: Stand
    form: Form
    hours: tuple[int, int]
    parts: int
    completed: datetime.date


@dataclass(frozen=True, slots=True)
class Found(Sums):
    """What hours come to under axes and questions, too."""

    axis_tallies: tuple[Tally, ...]
    questions: tuple[Asked, ...]
    world: World
