"""The file of a year out of nothing: the fields of the model, each with its help, none with a value."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from builder.schema.json_schema import descriptions
from builder.schema.kinds import alternatives, item_of
from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline, Requirement
from xueshi.model.structure import TO_FILL
from xueshi.model.values import Silence, Source

ROOT = {"id": "total", "name": "总学时"}
"""What the top of every tree is called."""

SUBJECTS = (("public", "公需"), ("professional", "专业"))
"""The subjects that most notices have, as a start."""


ASKED = {(Requirement, "source"), (Deadline, "date")}
"""Fields that may be left out and hardly ever are."""


def blank(city: str, year: int) -> str:
    """The fields of a city-year as YAML. What need not be written stands there as a comment."""
    lines = list(_object(CityYear, 0, {"city": city, "year": str(year)}))
    return "\n".join(_told_once(lines)) + "\n"


def _told_once(lines: list[str]) -> Iterator[str]:
    """What a source is made of is explained the first time only."""
    helps = {f"# {text}" for text in _told()[Source.__name__].values()}
    helps |= {f"# {name}: {text}" for name, text in _told()[Source.__name__].items()}
    seen: set[str] = set()
    for line in lines:
        if line.strip() not in seen:
            yield line
        if line.strip() in helps:
            seen.add(line.strip())


def _object(cls: type, depth: int, known: dict[str, str] | None = None) -> Iterator[str]:
    """The fields of one object, each under its help."""
    told, hints, indent = _told()[cls.__name__], typing.get_type_hints(cls), "  " * depth
    for item in fields(cls):
        name, help_ = item.name, told[item.name].replace("\n", " ")
        if known and name in known:
            yield f"{indent}{name}: {known[name]}"
        elif cls is Requirement and name == "children" and known == ROOT:
            yield f"{indent}# {help_}通知没有的科目整段删掉，别的科目照样子加。"
            yield f"{indent}children:"
            for key, title in SUBJECTS:
                yield from _as_item(
                    list(_object(Requirement, depth + 2, {"id": key, "name": title})), depth + 1
                )
        elif _is_optional(item) and (cls, name) not in ASKED:
            yield f"{indent}# {name}: {help_}"
        else:
            yield f"{indent}# {help_}"
            yield from _field(name, hints[name], depth)


@cache
def _told() -> dict[str, dict[str, str]]:
    return descriptions("city-year")


def _field(name: str, hint: Any, depth: int) -> Iterator[str]:
    indent, parts = "  " * depth, alternatives(hint)
    cls = next((part for part in parts if isinstance(part, type) and is_dataclass(part)), None)
    if cls is not None:
        if Silence in parts:
            yield f"{indent}# （通知没有写的，整段换成 {name}: 未规定）"
        yield f"{indent}{name}:"
        yield from _object(cls, depth + 1, ROOT if cls is Requirement else None)
    elif (inner := next((found for part in parts if (found := item_of(part))), None)) is not None:
        if is_dataclass(inner):
            yield f"{indent}{name}:"
            yield from _as_item(list(_object(typing.cast(type, inner), depth + 2)), depth + 1)
        else:
            yield f"{indent}{name}: [{TO_FILL}]"
    else:
        words = [word.value for part in parts if _is_words(part) for word in part]
        choice = f"  # 可以写：{'、'.join(words)}" if words and len(words) > len(Silence) else ""
        yield f"{indent}{name}: {TO_FILL}{choice}"


def _is_words(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, StrEnum)


def _as_item(lines: list[str], depth: int) -> Iterator[str]:
    """The lines of an object as one entry of a list: a mark before the first field that is no comment."""
    indent = "  " * depth
    first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
    for line in lines[:first]:
        yield f"{indent}{line.lstrip()}"
    yield f"{indent}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def _is_optional(item: Field[Any]) -> bool:
    return item.default is not MISSING or item.default_factory is not MISSING
