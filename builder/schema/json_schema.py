"""JSON Schemas of the data files: for editors, for the form, for other programs."""

from __future__ import annotations

import ast
import datetime
import inspect
import json
import typing
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from builder.schema.kinds import FILES, NAMES, alternatives, classes, enumerations, item_of
from builder.schema.titles import title

FRACTION = {"type": "string", "pattern": "^[0-9]+/[1-9][0-9]*$"}
"""How a number that is no finite decimal is written."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(name: str) -> str:
    """The schema of one kind of file as text."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of one kind of file: pydantic's, with the limits of the model and without ``null``.

    It follows from the program alone and is made once; whoever is given it changes nothing in it.
    """
    kind = FILES[name]
    made = TypeAdapter(kind.holds).json_schema()
    definitions: dict[str, Any] = made.pop("$defs")
    objects = {**definitions, kind.top.__name__: definitions.get(kind.top.__name__, made)}
    for definition in objects.values():
        definition.pop("title", None)
        definition.pop("description", None)
    for cls in classes(kind.holds):
        _complete(objects[cls.__name__], cls)
    for words in enumerations(kind.holds):
        meanings = word_meanings(words)
        definitions[words.__name__]["enumDescriptions"] = [meanings[word.value] for word in words]
    head = {
        "$schema": DIALECT,
        "title": kind.title,
        "description": f"{kind.place}；由程序从数据模型生成，请勿手改。",
    }
    return {**head, **made, "$defs": dict(sorted(definitions.items()))}


def descriptions(name: str) -> dict[str, dict[str, str]]:
    """What each field of each class in a kind of file means."""
    made, top = schema(name), FILES[name].top.__name__
    objects = {top: made, **made["$defs"]}
    return {
        cls: {field: told["description"] for field, told in definition["properties"].items()}
        for cls, definition in objects.items()
        if "properties" in definition
    }


def word_meanings(words: type[StrEnum]) -> dict[str, str]:
    """What each word of an enumeration means: the docstring that follows it in the model."""
    (body,) = ast.parse(inspect.getsource(words)).body
    assert isinstance(body, ast.ClassDef)
    told: dict[str, str] = {}
    for word, text in pairwise(body.body):
        if (
            isinstance(word, ast.Assign)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            told[ast.unparse(word.targets[0])] = str(text.value.value)
    return {word.value: told.get(word.name, "") for word in words}


def _complete(definition: dict[str, Any], cls: type[Any]) -> None:
    """Give an object its Chinese name, and its fields the limits pydantic does not see."""
    definition["title"] = NAMES[cls.__name__]
    hints = typing.get_type_hints(cls)
    for item in fields(cls):
        made = definition["properties"][item.name]
        definition["properties"][item.name] = _field(made, hints[item.name], item)


def _field(made: Mapping[str, Any], hint: Any, item: Field[Any]) -> dict[str, Any]:
    kept = {"title": title(item.name, made["description"]), "description": made["description"]}
    if made.get("default") not in (None, []):
        kept["default"] = made["default"]
    return {**kept, **_value(hint, item.metadata)}


def _value(hint: Any, limits: Mapping[str, Any]) -> dict[str, Any]:
    parts = alternatives(hint)
    if len(parts) > 1 or Fraction in parts:
        values = [_value(part, limits) if part is not Fraction else scalar(part, limits) for part in parts]
        return {"anyOf": [*values, FRACTION] if Fraction in parts else values}
    (part,) = parts
    if (item := item_of(part)) is not None:
        return {"type": "array", "items": _value(item, limits)}
    if is_dataclass(part) or issubclass(part, StrEnum):
        return {"$ref": f"#/$defs/{part.__name__}"}
    return scalar(part, limits)


def scalar(part: type, limits: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a plain value: yes or no, date, number, or text with its limits."""
    if part is bool:
        return {"type": "boolean"}
    if part is datetime.date:
        return {"type": "string", "format": "date"}
    if part in (int, Fraction):
        kind = "integer" if part is int else "number"
        names = {"minimum": "minimum", "above": "exclusiveMinimum"}
        return {"type": kind, **{names[key]: limits[key] for key in names if key in limits}}
    made: dict[str, Any] = {"type": "string", "minLength": 1}
    if "max_length" in limits:
        made["maxLength"] = limits["max_length"]
    if "pattern" in limits:
        made["pattern"] = f"^(?:{limits['pattern']})$"
    return made
