"""Solved programmes, and the demands that only some people come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xueshi.roster.shapes.persons import Person
from xueshi.roster.shapes.regions import Demand

Settled = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Extra:
    """A demand that only some people come to; ``number`` is a number of the person in its bound, if any.

    ``bounds`` are what the bound has of each number of a person, in their order, then what it has besides.
    """

    key: tuple[object, ...]
    demand: Demand
    number: int | None = None
    bounds: Sequence[int] = ()


class Node(NamedTuple):
    """A solved programme: the variables that are not 0 over ``below``, what was demanded besides, and what is
    settled."""

    numbers: Mapping[int, int]
    below: int
    extras: tuple[Extra, ...]
    settled: Settled

    def of(self, name: int) -> int:
        """A variable, over the denominator."""
        return self.numbers.get(name, 0)


def holds(extra: Extra, person: Person, node: Node) -> bool:
    """Whether a solution meets a demand whose bound hangs on hours of groups alone."""
    weights, bounds = extra.demand.weights, extra.bounds
    total = sum([weights[name] * number for name, number in node.numbers.items() if name in weights])
    bound = bounds[-1] + sum([bounds[place] * number for place, number in person.own.items()])
    return total >= bound * node.below
