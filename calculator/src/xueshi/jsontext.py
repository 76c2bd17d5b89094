"""JSON that keeps numbers exact: decimals are read as Decimal and written digit for digit."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from xueshi.model.plain import unstructure

_MARK = "\U0010fffe"
"""A noncharacter of Unicode that no text may hold; marks numbers while the encoder passes them as text."""

_MARKED = re.compile(f'"{_MARK}([0-9.]+)"')

DEEPEST = 100
"""Deepest nesting that is read from a file of somebody's. In a browser the stack ends long before Python's
own limit does, and the whole program with it."""

LONGEST_NUMBER = 100
"""Characters of a number with a fraction or an exponent, and places before and behind its point: more would
take minutes to work with, and means nothing."""

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
"""A text, so that brackets within it do not count, or a bracket."""


class RepeatedKeyError(ValueError):
    """A key that stands twice in one object: which value was meant, nobody can know."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} stands twice")
        self.key = key


def loads(text: str | bytes, *, once: bool = False) -> Any:
    """Parse JSON; fractions of a number become Decimal. Raises ``ValueError`` for text that is no JSON,
    and for numbers beyond all measure; with ``once``, ``RepeatedKeyError`` for a key written twice."""
    pairs = _each_once if once else None
    return json.loads(text, parse_float=_decimal, parse_constant=_refuse, object_pairs_hook=pairs)


def loads_foreign(data: bytes, *, once: bool = False) -> Any:
    """Parse a file of somebody's, in UTF-8. Raises ``ValueError`` also for what is nested too deep."""
    text = data.decode("utf-8-sig")
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > DEEPEST:
            raise ValueError(f"nested deeper than {DEEPEST}")
    return loads(text, once=once)


def dumps(value: object, *, indent: int | None = None) -> str:
    """Write model objects and plain data as JSON, in the order given, Chinese as it is."""
    return dumps_plain(unstructure(value), indent=indent)


def dumps_plain(value: object, *, indent: int | None = None) -> str:
    """The same for what ``unstructure`` has made, without looking through it once more."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_mark, allow_nan=False)
    return _MARKED.sub(r"\1", text) if _MARK in text else text


def _mark(item: object) -> str:
    if isinstance(item, Decimal):
        return f"{_MARK}{item:f}"
    raise TypeError(f"{type(item).__name__} has no JSON form")


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text)
        if len(text) <= LONGEST_NUMBER and abs(value.adjusted()) <= LONGEST_NUMBER:
            return value
    except InvalidOperation:
        pass  # where a word has 32 bits, as in a page, the exponent itself is too long
    raise ValueError(f"{text[:20]}… is too long for a number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKeyError(key)
        found[key] = value
    return found


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
