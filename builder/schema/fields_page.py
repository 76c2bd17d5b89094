"""``docs/fields.md``: every field of every data file, in words."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from builder.schema.json_schema import descriptions
from builder.schema.kinds import FILES, NAMES, alternatives, classes, item_of
from xueshi.model.values import FORMS_IN_WORDS

LEAD = """\
# 字段说明

<!-- 由 build.py schema 生成，请勿手改。 -->

数据文件是 YAML：每行是“字段: 值”，英文冒号后面一个空格，下一层多缩进两个空格。
通知没有写明的事项写“未规定”，与本通知无关的写“不适用”；必填的字段不能省略。
除不尽的数写分数，如 2/3、1/45。

各种要求怎样写成规则，见[规则的十三种写法](shapes.md)，每种都有例子。

`python3 build.py check` 检查全部文件，每个错误的说明见[错误代码](errors.md)。
支持 JSON Schema 的编辑器可以用 `data/schema/` 下的格式文件边写边检查。
"""


def fields_page() -> str:
    """The whole page."""
    lines = [LEAD]
    told: set[type] = set()
    for name, kind in FILES.items():
        top = kind.top.__name__
        whole = "文件是一个列表，每一项是" if kind.is_list else "整个文件是"
        lines += [
            f"## {kind.title} {{ #{name} }}",
            "",
            f"`{kind.place}`，格式文件 `data/schema/{name}.schema.json`。",
            f"{whole}[{NAMES[top]}](#{top})。",
            "",
        ]
        meanings = descriptions(name)
        for cls in classes(kind.holds):
            if cls not in told:
                told.add(cls)
                lines += _table(cls, meanings[cls.__name__])
    return "\n".join(lines).rstrip() + "\n"


def _table(cls: type[Any], meanings: Mapping[str, str]) -> list[str]:
    hints, name = typing.get_type_hints(cls), cls.__name__
    lines = [f"### {NAMES[name]} {{ #{name} }}", "", "| 字段 | 必填 | 写什么 | 说明 |", "|---|---|---|---|"]
    for item in fields(cls):
        must = item.default is MISSING and item.default_factory is MISSING
        wanted = _words(hints[item.name], item.metadata)
        lines.append(f"| `{item.name}` | {'是' if must else '否'} | {wanted} | {meanings[item.name]} |")
    return [*lines, ""]


def _words(hint: Any, limits: Mapping[str, Any]) -> str:
    """What may stand in a field; other classes as links to their tables."""
    return "；或者 ".join(_word(part, limits) for part in alternatives(hint))


def _word(part: Any, limits: Mapping[str, Any]) -> str:
    if (item := item_of(part)) is not None:
        return f"列表，每项是 {_words(item, limits)}"
    if isinstance(part, type) and is_dataclass(part):
        return f"[{NAMES[part.__name__]}](#{part.__name__})"
    if issubclass(part, StrEnum):
        return "、".join(f"“{word.value}”" for word in part)
    if part is bool:
        return "`true` 或 `false`"
    if part is datetime.date:
        return "日期，如 2025-12-31"
    if part in (int, Fraction):
        kind = "整数" if part is int else "数字"
        return kind + _number_limit(limits)
    notes = [f"最多 {limits['max_length']} 字"] if "max_length" in limits else []
    notes += [FORMS_IN_WORDS[limits["pattern"]]] if "pattern" in limits else []
    return "文字" + (f"（{'；'.join(notes)}）" if notes else "")


def _number_limit(limits: Mapping[str, Any]) -> str:
    if "minimum" in limits:
        return f"（不小于 {limits['minimum']}）"
    return f"（大于 {limits['above']}）" if "above" in limits else ""
