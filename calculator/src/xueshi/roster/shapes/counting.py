"""Hours counted under one set of demands, as ``judge.allocate`` counts them: whole numbers, known programmes.

Demands are looked at when they are broken, in the same turns as there. Whoever cannot be counted so for sure
is left to the general way.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from xueshi.judge.demands import Demands, Selector
from xueshi.judge.programme import Problem
from xueshi.judge.solve import Solver
from xueshi.judge.tally import Kind, Portion
from xueshi.model.rule import Rule
from xueshi.roster.minima.treesums import TreeSums
from xueshi.roster.shapes.anew import anew, problem_of, solved
from xueshi.roster.shapes.handing import changes
from xueshi.roster.shapes.hours import Count, Hours
from xueshi.roster.shapes.lanes import (
    BIAS,
    MOST_BELOW,
    MOST_PLAIN,
    MOST_SUM,
    WIDTH,
)
from xueshi.roster.shapes.learned import OF_SHAPE, Learned
from xueshi.roster.shapes.packing import Packing
from xueshi.roster.shapes.programmes import Shape
from xueshi.roster.shapes.regions import UnlearnedError, UnsureError

T = TypeVar("T")

MOST_FURTHER = 1 << 60
"""Hours to learn beyond which numbers might not find room."""

MOST_SCOPES = 400
"""Sets of demands whose programmes are remembered."""

MOST_BASES, OFTEN = 4000, 500
"""Bases that are kept under one set of demands before that memory starts anew, and after how many new ones
they are counted."""

FIRST_CREDIT, SAVED, WAITED = 6.0, 0.7, 0.04
"""What may be spent on learning at first, and what each count by known bases and each other one adds to it.

So learning costs at most seven tenths of what it has saved, and next to nothing where nothing is. In counts
as ``judge`` makes them.
"""

RARE = 4
"""How often a set of demands turns up before its programme is set up."""

MOST_STATES = 50_000
"""Patterns of kept demands that are remembered before that memory starts anew."""


_Counted = tuple[int, int, tuple[tuple[Kind, int], ...], int, bool]
"""What counts, packed, over a number; further hours over it, as such and packed; whether any are left out."""


class _Scope:
    """Demands that are looked at, with the programme for all forms that are known."""

    def __init__(
        self, solver: Solver, demands: Demands, unit: int, learned: Learned, packing: Packing
    ) -> None:
        self.demands = demands
        self.further: dict[int, tuple[Kind, int]] = {}
        """By variable the hours to learn that it counts, and what one of them adds."""
        self._solver, self._unit, self._learned, self._packing = solver, unit, learned, packing
        self._forms, self._count = set[int](), 0
        """The forms that the programme is for, and how many of them were the first that came."""
        self._shape: Shape | None = None
        self._met = 0

    def shape(self, hours: Hours, portions: Sequence[Portion]) -> Shape:
        """The programme for a person's hours; it stays as long as new forms are of known groups."""
        shape = self._shape
        if shape is None or (len(portions) > self._count and not self._forms.issuperset(hours.amounts)):
            new = [form for form in hours.amounts if form not in self._forms]
            if shape is not None and all(shape.adopts(form, portions[form]) for form in new):
                self._forms.update(new)
                return shape
            self._met += 1
            if self._met < RARE:
                raise UnlearnedError
            self._learned.spend(OF_SHAPE)
            self._count = len(portions)
            self._forms = set(range(self._count))
            forms = dict(enumerate(portions))
            shape = self._shape = Shape(self._solver, self.demands, forms, self._unit, self._learned)
            self.further = {name: (kind, self._packing.kind(kind)) for name, kind in shape.further.items()}
        return shape

    @property
    def bases(self) -> int:
        """How many bases are kept."""
        return self._shape.bases if self._shape else 0


