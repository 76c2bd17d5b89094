"""JSON Schemas of the published files, from the same dataclasses that the files are made of.

They differ from those of ``data/``: every field is always there, silence is a word, a missing value is
``null``, sources are told in full, and persons' names are left out.
"""

from __future__ import annotations

import json
import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from builder.api.plain import PRIVATE
from builder.api.shapes import City, CoverageList, DeadlineList, Index, PublishedSource
from builder.schema.json_schema import DIALECT, FRACTION, scalar
from builder.schema.kinds import item_of
from xueshi.model.policy import CityYear
from xueshi.model.published import SCHEMA_VERSION, Rules
from xueshi.model.registers import BaseList, Document, Platform, Province
from xueshi.model.values import Source


@dataclass(frozen=True, slots=True)
class Published:
    """One kind of file: its title, and the class it holds, itself or as a list under a key."""

    title: str
    holds: type
    listed_as: str | None = None


SCHEMAS = {
    "index": Published("总目录", Index),
    "city": Published("一个城市", City),
    "city-year": Published("一个城市一个年度", CityYear),
    "rules": Published("计算用的规则", Rules),
    "bases": Published("基地名单", BaseList, "lists"),
    "coverage": Published("收录和核对的情况", CoverageList),
    "deadlines": Published("截止日期", DeadlineList),
    "documents": Published("文件", Document, "documents"),
    "platforms": Published("平台", Platform, "platforms"),
    "regions": Published("省和城市", Province),
}
"""The kinds of file by name."""

HEAD: dict[str, Any] = {
    "schema_version": {"const": SCHEMA_VERSION, "description": "数据格式版本；改变了字段的意思才加一。"},
    "generated_at": {"type": "string", "format": "date", "description": "数据最近一次核对的日期。"},
}
DOCUMENT_HEAD: dict[str, Any] = {
    "ref": {"type": "string", "description": "出处怎样称呼它：文号；没有文号的是标题。"},
    "page": {"type": "string", "description": "本站的网页，从站点根目录算起。"},
}


def schema_text(name: str) -> str:
    """The schema of one kind of published file as text."""
    return json.dumps(published_schema(name), ensure_ascii=False, indent=1) + "\n"


@cache
def published_schema(name: str) -> dict[str, Any]:
    """The schema of one kind of published file."""
    kind = SCHEMAS[name]
    maker = _Maker(sources_in_full=kind.holds is not Rules)
    maker.reference(kind.holds)
    definitions = maker.made
    top = kind.holds.__name__
    if kind.listed_as is not None:
        items = {"type": "array", "description": f"全部{kind.title}。", "items": {"$ref": f"#/$defs/{top}"}}
        body: dict[str, Any] = {
            "type": "object",
            "properties": {kind.listed_as: items},
            "required": [kind.listed_as],
        }
    else:
        body = definitions.pop(top)
    if kind.holds is not Rules:
        body = {
            "type": "object",
            "properties": {**HEAD, **body["properties"]},
            "required": [*HEAD, *body["required"]],
        }
    return {"$schema": DIALECT, "title": kind.title, **body, "$defs": dict(sorted(definitions.items()))}


class _Maker:
    """Collects the definitions of all classes that a class is made of."""

    def __init__(self, *, sources_in_full: bool) -> None:
        self.made: dict[str, dict[str, Any]] = {}
        self._in_full = sources_in_full

    def reference(self, cls: type) -> dict[str, Any]:
        if cls is Source and self._in_full:
            cls = PublishedSource
        name = cls.__name__
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self._words(cls) if issubclass(cls, StrEnum) else self._object(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _words(self, cls: type[StrEnum]) -> dict[str, Any]:
        return {"type": "string", "enum": [word.value for word in cls]}

    def _object(self, cls: type[Any]) -> dict[str, Any]:
        told, hints = _descriptions(cls), typing.get_type_hints(cls)
        kept = [item for item in fields(cls) if item.name not in PRIVATE.get(cls, ())]
        properties = {
            item.name: {"description": told[item.name], **self._value(hints[item.name])} for item in kept
        }
        if cls is Document:
            properties = {**DOCUMENT_HEAD, **properties}
        return {"type": "object", "properties": properties, "required": list(properties)}

    def _value(self, hint: Any) -> dict[str, Any]:
        parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        values = [made for part in parts for made in self._part(part)]
        return values[0] if len(values) == 1 else {"anyOf": values}

    def _part(self, part: Any) -> list[dict[str, Any]]:
        if part is type(None):
            return [{"type": "null"}]
        if (item := item_of(part)) is not None:
            return [{"type": "array", "items": self._value(item)}]
        if is_dataclass(part) or issubclass(part, StrEnum):
            return [self.reference(part)]
        return [scalar(part, {}), FRACTION] if part is Fraction else [scalar(part, {})]


def _descriptions(cls: type[Any]) -> dict[str, str]:
    """What each field of a class means, from the docstrings of the model."""
    made = TypeAdapter(cls).json_schema()
    told = made.get("properties") or made["$defs"][cls.__name__]["properties"]
    return {name: field["description"] for name, field in told.items()}
