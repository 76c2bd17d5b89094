"""What the files of the interface hold beyond the model: the index, a city, the list of deadlines.

Docstrings of fields are Chinese: they become the descriptions of the published JSON Schemas.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from xueshi.model.values import STRICT, Silence


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A source told in full: nobody has to look up which the main notice was."""

    __pydantic_config__ = STRICT

    document: str | None
    """文件号；没有文号的写标题。"""
    title: str | None
    """文件标题。"""
    page: str | None
    """本站文件页的地址，从站点根目录算起。"""
    clause: str
    """条款号。"""
    evidence: str
    """原文中的几个字，照印。"""
    derivation: str | None
    """数字或日期没有直接印出来时，怎样推出。"""


@dataclass(frozen=True, slots=True)
class ProvinceEntry:
    """The province of the index."""

    __pydantic_config__ = STRICT

    id: str
    """代号。"""
    code: str
    """行政区划代码。"""
    name: str
    """名称。"""


@dataclass(frozen=True, slots=True)
class CityEntry:
    """One city in the index; ``years`` is empty where no notice is on file."""

    __pydantic_config__ = STRICT

    id: str
    """代号（拼音）。"""
    name: str
    """全称。"""
    short: str
    """简称。"""
    initials: str
    """拼音首字母。"""
    code: str
    """行政区划代码。"""
    years: tuple[int, ...]
    """已收录的年度，新的在前；空表示尚未收录。"""
    path: str
    """这个城市的文件，从站点根目录算起。"""
    withheld: tuple[int, ...] = ()
    """已收录、正在更正而暂停发布的年度；与“尚未收录”不同。"""


@dataclass(frozen=True, slots=True)
class Index:
    """``index.json``: the way to every other file."""

    __pydantic_config__ = STRICT

    license: str
    """数据的许可。"""
    province: ProvinceEntry
    """省。"""
    cities: tuple[CityEntry, ...]
    """省辖市和直管县级市。"""
    rules: tuple[str, ...]
    """计算用的规则，每个城市年度一份。"""
    city_years: tuple[str, ...]
    """城市年度的全部数据。"""
    registers: tuple[str, ...]
    """平台、基地、文件、区划、截止日期的总表。"""
    schemas: tuple[str, ...]
    """各种文件的 JSON Schema。"""
    tables: tuple[str, ...]
    """可以用电子表格打开的表（CSV）。"""
    archive: str
    """以上全部，压缩成一个文件。"""
    openapi: str
    """接口说明（OpenAPI 3.1）。"""
    feeds: tuple[str, ...]
    """订阅（Atom）：全部，和每个城市。"""
    calendars: tuple[str, ...]
    """日历（iCalendar）：全部，和每个已收录的城市。"""


@dataclass(frozen=True, slots=True)
class YearEntry:
    """One year of a city."""

    __pydantic_config__ = STRICT

    year: int
    """年度。"""
    notices: tuple[str, ...]
    """通知的文号。"""
    checked_on: datetime.date
    """最近一次逐条核对的日期。"""
    summary: str
    """一句话概括。"""
    page: str
    """网页。"""
    data: str
    """全部数据。"""
    rules: str
    """计算用的规则。"""
    card: str
    """可以嵌入别的网页的卡片。"""


@dataclass(frozen=True, slots=True)
class City:
    """``cities/<city>.json``: a city and what is on file for it."""

    __pydantic_config__ = STRICT

    id: str
    """代号（拼音）。"""
    name: str
    """全称。"""
    short: str
    """简称。"""
    initials: str
    """拼音首字母。"""
    code: str
    """行政区划代码。"""
    on_file: bool
    """是否已收录任何年度；没有收录不等于没有要求。"""
    years: tuple[YearEntry, ...]
    """已收录的年度，新的在前。"""
    feed: str
    """订阅（Atom）。"""
    calendar: str | None
    """日历（iCalendar）；尚未收录的为空。"""
    withheld: tuple[int, ...] = ()
    """已收录、正在更正而暂停发布的年度；与“尚未收录”不同。"""


@dataclass(frozen=True, slots=True)
class DeadlineEntry:
    """One last day of one city-year."""

    __pydantic_config__ = STRICT

    city: str
    """城市代号。"""
    city_name: str
    """城市名称。"""
    year: int
    """年度。"""
    kind: str
    """种类：learn、declare、review、plan_filing、platform_filing、platform_close、before_title。"""
    name: str
    """种类的中文名称。"""
    date: datetime.date | Silence
    """最后一天（含）；通知没有给出日期的为“未规定”。"""
    printed: str
    """通知里怎样印的。"""
    duty: str
    """谁的事。"""
    note: str | None
    """说明。"""
    source: PublishedSource
    """出处。"""


@dataclass(frozen=True, slots=True)
class DeadlineList:
    """``deadlines.json``: all last days, by date; what has no date comes last."""

    __pydantic_config__ = STRICT

    deadlines: tuple[DeadlineEntry, ...]
    """截止日期。"""


@dataclass(frozen=True, slots=True)
class CoverageEntry:
    """How well one city-year is known."""

    __pydantic_config__ = STRICT

    city: str
    """城市代号。"""
    city_name: str
    """城市名称。"""
    year: int
    """年度。"""
    state: str
    """已核对、改后未核对、核对已久（到数据日期已满 12 个月）。"""
    checked_on: datetime.date
    """最近一次逐条核对的日期。"""
    checked_by: str
    """谁核对的（单位或角色）。"""
    edited_on: datetime.date | None
    """核对以后又改过的，改动的日期。"""
    silent: tuple[str, ...]
    """通知没有写明的事。"""
    unread: tuple[str, ...]
    """没有读到的依据（文号或标题）。"""
    missing: tuple[str, ...]
    """还缺什么。"""


@dataclass(frozen=True, slots=True)
class CoverageList:
    """``coverage.json``: what is known and what is not."""

    __pydantic_config__ = STRICT

    city_years: tuple[CoverageEntry, ...]
    """已收录的年度。"""
    absent: tuple[str, ...]
    """一个年度也没有收录的城市（代号）。"""
