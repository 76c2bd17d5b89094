"""Plain data (from JSON or YAML) to objects of the model, reporting every fault at once; back: `plain.py`.

The same code runs in the build, in the command line and in the browser. It knows nothing of files: a fault
carries a path, and whoever read the file turns the path into a place.
"""

from __future__ import annotations

import datetime
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum, StrEnum, auto
from fractions import Fraction
from functools import cache
from typing import Any, Generic, TypeVar, cast

from xueshi.model.hints import (
    closest,
    date_hint,
    end_of_month,
    form_hint,
    list_hint,
    number_hint,
    show,
    silence_hint,
    wanted,
    yes_no_hint,
)
from xueshi.model.values import FORMS_IN_WORDS

T = TypeVar("T")
Path = tuple[str | int, ...]

RATIO = re.compile(r"(\d{1,60})/(\d{1,60})")
TO_FILL = "待填"
"""What a draft puts where a person has to decide; it is no value of any kind."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class Structured(Generic[T]):
    """What became of some data: the whole value, or its faults and the parts that are sound."""

    value: T | None
    faults: list[Fault]
    parts: list[tuple[Path, object]]
    """Largest sound pieces with their paths: they can be checked although the whole cannot be used."""


def structure(cls: type[T], data: object) -> tuple[T | None, list[Fault]]:
    """Make a ``cls`` from plain data. Returns the object, or None and all faults found."""
    result = structure_parts(cls, data)
    return result.value, result.faults


def structure_parts(cls: type[T], data: object) -> Structured[T]:
    """Make a ``cls`` from plain data, and save every sound part when the whole is broken."""
    reader = _Reader()
    value = reader.read(cls, data, ())
    reader.save((), value)
    return Structured(None if reader.faults else cast(T, value), _on_its_level(reader.faults), reader.parts)


def _on_its_level(faults: list[Fault]) -> list[Fault]:
    """A field unknown where it stands and missing elsewhere was indented wrongly: one fault, not two."""
    missing = [fault for fault in faults if fault.code == "E101"]
    unknown = [fault for fault in faults if fault.code == "E103"]
    for lost in missing:
        found = [fault for fault in unknown if fault.path[-1] == lost.found]
        same = [fault for fault in missing if fault.found == lost.found]
        if len(found) == len(same) == 1:
            (stands,) = found
            moved = Fault("E114", stands.path, lost.found, (_level(lost.path),), on_key=True)
            faults = [moved if fault is stands else fault for fault in faults if fault is not lost]
    return faults


def _level(path: Path) -> str:
    """Where a field belongs, in words."""
    if not path:
        return "最外面一层，左边不空格"
    return f"第 {path[-1] + 1} 项里面" if isinstance(path[-1], int) else f"{path[-1]} 里面"


class _Way(Enum):
    """How a kind of value is read."""

    UNION = auto()
    LIST = auto()
    OBJECT = auto()
    WORD = auto()
    SCALAR = auto()


@cache
def _way(kind: Any) -> _Way:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _Way.UNION
    if origin is tuple:
        return _Way.LIST
    if isinstance(kind, type) and is_dataclass(kind):
        return _Way.OBJECT
    return _Way.WORD if isinstance(kind, type) and issubclass(kind, StrEnum) else _Way.SCALAR


@dataclass(frozen=True, slots=True)
class _Union:
    """The kinds a field may have, sorted by how they are told apart."""

    main: Any
    words: Mapping[str, StrEnum]
    """Every word that may stand there."""
    others: tuple[str, ...]
    """The words that may stand there besides what the main kind allows."""
    optional: bool


@cache
def _union(kind: Any) -> _Union:
    kinds = typing.get_args(kind)
    enums = [part for part in kinds if _way(part) is _Way.WORD]
    solid = [part for part in kinds if part is not type(None) and part not in enums]
    main = solid[0] if solid else enums[0]
    words = {word.value: word for part in reversed(enums) for word in part}
    others = tuple(word.value for part in (enums if solid else enums[1:]) for word in part)
    return _Union(main, words, others, type(None) in kinds)


@cache
def _words(kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {word.value: word for word in kind}


@cache
def _known(cls: type) -> dict[str, tuple[Field[Any], Any, bool]]:
    """The fields of a class by name: the field, its kind, and whether it must be written."""
    hints = typing.get_type_hints(cls)
    return {
        item.name: (item, hints[item.name], item.default is MISSING and item.default_factory is MISSING)
        for item in fields(cls)
    }


class _Broken:
    """Stands for a value that could not be made."""


BROKEN = _Broken()


class _Reader:
    """Walks data and types side by side; keeps the faults and the sound parts of broken objects."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.parts: list[tuple[Path, object]] = []

    def fault(self, code: str, path: Path, found: object, *allowed: str, hint: str | None = None) -> _Broken:
        self.faults.append(Fault(code, path, show(found), allowed, hint))
        return BROKEN

    def save(self, path: Path, value: object) -> None:
        """Keep what is sound of a value whose surroundings are broken."""
        if is_dataclass(value):
            self.parts.append((path, value))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                self.save((*path, index), item)

    def read(self, kind: Any, data: object, path: Path, spec: Field[Any] | None = None) -> object:
        if isinstance(data, str) and TO_FILL in data and data.strip().startswith(TO_FILL):
            return self.fault("E113", path, data)
        way = _way(kind)
        if way is _Way.UNION:
            return self.union(kind, data, path, spec)
        if data is None:
            return self.fault("E110", path, data, wanted(kind))
        if way is _Way.LIST:
            return self.items(typing.get_args(kind)[0], data, path, spec)
        if way is _Way.OBJECT:
            return self.mapping(kind, data, path)
        if way is _Way.WORD:
            return self.choice(kind, data, path)
        return self.scalar(kind, data, path, spec)

    def union(self, kind: Any, data: object, path: Path, spec: Field[Any] | None) -> object:
        """Read one of several kinds; a fault of the main kind also names the words that may stand there."""
        union = _union(kind)
        if data is None and union.optional:
            return None
        if isinstance(data, str) and (word := union.words.get(data)) is not None:
            return word
        main = union.main
        before = len(self.faults)
        value = self.read(main, data, path, spec)
        others = union.others
        for index in range(before, len(self.faults)):
            fault = self.faults[index]
            if others and fault.path == path and fault.code not in ("E101", "E103", "E113"):
                allowed = (*fault.allowed, *others) if fault.code == "E106" else _or(fault.allowed, others)
                hint = fault.hint or silence_hint(data, others) or closest(data, others)
                self.faults[index] = replace(fault, allowed=allowed, hint=hint)
        return value

    def items(self, kind: Any, data: object, path: Path, spec: Field[Any] | None) -> object:
        if not isinstance(data, Sequence) or isinstance(data, str | bytes):
            return self.fault("E104", path, data, wanted(tuple), hint=list_hint(data))
        return tuple(self.read(kind, item, (*path, index), spec) for index, item in enumerate(data))

    def mapping(self, kind: type, data: object, path: Path) -> object:
        if not isinstance(data, Mapping):
            return self.fault("E104", path, data, wanted(kind))
        known, values = _known(kind), {}
        meant = self.unknown_keys(data, known, path) if not data.keys() <= known.keys() else set()
        missing, before = False, len(self.faults)
        for name, (item, hint, needed) in known.items():
            if name in data:
                values[name] = self.read(hint, data[name], (*path, name), item)
            elif needed:
                missing = True
                if name not in meant:
                    self.faults.append(Fault("E101", path, name))
        sound = len(self.faults) == before or not any(_holds_broken(value) for value in values.values())
        if not missing and sound:
            return kind(**values)
        for name, value in values.items():
            self.save((*path, name), value)
        return BROKEN

    def unknown_keys(
        self, data: Mapping[Any, Any], known: Mapping[str, tuple[Field[Any], Any, bool]], path: Path
    ) -> set[str]:
        """Report keys that do not exist; returns what they were probably meant to be: the one field that is
        missing, where there is one of each."""
        free = tuple(name for name in known if name not in data)
        needed = [name for name in free if known[name][2]]
        unknown = [key for key in data if key not in known]
        hints = [closest(key, free) for key in unknown]
        if hints == [None] and len(needed) == 1:
            hints = [*needed]
        for key, hint in zip(unknown, hints, strict=True):
            self.faults.append(Fault("E103", (*path, key), show(key), tuple(known), hint, on_key=True))
        return {hint for hint in hints if hint is not None}

    def choice(self, kind: type[StrEnum], data: object, path: Path) -> object:
        if isinstance(data, str) and (word := _words(kind).get(data)) is not None:
            return word
        allowed = tuple(item.value for item in kind)
        return self.fault("E106", path, data, *allowed, hint=closest(data, allowed))

    def scalar(self, kind: Any, data: object, path: Path, spec: Field[Any] | None) -> object:
        rules = spec.metadata if spec else {}
        if kind is datetime.date:
            return self.date(data, path)
        if kind in (int, Fraction):
            return self.number(kind, data, path, rules)
        if kind is bool:
            if isinstance(data, bool):
                return data
            return self.fault("E104", path, data, "true", "false", hint=yes_no_hint(data))
        if not isinstance(data, str):
            if isinstance(data, int | Decimal) and not isinstance(data, bool):
                return self.fault("E112", path, data, hint=f"'{data}'")
            return self.fault("E104", path, data, wanted(str))
        return self.text(data, path, rules)

    def text(self, data: str, path: Path, rules: Mapping[str, Any]) -> object:
        if not data.strip():
            return self.fault("E110", path, data, wanted(str))
        longest, pattern = rules.get("max_length"), rules.get("pattern")
        sound: object = data
        if longest and len(data) > longest:
            sound = self.fault("E107", path, data, f"最多 {longest} 个字（现在 {len(data)} 个）")
        if pattern and not re.fullmatch(pattern, data, re.ASCII):
            form = FORMS_IN_WORDS.get(pattern, pattern)
            sound = self.fault("E108", path, data, form, hint=form_hint(data, pattern))
        return sound

    def date(self, data: object, path: Path) -> object:
        text = data.isoformat() if isinstance(data, datetime.date) else str(data)
        if ISO_DATE.fullmatch(text):
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                return self.fault("E105", path, text, end_of_month(text))
        return self.fault("E105", path, data, wanted(datetime.date), hint=date_hint(text))

    def number(self, kind: type, data: object, path: Path, rules: Mapping[str, Any]) -> object:
        value = _exact(data)
        if value is None or (kind is int and value.denominator != 1):
            hint = number_hint(data, kind)
            found = f"'{data}'" if hint == data else data
            return self.fault("E111" if hint else "E104", path, found, wanted(kind), hint=hint)
        if rules.get("minimum") is not None and value < rules["minimum"]:
            return self.fault("E109", path, data, f"不小于 {rules['minimum']}")
        if rules.get("above") is not None and value <= rules["above"]:
            return self.fault("E109", path, data, f"大于 {rules['above']}")
        return int(value) if kind is int else value


def _holds_broken(value: object) -> bool:
    return value is BROKEN or (isinstance(value, tuple) and any(_holds_broken(item) for item in value))


def _or(main: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """What may stand there, and the words that may stand there instead."""
    return ("；".join((*main, "也可以写 " + "、".join(others))),)


def _exact(data: object) -> Fraction | None:
    """The exact value of a plain number; floats are refused because they are not exact."""
    if isinstance(data, bool):
        return None
    if isinstance(data, int | Decimal):
        return Fraction(data)
    if isinstance(data, str) and (match := RATIO.fullmatch(data)) and int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    return None
