"""Where the data has addresses, and which of its facts are old on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from builder.catalog import Catalog
from builder.deadlines import dues
from xueshi.model.policy import CityYear
from xueshi.model.values import Silence

OLD_MONTHS = 12
"""Months since a year was held against its notice, after which it is told while the year runs."""

LAST_QUARTER = 10
"""Month from which on a city is expected to have the notice of the running year."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and what refers to it (Chinese, for people)."""

    address: str
    where: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A fact that somebody should look at: of what, and why."""

    what: str
    why: str


def places(catalog: Catalog) -> Iterator[Place]:
    """Every address of the data that leads out of the site."""
    for document in catalog.documents:
        if not isinstance(document.url, Silence):
            yield Place(document.url, f"文件《{document.title}》")
    for platform in catalog.platforms:
        for address in platform.addresses:
            if not isinstance(address.url, Silence):
                yield Place(address.url, f"平台“{platform.name}”")


def stale(catalog: Catalog, today: datetime.date) -> Iterator[Stale]:
    """Facts that are old on a day."""
    names = {region.id: region.name for region in catalog.province.regions}
    for year in catalog.city_years:
        of = f"{names[year.city]} {year.year} 年度"
        if year.edited_on is not None and year.edited_on > year.checked_on:
            yield Stale(of, f"{year.edited_on} 改过以后还没有重新核对")
        months = (today.year - year.checked_on.year) * 12 + today.month - year.checked_on.month
        if months >= OLD_MONTHS and today <= year.rule.period.end:
            yield Stale(of, f"{year.checked_on} 核对以后已有 {months} 个月")
    for region in catalog.province.regions:
        known = [year for year in catalog.city_years if year.city == region.id]
        latest = max((year.year for year in known), default=None)
        if latest is None or latest >= today.year:
            continue
        of = f"{region.name} {today.year} 年度"
        if today.month >= LAST_QUARTER:
            yield Stale(of, f"已是第四季度，还没有收录通知（最近收录的是 {latest} 年度）")
        elif _is_over(max(known, key=lambda year: year.year), today):
            yield Stale(of, f"{latest} 年度的截止日期都过了，{today.year} 年度的通知还没有收录")


def _is_over(year: CityYear, today: datetime.date) -> bool:
    days = [due.day for due in dues(year) if due.day is not None]
    return bool(days) and max(days) < today
