"""Values every part of the model shares: silence, sources, hours.

Attribute docstrings are Chinese because they are shown to admins: in the editor (JSON Schema), in the
field reference and in the form. Classes and functions are described in English for developers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

STRICT = {"use_attribute_docstrings": True, "extra": "forbid"}
"""Configuration that pydantic reads from a dataclass when it makes the JSON Schema at build time."""

EVIDENCE_MAX = 30
"""Longest evidence, in characters: a few words as printed, never a whole sentence."""


class Silence(StrEnum):
    """Two values that are neither a number nor a missing field."""

    NOT_STATED = "未规定"
    """通知没有写明。“未规定”不等于“没有”，也不等于“可以”。"""
    NOT_APPLICABLE = "不适用"
    """该事项与本通知无关。"""


NOT_STATED = Silence.NOT_STATED


def text_field(*, max_length: int | None = None, pattern: str | None = None, default: Any = ...) -> Any:
    """Declare a text field with a longest length or a pattern; checked by ``structure``."""
    metadata = {"max_length": max_length, "pattern": pattern}
    if default is ...:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def number_field(*, minimum: Fraction | int | None = None, above: int | None = None, default: Any = ...) -> Any:
    """Declare a number field with a smallest value (``minimum``, inclusive; ``above``, exclusive)."""
    metadata = {"minimum": minimum, "above": above}
    if default is ...:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands: document, clause and the few printed words that show it."""

    __pydantic_config__ = STRICT

    clause: str = text_field(max_length=30)
    """条款号，照通知的写法，如“二”“二（三）”“附件 2”。"""
    evidence: str = text_field(max_length=EVIDENCE_MAX)
    """原文中的几个字（最多 30 字），照印出来的写，能看出这个数或这件事。"""
    document: str | None = text_field(default=None)
    """文件号（没有文号的写标题）；不写就是本年度的主通知。"""
    derivation: str | None = text_field(default=None)
    """数字或日期没有直接印出来时，写明怎样推出，如“当年 → 12 月 31 日”。"""
