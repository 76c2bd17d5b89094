"""Shapes of rule beyond a tree of minima: ratios, caps, a second axis, units, conversions, variants.

Each is data. What a notice demands and none of these can express goes under ``not_modelled``.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from xueshi.model.values import NOT_STATED, STRICT, Silence, Source, limit

ID = r"[a-z][a-z0-9_]*"


class RatioOf(StrEnum):
    """What a ratio is taken of."""

    REQUIRED = "要求的总数"
    """按规定要学的总数。"""
    EARNED = "学得的总数"
    """本人实际学得的总数。"""


class AxisColumn(StrEnum):
    """The column of the ledger that a second axis reads."""

    WAY = "学习方式"
    """台账的“学习方式”列。"""
    TOPIC = "主题"
    """台账的“主题”列。"""


class CapPer(StrEnum):
    """How often a cap applies."""

    YEAR = "年度"
    """整个年度合计。"""
    DAY = "天"
    """同一天合计。"""


class Recognition(StrEnum):
    """Hours of an achievement that no table fixes."""

    BY_ORGANISER = "主办方认定"
    """折多少由主办方认定，“学时”列直接写认定的数。"""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A minimum as a share, exact."""

    __pydantic_config__ = STRICT

    value: Fraction = field(metadata=limit(above=0))
    """占多少，写分数或小数，如 2/3、0.5。"""
    of: RatioOf
    """占要求的总数，还是占学得的总数。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class SubjectCap:
    """The most hours of a subject that count."""

    __pydantic_config__ = STRICT

    hours: Fraction = field(metadata=limit(minimum=0))
    """最多计多少。"""
    source: Source
    """出处。"""
    excess_to: str | None = None
    """超出部分可以改计到哪个科目（科目代号）；不写就是超出部分不计。"""


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One value of a second axis, such as 面授, with its own minimum and cap."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=30))
    """名称，如“面授”；台账的这一列可以直接写它。"""
    min_hours: Fraction | Silence = field(default=NOT_STATED, metadata=limit(minimum=0))
    """至少多少；没有要求的写“未规定”。"""
    within: str = "total"
    """在哪个科目之内计算（科目代号）；不写就是全部。"""
    aliases: tuple[str, ...] = ()
    """台账里也认的其他叫法。"""
    source: Source | None = None
    """这个下限的出处。"""


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one of several values must reach a minimum."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=40))
    """名称，如“四个专题任选其一”。"""
    values: tuple[str, ...]
    """可选的值（代号）。"""
    min_hours: Fraction = field(metadata=limit(above=0))
    """选中的那一个至少多少。"""
    source: Source
    """出处。"""
    within: str = "total"
    """在哪个科目之内计算（科目代号）。"""


@dataclass(frozen=True, slots=True)
class Axis:
    """A second way to sort the same rows; a row counts on it and in its subject at the same time."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=20))
    """名称，如“学习方式”。"""
    column: AxisColumn
    """读台账的哪一列：学习方式、主题。"""
    values: tuple[AxisValue, ...]
    """各个值。"""
    one_of: tuple[OneOf, ...] = ()
    """几项里任选一项达到的要求。"""


@dataclass(frozen=True, slots=True)
class Cap:
    """The most hours that count of rows of some subjects or some values of an axis."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=40))
    """名称，如“自学最多计 20 学时”。"""
    hours: Fraction = field(metadata=limit(minimum=0))
    """最多计多少。"""
    source: Source
    """出处。"""
    per: CapPer = CapPer.YEAR
    """按年度还是按天。"""
    subjects: tuple[str, ...] = ()
    """限哪些科目（代号，含下级）；不写就是全部。"""
    values: tuple[str, ...] = ()
    """限第二口径的哪些值（代号）；不写就是全部。"""


@dataclass(frozen=True, slots=True)
class Unit:
    """Another unit in which hours may be written, with its exact worth."""

    __pydantic_config__ = STRICT

    name: str = field(metadata=limit(max_length=10))
    """单位，如“天”“分钟”。"""
    hours: Fraction = field(metadata=limit(above=0))
    """折合多少（规则的单位），如 8 或 1/45。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Conversion:
    """An achievement that counts as hours; the ledger names it in the 科目 column."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=40))
    """名称，如“论文第一作者”；台账的“科目”列写它，“学时”列写几项。"""
    hours: Fraction | Recognition = field(metadata=limit(above=0))
    """每项折多少；由主办方认定的，“学时”列直接写认定的数。"""
    subjects: tuple[str, ...]
    """可以计入哪些科目（代号）；写几个的，自动选对本人最有利的一个，整项计入。"""
    source: Source
    """出处。"""
    aliases: tuple[str, ...] = ()
    """其他叫法。"""
    max_hours: Fraction | None = field(default=None, metadata=limit(minimum=0))
    """一年最多折多少；没有上限的不写。"""


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """Something about the person that decides which variant applies."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    text: str = field(metadata=limit(max_length=80))
    """怎样问，如“您的职称级别？”。"""
    options: tuple[str, ...]
    """可选的回答（不用写“不知道”，页面会自动加上）。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question."""

    __pydantic_config__ = STRICT

    question: str
    """问题代号。"""
    answer: str
    """回答，必须是该问题的选项之一。"""


@dataclass(frozen=True, slots=True)
class SetMinimum:
    """Another minimum for a subject or a value of an axis."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """科目代号或第二口径的值的代号。"""
    min_hours: Fraction = field(metadata=limit(minimum=0))
    """改为至少多少。"""


@dataclass(frozen=True, slots=True)
class Variant:
    """What changes for those to whom all answers of ``when`` apply: level, exemption, achievement."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    name: str = field(metadata=limit(max_length=40))
    """名称，如“初级职称：每年 56 学时”“发表论文视为完成”。"""
    when: tuple[Answer, ...]
    """全部符合时适用。"""
    source: Source
    """出处。"""
    minima: tuple[SetMinimum, ...] = ()
    """改动的下限。"""
    waives: tuple[str, ...] = ()
    """免去哪些科目的下限（代号，含下级）；全部免修写 total。"""
    learn_by: datetime.date | None = None
    """改动的学完日期。"""
    declare_by: datetime.date | None = None
    """改动的申报截止日期。"""


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is no hours and must hold, such as an exam passed."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=ID))
    """代号。"""
    text: str = field(metadata=limit(max_length=80))
    """怎样问，回答“是”才算满足，如“公需科目考试合格了吗？”。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Window:
    """Days outside the period on which hours may still be learned for this year."""

    __pydantic_config__ = STRICT

    start: datetime.date
    """第一天（含）。"""
    end: datetime.date
    """最后一天（含）。"""
    source: Source
    """出处。"""
    max_hours: Fraction | None = field(default=None, metadata=limit(minimum=0))
    """最多计多少；没有上限的不写。"""
