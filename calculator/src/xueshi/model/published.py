"""The rules file as published: one rule with what a verdict needs around it.

``site/api/v1/rules/<city>/<year>.json`` holds exactly this; page, command line and roster read nothing else.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from xueshi.model.rule import Rule
from xueshi.model.values import STRICT, Silence, Source

SCHEMA_VERSION = 1
"""Version of the rules file and of the verdict's JSON; raised when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document that a source of the rule names."""

    __pydantic_config__ = STRICT

    ref: str
    """文号；没有文号的是标题。"""
    title: str
    """标题。"""
    issued_on: datetime.date | Silence
    """印发日期。"""
    page: str
    """本站文件页的地址，从站点根目录算起。"""


@dataclass(frozen=True, slots=True)
class Provider:
    """A platform or base that the notice lists."""

    __pydantic_config__ = STRICT

    name: str
    """名称。"""
    kind: str
    """平台或基地。"""
    aliases: tuple[str, ...]
    """其他叫法。"""
    subjects: tuple[str, ...]
    """列在哪些科目下（科目代号）；空表示没有分科目。"""
    closes_on: datetime.date | None
    """平台关闭的日期；没有的为空。"""
    source: Source | None = None
    """列出它的那一条。"""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """How one year departs from Monday-to-Friday."""

    __pydantic_config__ = STRICT

    year: int
    """年份。"""
    days_off: tuple[datetime.date, ...]
    """放假的星期一至星期五。"""
    workdays: tuple[datetime.date, ...]
    """要上班的星期六、星期日。"""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Working days by the State Council's yearly announcement; other years are presumed (推定)."""

    __pydantic_config__ = STRICT

    source: str
    """数据来源。"""
    years: tuple[CalendarYear, ...]
    """已公布放假安排的年份。"""


@dataclass(frozen=True, slots=True)
class Rules:
    """One city and year, ready to judge."""

    __pydantic_config__ = STRICT

    schema_version: int
    """数据格式版本。"""
    city: str
    """城市代号（拼音）。"""
    city_name: str
    """城市名称。"""
    year: int
    """年度。"""
    document: str
    """主通知的文号。"""
    documents: tuple[DocumentRef, ...]
    """出处涉及的文件。"""
    rule: Rule
    """规则。"""
    providers: tuple[Provider, ...]
    """通知列出的平台和基地。"""
    providers_open: bool
    """名单是否开放（通知用了“等”字或允许其他方式）。"""
    calendar: WorkCalendar
    """工作日历。"""
