"""Objects of the model to plain data, for JSON: exact, and the same way for every program that reads it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import methodcaller
from typing import Any


def unstructure(value: object) -> Any:
    """Plain data for JSON: dates as ISO text, hours as int, exact Decimal or ``a/b`` text."""
    way = _plain_ways.get(type(value))
    return value if way is _as_it_is else (way or _plain_way(value))(value)


def _as_it_is(value: Any) -> Any:
    return value


_plain_ways: dict[type, Callable[[Any], Any]] = dict.fromkeys((str, int, bool, type(None)), _as_it_is)
"""How the values of each type become plain data: asked once for each type, not for each value."""


def _plain_way(value: object) -> Callable[[Any], Any]:
    """The way for the type of a value, kept for all others of the type."""
    way: Callable[[Any], Any]
    if isinstance(value, Fraction):
        way = plain_number
    elif isinstance(value, StrEnum):
        way = _word_of
    elif isinstance(value, datetime.date):
        way = methodcaller("isoformat")
    elif is_dataclass(value):
        way = _way_of_object(tuple(item.name for item in fields(value)))
    elif isinstance(value, tuple | list):
        way = _plain_list
    elif isinstance(value, Mapping):
        way = _plain_mapping
    else:
        way = _as_it_is
    _plain_ways[type(value)] = way
    return way


def _word_of(value: StrEnum) -> str:
    return value.value


def _plain_list(value: Sequence[object]) -> list[Any]:
    return [unstructure(item) for item in value]


def _plain_mapping(value: Mapping[Any, object]) -> dict[Any, Any]:
    return {key: unstructure(item) for key, item in value.items()}


def _way_of_object(names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    """The way for a dataclass with these fields."""

    def way(value: object) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            item = getattr(value, name)
            how = _plain_ways.get(type(item))
            found[name] = item if how is _as_it_is else (how or _plain_way(item))(item)
        return found

    return way


def plain_number(value: Fraction) -> int | Decimal | str:
    """The exact JSON form of hours: int, finite Decimal, or ``a/b`` where no finite decimal exists."""
    if value.denominator == 1:
        return value.numerator
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        digits = max(digits, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = value.numerator * (10**digits // value.denominator)
    return Decimal(f"{scaled}e-{digits}")  # from text: arithmetic would round to 28 digits
