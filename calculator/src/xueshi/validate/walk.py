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
    if is_dataclass(value):
        yield path, value
        for item in fields(value):
            yield from walk(getattr(value, item.name), (*path, item.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
