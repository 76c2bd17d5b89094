"""Rules that are nothing but a tree of minima: adding up decides, no programme is needed.

Agrees with the general allocation on every such rule (a property test holds them together).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from xueshi.judge.demands import Demands
from xueshi.judge.tally import ZERO, Kind, Portion
from xueshi.model.rule import Requirement


def could_be_met(demands: Demands, portions: Sequence[Portion]) -> bool:
    """Whether some lawful division of the open hours meets every minimum.

    ``need`` of a node is what must still flow into it from open hours above. Open hours at a node first
    serve the needs of its children (they count for the node either way), so the test is exact.
    """
    tree, required = demands.tree, demands.required()
    free = dict.fromkeys(tree.nodes, ZERO)
    for portion in portions:
        if portion.elsewhere:
            free[portion.kind.subject] += portion.hours
    sums = tree.totals(portions)
    need: dict[str, Fraction] = {}
    for node_id in reversed(list(tree.nodes)):
        below = sum((need[child.id] for child in tree.nodes[node_id].children), ZERO)
        need[node_id] = max(ZERO, below - free[node_id], required.get(node_id, ZERO) - sums[node_id])
    return need[tree.root.id] == ZERO


def fewest_further(demands: Demands, sums: Mapping[str, Fraction]) -> tuple[tuple[Kind, Fraction], ...]:
    """The fewest further hours, each at the shallowest node that suffices, in the order of the tree.

    What a child lacks must be learned there and counts for its parent as well, so a parent asks only for what
    its children's hours leave open. No plan with fewer hours exists.
    """
    required = demands.required()
    items: list[tuple[Kind, Fraction]] = []

    def visit(node: Requirement) -> Fraction:
        planned = sum((visit(child) for child in node.children), ZERO)
        missing = max(ZERO, required.get(node.id, ZERO) - sums[node.id] - planned)
        if missing:
            items.append((Kind(node.id, plain=bool(node.children)), missing))
        return planned + missing

    visit(demands.tree.root)
    return tuple(items)
