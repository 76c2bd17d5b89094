"""What admins write of one city and year; what several years share is in the registers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from xueshi.model.rule import Duty, Rule
from xueshi.model.values import NOT_STATED, STRICT, Silence, Source, limit


class Topic(StrEnum):
    """The section of the city-year page in which a provision is shown."""

    CONTENT = "学习内容"
    """学什么。"""
    WAYS = "学习方式"
    """可以怎样学：面授、在线、自学等。"""
    REGISTRATION = "注册与申报"
    """注册账号、申报学时。"""
    PLATFORMS = "平台与机构"
    """学习平台、施教机构、基地。"""
    PLAN_FILING = "计划备案"
    """培训计划、学习平台的备案。"""
    REVIEW = "审核与登记"
    """学时审核、证书、登记。"""
    USES = "结果使用"
    """学时用在哪里，没有完成会怎样。"""
    FUNDING = "经费"
    """经费从哪里来、怎样扣除。"""
    EMPLOYER = "单位职责"
    """用人单位、主管部门要做的其他事。"""


@dataclass(frozen=True, slots=True)
class Provision:
    """Something a notice says, told in our own words."""

    __pydantic_config__ = STRICT

    topic: Topic
    """放在城市年度页的哪一节。"""
    title: str = field(metadata=limit(max_length=30))
    """小标题。"""
    text: str = field(metadata=limit(max_length=300))
    """用自己的话写，不抄原文整句。"""
    source: Source
    """出处。"""
    duty: Duty | None = None
    """谁的事（能说清才写）。"""
    subjects: tuple[str, ...] = ()
    """涉及的科目代号。"""


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage of the funding rules."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z][a-z0-9_]*"))
    """代号：set_aside、set_aside_higher、deduction。"""
    name: str = field(metadata=limit(max_length=30))
    """名称。"""
    percent: Fraction = field(metadata=limit(above=0))
    """百分数，1.5 表示 1.5%。"""
    base: str = field(metadata=limit(max_length=30))
    """按什么计算，如“职工工资总额”。"""
    who: str = field(metadata=limit(max_length=60))
    """适用于谁。"""
    source: Source
    """出处。"""


@dataclass(frozen=True, slots=True)
class ListedPlatform:
    """A platform as one notice lists it."""

    __pydantic_config__ = STRICT

    platform: str
    """平台代号，见 data/platforms.yml。"""
    source: Source
    """出处。"""
    subjects: tuple[str, ...] = ()
    """列在哪些科目下（科目代号）；通知没有分科目的不写。"""


@dataclass(frozen=True, slots=True)
class Form:
    """A form annexed to a notice."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z][a-z0-9_-]*"))
    """代号。"""
    name: str = field(metadata=limit(max_length=60))
    """表名，照印。"""
    used_for: str = field(metadata=limit(max_length=100))
    """谁、为什么填。"""
    fields: tuple[str, ...]
    """表里的栏目，照印。"""
    source: Source
    """出处。"""
    columns: tuple[str, ...] = ()
    """要逐行填写的栏目（表格的列），照印的次序；没有逐行填写的不写。"""
    signed: tuple[str, ...] = ()
    """签署意见、盖章的栏目；在页面上填表时留空，打印后手写。"""
    copies: int | Silence = field(default=NOT_STATED, metadata=limit(above=0))
    """一式几份。"""
    number_in_body: str | None = None
    """正文里的附件号。"""
    number_in_list: str | None = None
    """文末附件清单里的附件号。"""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One county or district of the annexed table."""

    __pydantic_config__ = STRICT

    name: str = field(metadata=limit(max_length=20))
    """县（市、区）名称。"""
    target: int = field(metadata=limit(minimum=0))
    """目标任务（人）。"""
    done: int = field(metadata=limit(minimum=0))
    """完成情况（人）。"""
    ratio: str = field(metadata=limit(pattern=r"\d+\.\d\d%"))
    """完成比率，照印（扫描损坏的写读数，并在文件的 corrections 里登记）。"""
    praised: bool = False
    """通知正文是否点名表扬。"""


@dataclass(frozen=True, slots=True)
class Targets:
    """A table of targets and what was reached."""

    __pydantic_config__ = STRICT

    title: str = field(metadata=limit(max_length=60))
    """表名。"""
    year: int
    """表里是哪一年的数。"""
    unit: str = field(metadata=limit(max_length=10))
    """单位。"""
    rows: tuple[TargetRow, ...]
    """各县（市、区），照印的顺序。"""
    source: Source
    """出处。"""
    praise_source: Source | None = None
    """表扬的出处。"""
    note: str | None = None
    """说明，如“比率是截断，不是四舍五入”。"""


@dataclass(frozen=True, slots=True)
class Amended:
    """A value of the rule that a later notice of the same year changed: what stood there before."""

    __pydantic_config__ = STRICT

    at: str = field(metadata=limit(max_length=80))
    """改了规则里的哪一项：科目写 requirements.代号.min_hours；其他照字段写，如 deadlines.declare.date。"""
    was: str = field(metadata=limit(max_length=30))
    """改之前的值，照数据文件的写法，如 '24'、'2025-11-30'、不允许；原来没有写明的写“未规定”。"""
    by: str = field(metadata=limit(max_length=80))
    """哪份通知改的：文号，要列在 notices 里第一份之后。"""
    source: Source
    """改之前的值的出处。"""


@dataclass(frozen=True, slots=True)
class CityYear:
    """One city and year: ``data/cities/<city>/<year>.yml``."""

    __pydantic_config__ = STRICT

    city: str = field(metadata=limit(pattern=r"[a-z]+"))
    """城市代号（拼音，不带声调），与文件夹同名。"""
    year: int
    """年度，与文件名相同。"""
    notices: tuple[str, ...]
    """通知的文号；第一个是主通知。"""
    checked_on: datetime.date
    """最近一次逐条核对原文的日期。"""
    checked_by: str = field(metadata=limit(max_length=30))
    """谁核对的（单位或角色，不写私人姓名）。"""
    summary: str = field(metadata=limit(max_length=120))
    """一句话概括，用自己的话。"""
    rule: Rule
    """决定是否达标的规则。"""
    provisions: tuple[Provision, ...]
    """通知的其他内容。"""
    platforms: tuple[ListedPlatform, ...]
    """通知列出的学习平台。"""
    providers_open: bool
    """平台和机构名单是否开放（用了“等”字，或允许其他方式）。"""
    bases: tuple[str, ...] = ()
    """基地名单的代号，见 data/bases.yml。"""
    rates: tuple[Rate, ...] = ()
    """经费比例。"""
    forms: tuple[Form, ...] = ()
    """所附表格。"""
    targets: Targets | None = None
    """所附目标任务表。"""
    amended: tuple[Amended, ...] = ()
    """后一份通知改过的项；规则里写改后的值，这里写改前的。"""
    edited_on: datetime.date | None = None
    """改了值、还没有重新核对时，写改动的日期；晚于 checked_on 的，页面和覆盖页标为“改后未核对”。"""
