"""The words under which a ledger may write what a rule knows."""

from __future__ import annotations

from xueshi.ledger.cells import plain
from xueshi.model.rule import Requirement, Rule
from xueshi.model.shapes import Conversion

ITEM = "项"
"""The unit in which achievements are counted."""


def offered_names(root: Requirement) -> tuple[str, ...]:
    """Names to offer where none was understood: not the whole, which says nothing where it has parts."""
    return tuple(node.name for node in root.walk() if node is not root or not root.children)


def says_items(cell: str) -> bool:
    """Whether a cell says that its number counts achievements, not hours."""
    return plain(cell).endswith(ITEM)


class Names:
    """The words under which a ledger may write what one rule knows: subjects, conversions, values, units."""

    def __init__(self, rule: Rule) -> None:
        nodes = tuple(rule.requirements.walk())
        conversions = (item.name for item in rule.conversions)
        self.subject_names = (*offered_names(rule.requirements), *conversions)
        self._subjects = {
            plain(name): node.id for node in nodes for name in (node.id, node.name, *node.aliases)
        }
        self._conversions = {
            plain(name): item for item in rule.conversions for name in (item.id, item.name, *item.aliases)
        }
        self._values = [
            {
                plain(name): value.id
                for value in axis.values
                for name in (value.id, value.name, *value.aliases)
            }
            for axis in rule.axes
        ]
        self.axes = tuple(
            (axis.column.value, tuple(value.name for value in axis.values)) for axis in rule.axes
        )
        self.unit = rule.unit
        self.units = {unit.name: unit.hours for unit in rule.units}

    def subject(self, cell: str) -> str | None:
        """The id of the subject a cell names exactly, or None."""
        return self._subjects.get(plain(cell))

    def conversion(self, cell: str) -> Conversion | None:
        """The conversion a cell names exactly, or None."""
        return self._conversions.get(plain(cell))

    def value(self, axis: int, cell: str) -> str | None:
        """The id of the value that a cell names on an axis, or None."""
        return self._values[axis].get(plain(cell))
