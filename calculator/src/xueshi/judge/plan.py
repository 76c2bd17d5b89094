"""The fewest further hours that meet every minimum at once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from xueshi.judge.tally import ZERO, Tree, minimum
from xueshi.judge.verdict import PlanItem
from xueshi.model.rule import Requirement
from xueshi.texts import say


def make_plan(tree: Tree, learned: Mapping[str, Fraction], unit: str) -> tuple[PlanItem, ...]:
    """Further hours, each at the shallowest node that suffices, in the order of the tree.

    Children come first: what a child lacks must be learned there and counts for its parent as well, so a
    parent asks only for what its children's hours leave open. No plan with fewer hours exists.
    """
    items: list[PlanItem] = []

    def visit(node: Requirement) -> Fraction:
        planned = sum((visit(child) for child in node.children), ZERO)
        missing = max(ZERO, minimum(node) - learned[node.id] - planned)
        if missing:
            message = say("plan_item", hours=missing, unit=unit, name=node.name)
            items.append(PlanItem(node.id, node.name, missing, message))
        return planned + missing

    visit(tree.root)
    return tuple(items)
