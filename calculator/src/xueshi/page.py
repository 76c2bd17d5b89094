"""The browser's door into the program: ``handle(op, payload)``, plain data in and out.

The page carries messages and draws; every reading, sum and sentence is made here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from xueshi.judge import not_on_file
from xueshi.judge.decide import ALL_APPROVED, OPTIONS
from xueshi.judge.tally import Tree
from xueshi.ledger.table import (
    COLUMNS,
    ENTRY_MODES,
    PLAN_VALUES,
    SHOWN,
    TOPIC,
)
from xueshi.model.published import Rules
from xueshi.model.values import Silence
from xueshi.opened import open_rules, plain, verdict_of
from xueshi.rulesjson import parse_rules
from xueshi.texts import say


def handle(op: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one operation of the page. Raises ``KeyError`` for an unknown operation (a bug)."""
    operation = _OPERATIONS.get(op)
    if operation is None:
        from xueshi.errands import ERRANDS  # a third of all modules, and no verdict needs them

        operation = ERRANDS[op]
    return operation(payload)


def _open_rules(payload: Mapping[str, Any]) -> dict[str, Any]:
    rules = parse_rules(payload["rules"])
    open_rules(rules)
    return sheet(rules)


def sheet(rules: Rules) -> dict[str, Any]:
    """What the page draws of some rules before it computes; the build writes the same beforehand."""
    tree, period = Tree(rules.rule.requirements), rules.rule.period
    subjects = [
        {
            "id": node.id,
            "name": node.name,
            "aliases": list(node.aliases),
            "depth": tree.depth(node.id),
            "parent": tree.parent[node.id],
            "required": None if isinstance(node.min_hours, Silence) else node.min_hours,
            "leaf": not node.children,
        }
        for node in tree.nodes.values()
    ]
    document = next((item for item in rules.documents if item.ref == rules.document), None)
    return plain(
        {
            "key": f"{rules.city}/{rules.year}",
            "city": rules.city,
            "city_name": rules.city_name,
            "year": rules.year,
            "unit": rules.rule.unit,
            "document": document,
            "documents": list(rules.documents),
            "columns": [name for name in COLUMNS if name != TOPIC or _asks_topics(rules)],
            "optional_columns": [SHOWN],
            "subjects": subjects,
            "axes": [{"id": axis.id, "name": axis.name} for axis in rules.rule.axes],
            "entry_modes": list(ENTRY_MODES),
            "plan_values": list(PLAN_VALUES),
            "period": {"start": period.start, "end": period.end},
            "quick": _quick_fields(tree),
            "quick_question": {
                "id": ALL_APPROVED,
                "text": say("question_all_approved"),
                "options": list(OPTIONS),
            },
            "providers": list(dict.fromkeys(provider.name for provider in rules.providers)),
        }
    )


def _asks_topics(rules: Rules) -> bool:
    """Whether a rule reads the topic of a row; elsewhere nobody is asked for it."""
    return any(axis.column.value == TOPIC for axis in rules.rule.axes)


def _quick_fields(tree: Tree) -> list[dict[str, Any]]:
    """A field per leaf; below them one for hours of their parent that cannot be told apart."""
    fields: list[dict[str, Any]] = []
    for node in tree.nodes.values():
        if node.id == tree.root.id or node.children:
            continue
        required = None if isinstance(node.min_hours, Silence) else node.min_hours
        fields.append({"id": node.id, "name": node.name, "hint": None, "required": required})
        parent = tree.nodes[tree.parent[node.id] or tree.root.id]
        if parent is not tree.root and parent.children[-1] is node:
            names = "、".join(child.name for child in parent.children)
            hint = say("quick_plain_hint", names=names)
            name = say("quick_plain", name=parent.name)
            fields.append({"id": parent.id, "name": name, "hint": hint, "required": None})
    return fields


def _judge(payload: Mapping[str, Any]) -> dict[str, Any]:
    return verdict_of(payload).plain()


def _trial(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A year that is not on file, tried under the opened rules of another."""
    today = datetime.date.fromisoformat(payload["today"])
    trial = verdict_of(payload)
    return not_on_file(payload["city"], payload["city_name"], int(payload["year"]), today, trial).plain()


_OPERATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "open_rules": _open_rules,
    "judge": _judge,
    "trial": _trial,
}
