"""The rule of one city and year: everything that decides a verdict, and nothing else.

Source of the shapes: the notices of Pingdingshan (2021) and Sanmenxia (2025). A rule is data; what this
model has no place for is listed under ``not_modelled`` and refused by name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from xueshi.model.shapes import (
    Axis,
    Cap,
    Condition,
    Conversion,
    Ratio,
    RuleQuestion,
    SubjectCap,
    Unit,
    Variant,
    Window,
)
from xueshi.model.values import NOT_STATED, STRICT, Silence, Source, limit

ROOT = "total"
"""Id of the root of every tree of requirements."""


class CarryOverPolicy(StrEnum):
    """Whether hours of one year may count in another."""

    ALLOWED = "允许"
    """通知写明可以结转。"""
    FORBIDDEN = "不允许"
    """通知写明不得结转。"""
    NOT_STATED = "未规定"
    """通知没有写明。"""


class AutoCreditPolicy(StrEnum):
    """Whether some hours enter the record without being declared."""

    AUTOMATIC = "自动计入"
    """有的学时不用申报就进入档案。"""
    NOT_STATED = "未规定"
    """通知没有写明。"""


class PlanFilingPolicy(StrEnum):
    """What follows when a training plan was not filed."""

    REFUSED = "未备案不予认可"
    """要备案，而且写明没有备案的不认可。"""
    ASKED = "要求备案"
    """要备案，没有写不备案的后果。"""
    NOT_STATED = "未规定"
    """通知没有写明。"""


class Duty(StrEnum):
    """Whose duty something is."""

    PERSON = "本人"
    """专业技术人员本人。"""
    EMPLOYER = "用人单位"
    """本人所在的单位。"""
    DEPARTMENT = "行业主管部门"
    """管这个行业的部门。"""
    BUREAU = "人社部门"
    """人力资源和社会保障部门。"""
    PROVIDER = "施教机构"
    """办培训的机构和平台。"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A subject of the tree and the fewest hours it asks for."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z][a-z0-9_]*"))
    """科目代号（小写英文、数字、下划线）：total、public、public_compulsory、public_elective、professional。"""
    name: str = field(metadata=limit(max_length=30))
    """科目名称，如“公需必修”；台账的“科目”列可以直接写它。"""
    min_hours: Fraction | Silence = field(metadata=limit(minimum=0))
    """该科目每年至少多少学时；通知没有单独要求的写“未规定”。"""
    source: Source | None = None
    """这个下限的出处；下限为“未规定”时可以不写。"""
    aliases: tuple[str, ...] = ()
    """台账里也认的其他叫法，如“公需课”。"""
    children: tuple[Requirement, ...] = ()
    """下级科目；下级的下限之和可以小于上级的下限。"""
    min_ratio: Ratio | None = None
    """按比例的下限，如“专业不少于三分之二”；没有的不写。"""
    cap: SubjectCap | None = None
    """最多计多少；没有上限的不写。"""

    def walk(self) -> Iterator[Requirement]:
        """Yield this node and all below it, parents first, in the order written."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which something learned counts for this year."""

    __pydantic_config__ = STRICT

    start: datetime.date
    """第一天（含），如 2025-01-01。"""
    end: datetime.date
    """最后一天（含），如 2025-12-31。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day of one kind. “前” of a printed date includes that day."""

    __pydantic_config__ = STRICT

    printed: str = field(metadata=limit(max_length=30))
    """通知里怎样印的，如“9 月 15 日前”。"""
    source: Source
    """出处。"""
    duty: Duty
    """谁的事：本人、用人单位、行业主管部门、人社部门、施教机构。"""
    date: datetime.date | Silence = NOT_STATED
    """最后一天（含）；通知只说“提前”“申报前”而没有日期的，写“未规定”。"""
    note: str | None = None
    """说明，如“延期无效”。"""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Last days, kept apart by kind because they bind different people to different things."""

    __pydantic_config__ = STRICT

    learn: Deadline | Silence
    """学完的最后一天。"""
    declare: Deadline | Silence
    """申报学时的最后一天。"""
    review: Deadline | Silence
    """审核完成的最后一天。"""
    plan_filing: Deadline | Silence
    """培训计划申报备案的最后一天。"""
    platform_filing: Deadline | Silence
    """网络学习平台备案的最后一天。"""
    platform_close: Deadline | Silence
    """学习平台关闭的那一天（当天仍可学）。"""
    before_title: Deadline | Silence
    """晋升职称的人，须在职称申报前办完的事。"""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Whether hours may move to the next year."""

    __pydantic_config__ = STRICT

    policy: CarryOverPolicy
    """允许、不允许、未规定。"""
    sources: tuple[Source, ...] = ()
    """出处（通知说了几次就写几条）；未规定时不写。"""
    window: Window | None = None
    """允许结转时：上一周期里哪些天学的可以计入本年度，最多多少。"""


