"""All objects of the model inside another, with the path that leads to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from xueshi.model.structure import Fault, Path

Check = Callable[[Any, Path], Iterator[Fault]]
"""One rule: looks at one object standing at a path and yields what breaks the rule."""


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every dataclass object inside ``value``, outer before inner, in the order of the fields."""
    return iter(_found(value, path, []))


def _found(value: object, path: Path, found: list[tuple[Path, object]]) -> list[tuple[Path, object]]:
    """A plain list: a generator within generators hands every object up through all of them."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            kind = type(item)
            if kind is tuple or (_names[kind] if kind in _names else field_names(item)):
                _found(item, (*path, index), found)
    elif names := field_names(value):
        found.append((path, value))
        for name in names:
            item = getattr(value, name)
            kind = type(item)
            if kind is tuple or (_names[kind] if kind in _names else field_names(item)):
                _found(item, (*path, name), found)
    return found


_names: dict[type, tuple[str, ...]] = {}


def field_names(value: object) -> tuple[str, ...]:
    """The names of the fields of a dataclass object, nothing for any other; kept, because asked so often."""
    cls = type(value)
    if cls not in _names:
        _names[cls] = tuple(item.name for item in fields(cls)) if is_dataclass(cls) else ()
    return _names[cls]
