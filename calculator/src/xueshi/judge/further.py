"""The kinds of further hours that a plan may name, each role once, with what they cost."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from xueshi.judge.demands import Demands
from xueshi.judge.groups import Roles
from xueshi.judge.tally import Kind

BASE = 8
"""How much cheaper each kind is than the next in the order of the tree: earlier kinds are used up first."""

SEPARATOR = ","
"""Between the values of a kind that may be of any of several."""


def further_kinds(
    kinds: Iterable[tuple[int, Kind, int]], mask: int
) -> list[tuple[Kind, int, tuple[int, int, int, int]]]:
    """Kinds with role and cost: fewest hours first, then the shallowest, then the order of the tree."""
    found: dict[int, tuple[int, Kind]] = {}
    for depth, kind, whole_role in kinds:
        role = whole_role & mask
        if role not in found or depth < found[role][0]:
            found.pop(role, None)
            found[role] = (depth, kind)
    most = BASE ** len(found)
    return [
        (kind, role, (1, 0, depth, most - most // BASE**place))
        for place, (role, (depth, kind)) in enumerate(found.items())
    ]


def plan_kinds(roles: Roles) -> list[tuple[int, Kind, int]]:
    """Every kind worth naming in a plan with its depth and role, children before parents."""
    demands, tree = roles.demands, roles.demands.tree
    axes = [(None, *_values(demands, axis)) for axis in demands.axes]
    found = []
    for name in _children_first(demands):
        depth, plain = tree.depth(name), bool(tree.nodes[name].children)
        for values in itertools.product(*axes):
            kind = Kind(name, values, plain=plain)
            found.append((depth + sum(value is not None for value in values), kind, roles.of(kind)))
    return found


def _values(demands: Demands, axis: tuple[str, ...]) -> Iterator[str]:
    """The values of an axis that something is asked of, then "any that is not capped"."""
    items = (*demands.minima, *(item for choice in demands.choices for item in choice))
    asked = {value for item in items for value in item.selector.values or ()}
    yield from (value for value in axis if value in asked)
    capped = {value for cap in demands.year_caps for value in cap.selector.values or ()}
    free = [value for value in axis if value not in capped]
    if free and len(free) < len(axis) and not (len(free) == 1 and free[0] in asked):
        yield SEPARATOR.join(free)


def _children_first(demands: Demands) -> Iterator[str]:
    def visit(node_id: str) -> Iterator[str]:
        for child in demands.tree.nodes[node_id].children:
            yield from visit(child.id)
        yield node_id

    return visit(demands.tree.root.id)
