"""JSON that keeps numbers exact: decimals are read as Decimal and written digit for digit."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from xueshi.model.structure import unstructure

_MARK = "\U0010fffe"
"""A noncharacter of Unicode that no text may hold; marks numbers while the encoder passes them as text."""

_MARKED = re.compile(f'"{_MARK}([0-9.]+)"')


def loads(text: str | bytes) -> Any:
    """Parse JSON; fractions of a number become Decimal. Raises ``ValueError`` for text that is no JSON."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def dumps(value: object, *, indent: int | None = None) -> str:
    """Write model objects and plain data as JSON, in the order given, Chinese as it is."""
    text = json.dumps(unstructure(value), ensure_ascii=False, indent=indent, default=_mark, allow_nan=False)
    return _MARKED.sub(r"\1", text)


def _mark(item: object) -> str:
    if isinstance(item, Decimal):
        return f"{_MARK}{item:f}"
    raise TypeError(f"{type(item).__name__} has no JSON form")


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
