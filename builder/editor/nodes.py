"""Where the values of a YAML text stand, to the character; comments and blanks lie between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from xueshi.model.structure import Path

Node = Any


class NoPlaceError(LookupError):
    """A path leads nowhere in the text."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One value: the collection it lies in, its key there, and whether brackets are around it."""

    text: str
    node: Node
    parent: Node | None = None
    key: Node | None = None
    index: int = 0
    """Its number in the list, or that of its pair."""
    in_flow: bool = False

    @property
    def start(self) -> int:
        """Where the value begins; behind the colon or dash for a value that is not there."""
        return int(self.node.start_mark.index)

    @property
    def end(self) -> int:
        """Where the value ends, without the comments behind it."""
        return end_of(self.node, self.text)

    @property
    def colon(self) -> int:
        """The place behind the colon of the key."""
        assert self.key is not None
        return self.text.index(":", self.key.end_mark.index) + 1

    def child(self, step: str | int) -> Spot:
        """The value under a key or number. Raises ``NoPlaceError``."""
        flow = self.in_flow or bool(getattr(self.node, "flow_style", False))
        if isinstance(self.node, yaml.MappingNode):
            for index, (key, value) in enumerate(self.node.value):
                if key.value == step:
                    return Spot(self.text, value, self.node, key, index, flow)
        elif isinstance(step, int) and 0 <= step < len(self.node.value):
            return Spot(self.text, self.node.value[step], self.node, None, step, flow)
        raise NoPlaceError(str(step))

    def children(self) -> list[Spot]:
        """Everything directly inside."""
        if isinstance(self.node, yaml.MappingNode):
            return [self.child(key.value) for key, _ in self.node.value]
        return [self.child(index) for index in range(len(self.node.value))]

    @property
    def head(self) -> int:
        """Where the key, or the item without its dash, begins."""
        return int(self.key.start_mark.index) if self.key is not None else self.start


def find(text: str, path: Path) -> Spot:
    """The value at a path. Raises ``NoPlaceError``, or ``yaml.YAMLError`` for a text that is none."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        raise NoPlaceError
    spot = Spot(text, root, in_flow=False)
    for step in path:
        spot = spot.child(step)
    return spot


def end_of(node: Node, text: str) -> int:
    """Where the last character of a value stands, plus one."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(node, yaml.SequenceNode):
            return end_of(last, text)
        key, value = last
        return max(end_of(value, text), text.index(":", key.end_mark.index) + 1)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    return start + len(text[start:end].rstrip()) if start < end else end


def line_start(text: str, at: int) -> int:
    """Where the line of a character begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of a character ends, the break not included."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def column(text: str, at: int) -> int:
    """Characters before a place in its line."""
    return at - line_start(text, at)
