"""Values every part of the model shares: silence, sources, hours.

Attribute docstrings are Chinese because they are shown to admins: in the editor (JSON Schema), in the
field reference and in the form. Classes and functions are described in English for developers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

STRICT = {"use_attribute_docstrings": True, "extra": "forbid"}
"""Configuration that pydantic reads from a dataclass when it makes the JSON Schema at build time."""

EVIDENCE_MAX = 30
"""Longest evidence, in characters: a few words as printed, never a whole sentence."""

FORMS_IN_WORDS = {
    r"[a-z]+": "小写英文字母，如 sanmenxia",
    r"[a-z][a-z0-9_]*": "小写英文字母开头，后面是小写字母、数字、下划线，如 public_elective",
    r"[a-z][a-z0-9_-]*": "小写英文字母开头，后面是小写字母、数字、下划线、短横，如 training-plan",
    r"[a-z0-9][a-z0-9-]*": "小写英文字母、数字、短横，如 sanmenxia-2025-1",
    r"\d{6}": "6 位数字，如 '411200'",
    r"\d{7,12}": "7 到 12 位数字，不加空格和短横，如 '03981234567'",
    r"\d+\.\d\d%": "两位小数的百分数，如 99.71%",
    r"[^/\\]+\.txt": "以 .txt 结尾的文件名，不带文件夹，如 sanmenxia-2025.txt",
    r"https?://\S+": "以 http:// 或 https:// 开头的网址，中间没有空格",
}
"""Each pattern of the model as an admin reads it; a test holds that none is missing."""


class Silence(StrEnum):
    """Two values that are neither a number nor a missing field."""

    NOT_STATED = "未规定"
    """通知没有写明。“未规定”不等于“没有”，也不等于“可以”。"""
    NOT_APPLICABLE = "不适用"
    """该事项与本通知无关。"""


NOT_STATED = Silence.NOT_STATED


def limit(
    *,
    max_length: int | None = None,
    pattern: str | None = None,
    minimum: int | None = None,
    above: int | None = None,
) -> dict[str, Any]:
    """Metadata of a field that ``structure`` checks and the JSON Schema shows.

    Text: longest length in characters, pattern of the whole. Numbers: least value, or one to exceed.
    """
    given = {"max_length": max_length, "pattern": pattern, "minimum": minimum, "above": above}
    return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands: document, clause and the few printed words that show it."""

    __pydantic_config__ = STRICT

    clause: str = field(metadata=limit(max_length=30))
    """条款号，照通知的写法，如“二”“二（三）”“附件 2”。"""
    evidence: str = field(metadata=limit(max_length=EVIDENCE_MAX))
    """原文中的几个字（最多 30 字），照印出来的写，能看出这个数或这件事。"""
    document: str | None = None
    """文件号（没有文号的写标题）；不写就是本年度的主通知。"""
    derivation: str | None = None
    """数字或日期没有直接印出来时，写明怎样推出，如“当年 → 12 月 31 日”。"""
