"""Hours added up in the tree of requirements, and whether they meet every minimum.

A *portion* is hours that count for one kind. Hours of a node with sub-subjects (a plain 公需 row) may have
been of a sub-subject without saying so: they are *open* below their node until the person says how many. What
is proven takes open hours as written; what is possible lets them go wherever they lawfully could.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from xueshi.judge.verdict import Stage
from xueshi.model.rule import Requirement
from xueshi.model.values import Silence

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a rule can tell apart about hours: subject, a value on each axis, origins (carried, converted).

    ``plain`` hours of a subject may have been of any of its sub-subjects; a value that is None may be any.
    """

    subject: str
    values: tuple[str | None, ...] = ()
    origins: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """Hours of one row (``key`` is its line, or the subject's id in quick mode) at one stage.

    ``whole`` are kinds of which one may lawfully be chosen for all of them instead of ``kind``. ``elsewhere``
    are kinds they may have been of in any part, and ``maybe`` as a whole, because it was not written down.
    ``day`` is the day to whose caps they are subject, if any.
    """

    key: int | str
    kind: Kind
    hours: Fraction
    stage: Stage
    elsewhere: tuple[Kind, ...] = ()
    whole: tuple[Kind, ...] = ()
    maybe: tuple[Kind, ...] = ()
    day: datetime.date | None = None


def minimum(node: Requirement) -> Fraction:
    """The hours a node asks for itself; 0 where the notice sets none."""
    return ZERO if isinstance(node.min_hours, Silence) else node.min_hours


class Tree:
    """The requirements of one rule, with the look-ups that adding up needs."""

    def __init__(self, root: Requirement) -> None:
        self.root = root
        self.nodes = {node.id: node for node in root.walk()}
        self.parent: dict[str, str | None] = {root.id: None}
        self._below: dict[str, frozenset[str]] = {}
        for node in root.walk():
            for child in node.children:
                self.parent[child.id] = node.id

    def depth(self, node_id: str) -> int:
        """0 for the root, 1 for its children, and so on."""
        above = self.parent[node_id]
        return 0 if above is None else 1 + self.depth(above)

    def below(self, node_id: str) -> frozenset[str]:
        """The node and all its sub-subjects."""
        found = self._below.get(node_id)
        if found is None:
            found = self._below[node_id] = frozenset(node.id for node in self.nodes[node_id].walk())
        return found

    def totals(self, portions: Iterable[Portion]) -> dict[str, Fraction]:
        """Hours of each node with all below it, every portion taken as written."""
        sums = dict.fromkeys(self.nodes, ZERO)
        for portion in portions:
            sums[portion.kind.subject] += portion.hours
        self.add_up(sums)
        return sums

    def add_up(self, sums: dict[str, Fraction]) -> None:
        """Add to each node's own hours those of all below it."""
        for node_id in reversed(list(self.nodes)):
            above = self.parent[node_id]
            if above is not None:
                sums[above] += sums[node_id]
