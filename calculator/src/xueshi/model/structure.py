"""Plain data (from JSON or YAML) to dataclasses of the model and back, reporting every fault at once.

The same code runs in the build, in the command line and in the browser. It knows nothing of files: a fault
carries a path, and whoever read the file turns the path into a place.
"""

from __future__ import annotations

import datetime
import difflib
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
Path = tuple[str | int, ...]

RATIO = re.compile(r"(\d+)/(\d+)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the data: a value, not an exception.

    ``code`` names the rule broken (documented in ``docs/errors.md``), ``path`` leads to the place, ``found``
    is what stands there, ``allowed`` what may, ``hint`` the likely meaning.
    """

    code: str
    path: Path
    found: str
    allowed: tuple[str, ...] = ()
    hint: str | None = None
    on_key: bool = False


def structure(cls: type[T], data: object) -> tuple[T | None, list[Fault]]:
    """Make a ``cls`` from plain data. Returns the object, or None and all faults found."""
    reader = _Reader()
    value = reader.read(cls, data, ())
    return (None, reader.faults) if reader.faults else (cast(T, value), [])


def unstructure(value: object) -> Any:
    """Plain data for JSON: dates as ISO text, hours as int, exact Decimal or ``a/b`` text."""
    if isinstance(value, Fraction):
        return plain_number(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value):
        return {item.name: unstructure(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple | list):
        return [unstructure(item) for item in value]
    if isinstance(value, Mapping):
        return {key: unstructure(item) for key, item in value.items()}
    return value


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
    scaled = value * 10**digits
    return Decimal(scaled.numerator).scaleb(-digits)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


class _Reader:
    """Walks data and types side by side; keeps the faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, code: str, path: Path, found: object, *allowed: str, hint: str | None = None) -> None:
        self.faults.append(Fault(code, path, show(found), allowed, hint))

    def read(self, kind: Any, data: object, path: Path, spec: Field[Any] | None = None) -> object:
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            return self.union(typing.get_args(kind), data, path, spec)
        if origin is tuple:
            return self.items(typing.get_args(kind)[0], data, path, spec)
        if isinstance(kind, type) and is_dataclass(kind):
            return self.mapping(kind, data, path)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self.choice([kind], data, path)
        return self.scalar(kind, data, path, spec)

    def union(self, kinds: tuple[Any, ...], data: object, path: Path, spec: Field[Any] | None) -> object:
        if data is None and type(None) in kinds:
            return None
        rest = [kind for kind in kinds if kind is not type(None)]
        words = [kind for kind in rest if isinstance(kind, type) and issubclass(kind, StrEnum)]
        for kind in words:
            if isinstance(data, str) and data in set(kind):
                return kind(data)
        solid = [kind for kind in rest if kind not in words]
        if solid:
            return self.read(solid[0], data, path, spec)
        return self.choice(words, data, path)

    def items(self, kind: Any, data: object, path: Path, spec: Field[Any] | None) -> object:
        if not isinstance(data, Sequence) or isinstance(data, str | bytes):
            self.fault("E104", path, data, "列表（每项一行，前面加“- ”）")
            return ()
        return tuple(self.read(kind, item, (*path, index), spec) for index, item in enumerate(data))

    def mapping(self, kind: type, data: object, path: Path) -> object:
        if not isinstance(data, Mapping):
            self.fault("E104", path, data, "若干“字段: 值”：" + "、".join(item.name for item in fields(kind)))
            return None
        hints, known, values = _hints(kind), {item.name: item for item in fields(kind)}, {}
        for key in data:
            if key not in known:
                close = difflib.get_close_matches(str(key), known, n=1)
                hint = close[0] if close else None
                self.faults.append(Fault("E103", (*path, key), str(key), tuple(known), hint, on_key=True))
        for name, item in known.items():
            if name in data:
                values[name] = self.read(hints[name], data[name], (*path, name), item)
            elif item.default is MISSING and item.default_factory is MISSING:
                self.faults.append(Fault("E101", path, name, (), None))
        return None if self.faults else kind(**values)

    def choice(self, kinds: Sequence[type[StrEnum]], data: object, path: Path) -> object:
        for kind in kinds:
            if isinstance(data, str) and data in set(kind):
                return kind(data)
        allowed = [item.value for kind in kinds for item in kind]
        close = difflib.get_close_matches(str(data), allowed, n=1)
        self.fault("E106", path, data, *allowed, hint=close[0] if close else None)
        return None

    def scalar(self, kind: Any, data: object, path: Path, spec: Field[Any] | None) -> object:
        rules = spec.metadata if spec else {}
        if kind is datetime.date:
            return self.date(data, path)
        if kind in (int, Fraction):
            return self.number(kind, data, path, rules)
        if kind is bool:
            if not isinstance(data, bool):
                self.fault("E104", path, data, "true", "false")
            return data
        if not isinstance(data, str):
            self.fault("E104", path, data, "文字", hint=f'"{data}"' if data is not None else None)
            return ""
        longest, pattern = rules.get("max_length"), rules.get("pattern")
        if not data.strip():
            self.fault("E110", path, data, "文字（不能空着）")
        if longest and len(data) > longest:
            self.fault("E107", path, data, f"最多 {longest} 个字（现在 {len(data)} 个）")
        if pattern and not re.fullmatch(pattern, data):
            self.fault("E108", path, data, pattern)
        return data

    def date(self, data: object, path: Path) -> object:
        text = data.isoformat() if isinstance(data, datetime.date) else data
        if isinstance(text, str) and ISO_DATE.fullmatch(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                self.fault("E105", path, text, "日历上有的日期，如 2025-12-31")
                return None
        self.fault("E105", path, data, "年-月-日，如 2025-12-31")
        return None

    def number(self, kind: type, data: object, path: Path, rules: Mapping[str, Any]) -> object:
        value = _exact(data)
        if value is None or (kind is int and value.denominator != 1):
            text = data if isinstance(data, str) else ""
            inner = re.search(r"\d+(?:\.\d+)?", text)
            wanted = "整数，如 5" if kind is int else "数字，如 90 或 89.5"
            self.fault("E104", path, data, wanted, hint=inner.group() if inner else None)
            return None
        if rules.get("minimum") is not None and value < rules["minimum"]:
            self.fault("E109", path, data, f"不小于 {rules['minimum']}")
        if rules.get("above") is not None and value <= rules["above"]:
            self.fault("E109", path, data, f"大于 {rules['above']}")
        return int(value) if kind is int else value


def _exact(data: object) -> Fraction | None:
    """The exact value of a plain number; floats are refused because they are not exact."""
    if isinstance(data, bool):
        return None
    if isinstance(data, int | Decimal):
        return Fraction(data)
    if isinstance(data, str) and (match := RATIO.fullmatch(data)) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    return None


def show(value: object) -> str:
    """A found value in a few characters, as an admin would recognise it."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "（若干字段）"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "（列表）"
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