class Counting:
    """Counts hours of known forms under one set of demands; ``unit`` small parts are one hour."""

    def __init__(
        self, solver: Solver, rule: Rule, unit: int, others: Sequence[Selector], part: Fraction
    ) -> None:
        demands = self.demands = solver.demands
        self.solver, self.unit, self._adds = solver, unit, solver.origins is not None
        self.tree = TreeSums(demands, rule, unit)
        self._nothing = replace(demands, minima=(), shares=(), caps=(), choices=(), excesses=())
        self._caps = demands.year_caps
        self.packing = Packing(solver.allocator, unit, others)
        self.possible = self.tree.scale == unit and self.packing.fits
        """Whether hours can be counted so at all."""
        self._portions: list[Portion] = []
        self._added: list[bool] = []
        self._states: dict[tuple[int, int], int] = {}
        self._scopes: dict[int, _Scope] = {}
        self._learned = Learned(FIRST_CREDIT * float(part))

    def learn(self, portion: Portion) -> None:
        """A further form; they are numbered as they come."""
        origins = self.solver.origins or frozenset()
        self.packing.learn(portion)
        self._portions.append(portion)
        self._added.append(not portion.whole and origins.isdisjoint(portion.kind.origins))

    def count(self, hours: Hours, total: int) -> Count:
        """The most favourable count, with the fewest further hours; ``total`` is what is packed of the hours.

        Raises ``UnsureError``.
        """
        amounts = hours.amounts
        if sum(amounts.values()) > MOST_SUM >> 2:
            raise UnsureError
        if self._learned.bases > OFTEN:
            self._weigh()
        if self.demands.simple or (self._adds and all(map(self._added.__getitem__, amounts))):
            return self._added_up(total >> self.packing.above)
        states, signs, over = self._states, self.packing.signs, bool(hours.alone or hours.days)
        met = total & signs
        state = states.get((0, met))
        if state is None:
            state = self._next(0, met)
        if not (state or over):
            return Count(total >> self.packing.above, 1, ())
        kept = total
        if hours.alone:
            hours = hours.without_lost()
            kept -= self.packing.of(hours.lost.items())
        problem: Problem | None = None
        while True:
            if state or over:
                scope = self._scope(state)
                try:
                    counted = self._known(scope, hours, kept)
                except UnsureError as unsure:
                    if problem is None:
                        if isinstance(unsure, UnlearnedError):
                            raise
                        problem = problem_of(self.solver, hours)
                    counted = self._anew(problem, scope.demands)
            else:
                counted = kept, 1, (), 0, True
            found, below, further, more, cut = counted
            met = found + more & signs
            wider = states.get((state, met))
            if wider is None:
                wider = self._next(state, met)
            if wider == state and self.demands.excesses and (further or cut):
                wider |= self._helpful(total)
            if wider == state:
                self._learned.credit += WAITED if problem else SAVED
                return Count(found >> self.packing.above, below, further)
            state = wider

    def _known(self, scope: _Scope, hours: Hours, total: int) -> _Counted:
        """What counts under the demands of a scope, by a known basis."""
        shape = scope.shape(hours, self._portions)
        node, kinds = shape.best(hours), scope.further
        if node is None:
            raise UnsureError
        numbers, below = node.numbers, node.below
        if below > MOST_BELOW or (hours.lost and shape.leaves_out(node, hours.lost)):
            raise UnsureError
        further: list[tuple[Kind, int]] = []
        more = 0
        for name, number in numbers.items():
            if name in kinds:
                if number > MOST_FURTHER:
                    raise UnsureError
                further.append((kinds[name][0], number))
                more += number * kinds[name][1]
        found = total if below == 1 else (total - self.packing.bias) * below + self.packing.bias
        if shape.movable.isdisjoint(numbers):
            return found, below, tuple(further), more, bool(hours.lost)
        changed = changes(shape, hours, node)
        for form, number in changed.less.items():
            found -= number * self.packing.columns[form]
        for form, parts in changed.parts.items():
            found -= hours.amounts[form] * below * self.packing.columns[form]
            for kind, number in parts:
                found += number * self.packing.kind(kind)
        return found, below, tuple(further), more, changed.cut or bool(hours.lost)

    def _anew(self, problem: Problem, scope: Demands) -> _Counted:
        """The same as ``judge`` finds it, where two solutions cost the same."""
        counted, times = anew(problem, scope), self.unit // problem.scale
        below = counted.below
        further = tuple([(kind, number * times) for kind, number in counted.further])
        if below > MOST_BELOW or max([number for _, number in further], default=0) > MOST_FURTHER:
            raise UnsureError
        found = (self.packing.base - self.packing.bias) * below + self.packing.bias
        for kind, number in counted.kinds.items():
            found += number * times * self.packing.kind(kind)
        more = sum([number * self.packing.kind(kind) for kind, number in further])
        return found, below, further, more, counted.wanting

    def _weigh(self) -> None:
        """Forget all bases when there are too many."""
        self._learned.bases = 0
        if sum([scope.bases for scope in self._scopes.values()]) > MOST_BASES:
            self._scopes.clear()

    def waited(self, times: int) -> None:
        """So many counts were made without known bases: a little may be spent on more of these."""
        self._learned.credit += WAITED * times

    def slowly(self, hours: Hours) -> Count:
        """The same as ``judge`` finds it. Raises ``UnsureError`` if that takes long or nothing could help.

        Of a mere tree of minima the solver tells no kinds.
        """
        if self.demands.simple:
            raise UnsureError
        self.waited(1)
        found = solved(self.solver, hours)
        kinds = [(kind, hours * self.unit) for kind, hours in found.kinds.items()]
        further = [(kind, hours * self.unit) for kind, hours in found.further or ()]
        whole = math.lcm(*[hours.denominator for _, hours in (*kinds, *further)])
        if whole > MOST_BELOW or sum([hours for _, hours in kinds]) * whole >= MOST_PLAIN:
            raise UnsureError
        told = sum([int(hours * whole) * self.packing.kind(kind) for kind, hours in kinds], self.packing.bias)
        return Count(
            told >> self.packing.above, whole, tuple([(kind, int(hours * whole)) for kind, hours in further])
        )

    def _added_up(self, written: int) -> Count:
        """Hours of which adding up is enough."""
        nodes, tree = self.demands.tree.nodes, self.tree
        lacks = tree.lacks(self.packing.numbers(written)[: len(nodes)])
        names = [(tree.nodes[at], int(lacks[at])) for at in tree.order if lacks[at]]
        return Count(
            written, 1, tuple([(Kind(name, plain=bool(nodes[name].children)), lack) for name, lack in names])
        )

    def _next(self, state: int, kept: int) -> int:
        """The demands to look at next, as bits: those looked at, and those that are broken."""
        if len(self._states) > MOST_STATES:
            self._states.clear()
        found = self._states[state, kept] = self._closed(state, kept)
        return found

    def _closed(self, state: int, kept: int) -> int:
        demands = self.demands
        met = [bool(kept >> (WIDTH * at) & BIAS) for at in range(self.packing.lanes)]
        single = len(demands.minima) + len(demands.shares) + len(self._caps)
        broken = [not one for one in met[:single]]
        at = single
        for choice in demands.choices:
            broken.append(bool(choice) and not any(met[at : at + len(choice)]))
            at += len(choice)
        state |= sum([1 << place for place, one in enumerate(broken) if one])
        first = len(demands.minima) + len(demands.shares)
        full = {cap.id for place, cap in enumerate(self._caps, start=first) if state >> place & 1}
        excesses = enumerate(demands.excesses, start=len(broken))
        return state | sum([1 << place for place, item in excesses if item.id in full])

    def _helpful(self, total: int) -> int:
        """The excesses that may come about at all, as bits."""
        demands = self.demands
        first = len(demands.minima) + len(demands.shares) + len(self._caps) + len(demands.choices)
        return sum([1 << (first + at) for at in self.packing.excesses(total)])

    def _scope(self, state: int) -> _Scope:
        found = self._scopes.get(state)
        if found is None:
            if len(self._scopes) > MOST_SCOPES:
                self._scopes.clear()
            demands = self.demands
            bits = itertools.count()
            looked = replace(
                self._nothing,
                minima=_chosen(demands.minima, state, bits),
                shares=_chosen(demands.shares, state, bits),
                caps=_chosen(self._caps, state, bits),
                choices=_chosen(demands.choices, state, bits),
                excesses=_chosen(demands.excesses, state, bits),
            )
            found = self._scopes[state] = _Scope(self.solver, looked, self.unit, self._learned, self.packing)
        return found


def _chosen(items: Sequence[T], state: int, bits: Iterator[int]) -> tuple[T, ...]:
    """The items whose bits are set."""
    return tuple([item for item in items if state >> next(bits) & 1])
