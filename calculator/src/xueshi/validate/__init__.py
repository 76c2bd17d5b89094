"""What dataclasses of the model must keep to beyond their types: pure checks that yield faults with paths.

The same checks run in the build and in the editor's page. A check sees one object and what is
inside it; what needs other files is checked by the builder.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from xueshi.model.structure import Fault, Path
from xueshi.validate import amending, dates, evidence, lists, looks, shapes, sourcing, table, tree, words
from xueshi.validate.walk import Check, walk

CHECKS: tuple[tuple[type, Check], ...] = (
    *tree.CHECKS,
    *shapes.CHECKS,
    *sourcing.CHECKS,
    *dates.CHECKS,
    *lists.CHECKS,
    *table.CHECKS,
    *looks.CHECKS,
    *evidence.CHECKS,
    *words.CHECKS,
    *amending.CHECKS,
)
"""Every check with the class of object it looks at."""


def validate(value: object, path: Path = ()) -> Iterator[Fault]:
    """All faults and reminders of an object of the model and of everything inside it."""
    for where, node in walk(value, path):
        kind: Any = type(node)
        for check in _checks_of(kind):
            yield from check(node, where)


@cache
def _checks_of(cls: Any) -> tuple[Check, ...]:
    return tuple(check for kind, check in CHECKS if issubclass(cls, kind))


__all__ = ["CHECKS", "validate", "walk"]