@dataclass(frozen=True, slots=True)
class AutoCredit:
    """Whether hours learned through some entrance enter the record by themselves."""

    __pydantic_config__ = STRICT

    policy: AutoCreditPolicy
    """自动计入、未规定。"""
    channel: str | None = None
    """从哪里学的学时会自动计入。"""
    source: Source | None = None
    """出处；未规定时不写。"""
    ways: tuple[str, ...] = ()
    """自动计入只限某些学习方式时，写台账“学习方式”列里会出现的词，如“在线”；写了别的方式的会提醒。"""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Where hours are declared."""

    __pydantic_config__ = STRICT

    channel: str
    """在哪里申报学时。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Review:
    """How long reviewers have, in working days; each counted from the declaration."""

    __pydantic_config__ = STRICT

    employer_days: int | Silence = field(metadata=limit(above=0))
    """用人单位审核的工作日数；没写天数的写“未规定”。"""
    department_days: int | Silence = field(metadata=limit(above=0))
    """行业主管部门审核的工作日数；没写天数的写“未规定”。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class PlanFiling:
    """Whether training plans must be filed, and what follows when one was not."""

    __pydantic_config__ = STRICT

    policy: PlanFilingPolicy
    """未备案不予认可、要求备案（没写后果）、未规定。"""
    scope: str | None = None
    """哪些计划要备案，如“专业课年度培训计划”。"""
    source: Source | None = None
    """出处；未规定时不写。"""


@dataclass(frozen=True, slots=True)
class NotModelled:
    """A demand of the notice that this program cannot judge and therefore refuses by name."""

    __pydantic_config__ = STRICT

    name: str = field(metadata=limit(max_length=60))
    """这条要求叫什么，会原样显示为“本工具不判断：……”。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class Rule:
    """All that decides whether a year is met."""

    __pydantic_config__ = STRICT

    unit: str = field(metadata=limit(max_length=10))
    """单位，如“学时”。"""
    period: Period
    """学习时间落在哪些天才算本年度。"""
    requirements: Requirement
    """科目树：最上面一项的代号必须是 total。"""
    deadlines: Deadlines
    """各种截止日期，分开写。"""
    carry_over: CarryOver
    """学时能否结转到下一年度。"""
    auto_credit: AutoCredit
    """有没有不用申报、自动计入的学时。"""
    declaration: Declaration
    """在哪里申报。"""
    review: Review
    """审核时限。"""
    plan_filing: PlanFiling
    """培训计划备案。"""
    axes: tuple[Axis, ...] = ()
    """第二口径，如学习方式、专题；没有的不写。"""
    caps: tuple[Cap, ...] = ()
    """其他上限；没有的不写。"""
    units: tuple[Unit, ...] = ()
    """台账“学时”列里还可以用的单位；没有的不写。"""
    conversions: tuple[Conversion, ...] = ()
    """成果折算；没有的不写。"""
    questions: tuple[RuleQuestion, ...] = ()
    """要问本人的情况；没有的不写。"""
    variants: tuple[Variant, ...] = ()
    """因情况不同而改变的要求（级别、免修、视为完成）；没有的不写。"""
    conditions: tuple[Condition, ...] = ()
    """不是学时、但必须满足的条件；没有的不写。"""
    make_up: Window | None = None
    """年度结束后允许补学的日子；没有的不写。"""
    not_modelled: tuple[NotModelled, ...] = ()
    """通知里有、本工具判断不了的要求；只要有一条，就不下结论。"""
