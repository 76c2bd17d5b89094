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
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, tuple) or field_names(item):
                yield from walk(item, (*path, index))
    elif names := field_names(value):
        yield path, value
        for name in names:
            item = getattr(value, name)
            if isinstance(item, tuple) or field_names(item):
                yield from walk(item, (*path, name))


_names: dict[type, tuple[str, ...]] = {}


def field_names(value: object) -> tuple[str, ...]:
    """The names of the fields of a dataclass object, nothing for any other; kept, because asked so often."""
    cls = type(value)
    if cls not in _names:
        _names[cls] = tuple(item.name for item in fields(cls)) if is_dataclass(cls) else ()
    return _names[cls]
