"""The registers that admins write: regions, documents, platforms and bases."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from xueshi.model.values import STRICT, Silence, Source, limit


class Level(StrEnum):
    """Who stands behind a document or a list."""

    NATION = "国家"
    """国务院部门发的。"""
    PROVINCE = "省级"
    """省级部门发的。"""
    CITY = "市级"
    """市级部门发的。"""


class Held(StrEnum):
    """Whether the document itself was read, or is known only because another names it."""

    READ = "已读原文"
    """读过原文，可以作出处。"""
    CITED = "仅见引用"
    """没有读到原文，只见别的文件引用；不能作出处。"""


@dataclass(frozen=True, slots=True)
class Correction:
    """Damage or a slip of the print, shown openly: what is printed, how it is read, and why."""

    __pydantic_config__ = STRICT

    printed: str = field(metadata=limit(max_length=60))
    """原文（扫描件）里的样子。"""
    reading: str = field(metadata=limit(max_length=60))
    """本站的读法。"""
    reason: str = field(metadata=limit(max_length=120))
    """为什么这样读。"""
    clause: str = field(metadata=limit(max_length=30))
    """在哪一条。"""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a document that a reader should know."""

    __pydantic_config__ = STRICT

    title: str = field(metadata=limit(max_length=40))
    """小标题。"""
    text: str = field(metadata=limit(max_length=300))
    """说明。"""
    source: Source | None = None
    """出处。"""


@dataclass(frozen=True, slots=True)
class StatedFact:
    """Something one document says of another (what it is cited for)."""

    __pydantic_config__ = STRICT

    text: str = field(metadata=limit(max_length=200))
    """用自己的话写。"""
    source: Source
    """哪份文件的哪一条说的。"""


@dataclass(frozen=True, slots=True)
class Document:
    """A notice, regulation or guide: one entry of ``data/documents/*.yml``."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z0-9][a-z0-9-]*"))
    """网址里的代号（小写拼音、数字、短横）。"""
    title: str = field(metadata=limit(max_length=80))
    """标题。"""
    number: str | Silence = field(metadata=limit(max_length=40))
    """文号，照印，如“三人社专技〔2025〕1号”；没有或没写的为“未规定”。"""
    level: Level
    """国家、省级、市级。"""
    issuer: str | Silence = field(metadata=limit(max_length=60))
    """发文机关。"""
    issued_on: datetime.date | Silence
    """印发日期。"""
    held: Held
    """已读原文，还是仅见其他文件引用。"""
    url: str | Silence = field(metadata=limit(pattern=r"https?://\S+"))
    """原文网址；通知没有给出的写“未规定”。"""
    region: str | None = None
    """城市代号；国家、省级文件不写。"""
    source_text: str | None = field(default=None, metadata=limit(pattern=r"[^/\\]+\.txt"))
    """来源文本的文件名（核对证据时用），如 sanmenxia-2025.txt。"""
    rests_on: tuple[str, ...] = ()
    """依据的文件（文号或标题）。"""
    facts: tuple[StatedFact, ...] = ()
    """其他文件引用它时说了什么。"""
    corrections: tuple[Correction, ...] = ()
    """印刷或扫描的错误与读法。"""
    remarks: tuple[Remark, ...] = ()
    """需要读者知道的其他事。"""
    former_ids: tuple[str, ...] = ()
    """用过的旧代号；旧网址自动转到新网址，旧链接不失效。"""

    @property
    def ref(self) -> str:
        """How sources name this document: its printed number, or its title where it has none."""
        return self.title if isinstance(self.number, Silence) else self.number


@dataclass(frozen=True, slots=True)
class Address:
    """A web address as printed and as it should be typed."""

    __pydantic_config__ = STRICT

    printed: str = field(metadata=limit(max_length=80))
    """通知里印的样子。"""
    url: str | Silence = field(metadata=limit(pattern=r"https?://\S+"))
    """可以打开的网址；读不准的写“未规定”。"""
    source: Source
    """出处（要写 document）。"""
    remark: str | None = None
    """说明。"""


@dataclass(frozen=True, slots=True)
class Platform:
    """A learning or service platform: one entry of ``data/platforms.yml``."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z0-9][a-z0-9-]*"))
    """代号。"""
    name: str = field(metadata=limit(max_length=40))
    """名称，照印。"""
    level: Level | Silence
    """省级、市级；通知没有说明的写“未规定”。"""
    role: str = field(metadata=limit(max_length=120))
    """做什么用，用自己的话。"""
    addresses: tuple[Address, ...] = ()
    """网址；通知没有给出的留空。"""
    hotlines: tuple[str, ...] = ()
    """服务热线，照印。"""
    aliases: tuple[str, ...] = ()
    """其他叫法，台账“施教机构”列里也认。"""


@dataclass(frozen=True, slots=True)
class Base:
    """A continuing-education base."""

    __pydantic_config__ = STRICT

    name: str = field(metadata=limit(max_length=40))
    """名称，照印。"""
    contact: str | None = None
    """联系人，照印；只显示在页面上，不进数据接口、订阅和搜索。"""
    phone: str | None = field(default=None, metadata=limit(pattern=r"\d{7,12}"))
    """联系电话，照印。"""


@dataclass(frozen=True, slots=True)
class BaseList:
    """A list of bases as one notice annexes it: one entry of ``data/bases.yml``."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z0-9][a-z0-9-]*"))
    """名单代号。"""
    title: str = field(metadata=limit(max_length=60))
    """名单标题，照印。"""
    level: Level
    """省级、市级。"""
    source: Source
    """出处（要写 document）。"""
    bases: tuple[Base, ...]
    """基地，照印的顺序。"""


@dataclass(frozen=True, slots=True)
class Region:
    """A city or county-level unit directly under the province: one entry of ``data/regions.yml``."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z]+"))
    """代号：拼音，不带声调。"""
    code: str = field(metadata=limit(pattern=r"\d{6}"))
    """行政区划代码。"""
    name: str = field(metadata=limit(max_length=20))
    """全称，如“三门峡市”。"""
    short: str = field(metadata=limit(max_length=10))
    """简称，如“三门峡”。"""
    initials: str = field(metadata=limit(pattern=r"[a-z]+"))
    """拼音首字母。"""
    province: str | None = field(default=None, metadata=limit(max_length=20))
    """所属的省份，名单跨几个省时才写。"""
    former_ids: tuple[str, ...] = ()
    """用过的旧代号（改名、改区划前的）；旧网址自动转到新网址，旧链接不失效。"""


@dataclass(frozen=True, slots=True)
class Province:
    """The province and its units: ``data/regions.yml``."""

    __pydantic_config__ = STRICT

    id: str = field(metadata=limit(pattern=r"[a-z]+"))
    """代号。"""
    code: str = field(metadata=limit(pattern=r"\d{6}"))
    """行政区划代码。"""
    name: str = field(metadata=limit(max_length=20))
    """名称。"""
    source: str = field(metadata=limit(max_length=120))
    """名称与代码的来源。"""
    regions: tuple[Region, ...]
    """省辖市和省直管县级市。"""
    synthetic: bool = False
    """数据是不是为测速编造的；是的每页写明“合成数据”，不作为正式网站发布。"""
