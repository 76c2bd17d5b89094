"""Hours added up in the tree of requirements, and whether they meet every minimum.

A *pool* is hours that count for one node and all above it. Hours of a node with sub-subjects (a plain 公需
row) may have been of a sub-subject without saying so: they are *open* below their node until the person says
how many. What is proven takes open hours at their own node only; what is possible lets them go wherever they
lawfully could.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from xueshi.judge.verdict import Stage
from xueshi.model.rule import Requirement
from xueshi.model.values import Silence

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pool:
    """Hours of one row (``key`` is its line, or the subject's id in quick mode) at one stage.

    ``parts`` says how many of them were of which sub-subject; None while that is open.
    """

    key: int | str
    subject: str
    hours: Fraction
    stage: Stage
    parts: Mapping[str, Fraction] | None = None


def minimum(node: Requirement) -> Fraction:
    """The hours a node asks for itself; 0 where the notice sets none."""
    return ZERO if isinstance(node.min_hours, Silence) else node.min_hours


class Tree:
    """The requirements of one rule, with the look-ups that adding up needs."""

    def __init__(self, root: Requirement) -> None:
        self.root = root
        self.nodes = {node.id: node for node in root.walk()}
        self.parent: dict[str, str | None] = {root.id: None}
        for node in root.walk():
            for child in node.children:
                self.parent[child.id] = node.id

    def depth(self, node_id: str) -> int:
        """0 for the root, 1 for its children, and so on."""
        above = self.parent[node_id]
        return 0 if above is None else 1 + self.depth(above)

    def openings(self, node_id: str) -> tuple[Requirement, ...]:
        """Sub-subjects with a minimum that plain hours of this node may have been of."""
        return tuple(node for node in self.nodes[node_id].walk() if node.id != node_id and minimum(node))

    def direct(self, pools: Iterable[Pool]) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        """Hours at each node: fixed there, and open to sub-subjects."""
        fixed = dict.fromkeys(self.nodes, ZERO)
        free = dict.fromkeys(self.nodes, ZERO)
        for pool in pools:
            if pool.parts is None:
                (free if self.openings(pool.subject) else fixed)[pool.subject] += pool.hours
                continue
            for part, hours in pool.parts.items():
                fixed[part] += hours
            fixed[pool.subject] += pool.hours - sum(pool.parts.values(), ZERO)
        return fixed, free

    def totals(self, pools: Iterable[Pool]) -> dict[str, Fraction]:
        """Proven hours of each node with all below it."""
        fixed, free = self.direct(pools)
        sums = {node_id: fixed[node_id] + free[node_id] for node_id in self.nodes}
        for node_id in reversed(list(self.nodes)):
            above = self.parent[node_id]
            if above is not None:
                sums[above] += sums[node_id]
        return sums

    def met(self, pools: Iterable[Pool]) -> bool:
        """Whether proven hours meet every minimum."""
        sums = self.totals(pools)
        return all(sums[node_id] >= minimum(node) for node_id, node in self.nodes.items())

    def could_be_met(self, pools: Iterable[Pool]) -> bool:
        """Whether some lawful division of the open hours meets every minimum.

        ``need`` of a node is what must still flow into it from open hours above. Open hours at a node first
        serve the needs of its children (they count for the node either way), so the test is exact.
        """
        pools = list(pools)
        free = self.direct(pools)[1]
        sums = self.totals(pools)
        need: dict[str, Fraction] = {}
        for node_id in reversed(list(self.nodes)):
            node = self.nodes[node_id]
            below = sum((need[child.id] for child in node.children), ZERO)
            need[node_id] = max(ZERO, below - free[node_id], minimum(node) - sums[node_id])
        return need[self.root.id] == ZERO
