"""Hours of one person under the demands that are looked at, solved as ``judge`` does it.

For whom two solutions cost the same: which of them is taken hangs on every step of the way there.
"""

from __future__ import annotations

import math

from xueshi.judge.batch import Batch
from xueshi.judge.counted import Counted
from xueshi.judge.demands import Demands
from xueshi.judge.effort import LEAST_WORK, MOST_WORK, Effort
from xueshi.judge.groups import as_written
from xueshi.judge.programme import Problem, Programme
from xueshi.judge.solve import Solution, Solver
from xueshi.roster.shapes.hours import Hours
from xueshi.roster.shapes.regions import UnsureError
from xueshi.roster.shapes.summed import portions_of


def problem_of(solver: Solver, hours: Hours) -> Problem:
    """The hours as ``judge`` hands them to a programme; ``scale`` parts are one hour."""
    portions, below = portions_of(hours.read())
    batch = Batch(portions)
    batch.scale = math.lcm(*below)
    return solver.allocator.problem(batch, as_written, Effort())


def solved(solver: Solver, hours: Hours) -> Solution:
    """What counts under all demands. Raises ``UnsureError`` if that takes long, or nothing could help."""
    portions, below = portions_of(hours.read())
    batch, effort = Batch(portions), Effort()
    batch.scale = math.lcm(*below)
    found = solver.solve(batch, effort)
    if found.further is None or MOST_WORK - effort.left > LEAST_WORK:
        raise UnsureError
    return found


def anew(problem: Problem, scope: Demands) -> Counted:
    """What counts under some demands. Raises ``UnsureError`` if finding it takes long, or none can be met."""
    counted = Programme(problem, scope).best()
    if counted is None or MOST_WORK - problem.effort.left > LEAST_WORK:
        raise UnsureError
    return counted
