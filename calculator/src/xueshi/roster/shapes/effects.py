"""What rows come to under rules of any shape, and what their hours come to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from xueshi.judge.person import World
from xueshi.judge.tally import Portion
from xueshi.judge.verdict import Status
from xueshi.ledger.table import Line
from xueshi.roster.outcome import Asked, Need, Tally


@dataclass(frozen=True, slots=True)
class Stand:
    """How far all rows have come that are alike but for what they are of, hours and usual days."""

    rank: int
    """That of its stage: 0 for excluded up to 3 for approved."""
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


Read = tuple[Line, Stand, Form, tuple[int, int], int, int]
"""A row that can be read: its line, how far it has come, what it is of, its hours as a fraction's numbers
and in whole small parts (-1 where they are none), and the number of the day on which it was completed.
"""


class Found(NamedTuple):
    """What hours come to, under axes and questions, too."""

    status: Status
    closed: bool
    tallies: tuple[Tally, ...]
    plan: tuple[Need, ...]
    axis_tallies: tuple[Tally, ...]
    questions: tuple[Asked, ...]
    world: World
