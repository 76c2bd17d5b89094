"""A tree of minima in whole numbers: what ``judge.simple`` does with fractions, for many people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from xueshi.judge.demands import Demands
from xueshi.judge.portions import Portions
from xueshi.judge.tally import ZERO
from xueshi.model.rule import Requirement, Rule
from xueshi.model.values import Silence

PARTS = 10_000
"""Whole parts of an hour that are counted (four decimals), times what other units of the rule need."""

Parts = int | Fraction
"""So many small parts; of hours with more decimals no whole number."""


class TreeSums:
    """The subjects of a rule by their place in the tree's order; hours are whole numbers of small parts.

    ``scale`` parts are one hour, a multiple of ``parts``; ``opens`` says whether hours of a subject may have
    been of a part of it that matters; ``order`` are the places with children before their parents, as a plan
    names them.
    """

    def __init__(self, demands: Demands, rule: Rule, parts: int = PARTS) -> None:
        tree, given = demands.tree, demands.required()
        maker, places = Portions(rule, demands, {}), {name: at for at, name in enumerate(tree.nodes)}
        above = [tree.parent[name] for name in tree.nodes]
        self.nodes = tuple(tree.nodes)
        self.parents = tuple([-1 if name is None else places[name] for name in above])
        self.opens = tuple([bool(maker.openings(name)) for name in self.nodes])
        self.order = tuple([places[node.id] for node in _children_first(tree.root)])
        units = [item.hours.denominator for item in rule.units]
        self.scale = math.lcm(parts, *units, *[hours.denominator for hours in given.values()])
        self.minima = tuple([int(given.get(name, ZERO) * self.scale) for name in self.nodes])
        silent = {
            node.id
            for node in tree.nodes.values()
            if isinstance(node.min_hours, Silence) and not node.min_ratio
        }
        self.required = tuple([given.get(name, None if name in silent else ZERO) for name in self.nodes])

    def added_up(self, own: Sequence[Parts]) -> list[Parts]:
        """Hours of each subject with all below it."""
        sums = list(own)
        for at in range(len(sums) - 1, 0, -1):
            sums[self.parents[at]] += sums[at]
        return sums

    def lacks(self, sums: Sequence[Parts]) -> list[Parts]:
        """Further hours to learn in each subject itself, as ``simple.fewest_further`` has them."""
        lacks: list[Parts] = [0] * len(sums)
        planned: list[Parts] = [0] * len(sums)
        for at in range(len(sums) - 1, -1, -1):
            lacks[at] = max(0, self.minima[at] - sums[at] - planned[at])
            if at:
                planned[self.parents[at]] += planned[at] + lacks[at]
        return lacks

    def could_be_met(self, own: Sequence[Parts], sums: Sequence[Parts]) -> bool:
        """Whether hours that may have been of a part could meet every minimum: ``simple.could_be_met``."""
        below: list[Parts] = [0] * len(own)
        for at in range(len(own) - 1, 0, -1):
            below[self.parents[at]] += self._need(at, own, sums, below)
        return not self._need(0, own, sums, below)

    def _need(self, at: int, own: Sequence[Parts], sums: Sequence[Parts], below: Sequence[Parts]) -> Parts:
        free = own[at] if self.opens[at] else 0
        return max(0, below[at] - free, self.minima[at] - sums[at])


def _children_first(node: Requirement) -> Iterator[Requirement]:
    for child in node.children:
        yield from _children_first(child)
    yield node
