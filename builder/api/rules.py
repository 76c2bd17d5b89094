"""The rules of a city-year as the calculator reads them: the rule with what a verdict needs around it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from builder.addresses import document_page
from builder.catalog import Catalog
from builder.workdays import work_calendar
from xueshi.model.policy import CityYear
from xueshi.model.published import SCHEMA_VERSION, DocumentRef, Provider, Rules
from xueshi.model.registers import Document, Platform
from xueshi.model.rule import Deadline
from xueshi.model.values import Source
from xueshi.validate.walk import walk

PLATFORM = "平台"
BASE = "基地"


def make_rules(catalog: Catalog, city_year: CityYear) -> Rules:
    """The rules of a city-year with all that a verdict needs around them."""
    period = city_year.rule.period
    first, last = min(city_year.year, period.start.year), max(city_year.year, period.end.year)
    return Rules(
        schema_version=SCHEMA_VERSION,
        city=city_year.city,
        city_name=catalog.city_name(city_year.city),
        year=city_year.year,
        document=catalog.main_document(city_year).ref,
        documents=tuple(
            DocumentRef(item.ref, item.title, item.issued_on, document_page(item))
            for item in _documents_behind(catalog, city_year)
        ),
        rule=city_year.rule,
        providers=tuple(_providers(catalog, city_year)),
        providers_open=city_year.providers_open,
        calendar=work_calendar(range(first - 1, last + 2)),
    )


def _documents_behind(catalog: Catalog, city_year: CityYear) -> list[Document]:
    """The notices of a year and every document its rule's sources name, each once, the main notice first."""
    found = {notice.ref: notice for ref in city_year.notices if (notice := catalog.document(ref))}
    for _, node in walk(city_year.rule):
        if isinstance(node, Source):
            document = catalog.document_of(node, city_year)
            found.setdefault(document.ref, document)
    return list(found.values())


def _providers(catalog: Catalog, city_year: CityYear) -> Iterator[Provider]:
    """Platforms as listed, then the one hours are declared on, then the bases of the year's lists."""
    close = city_year.rule.deadlines.platform_close
    day = close.date if isinstance(close, Deadline) else None
    closes_on = day if isinstance(day, datetime.date) else None
    listed = []
    for item in city_year.platforms:
        if (platform := catalog.platform(item.platform)) is not None:
            listed.append(platform.id)
            yield Provider(platform.name, PLATFORM, platform.aliases, item.subjects, closes_on, item.source)
    for platform in catalog.platforms:
        if platform.id not in listed and _serves(platform, city_year):
            yield Provider(platform.name, PLATFORM, platform.aliases, (), None)
    for name in city_year.bases:
        if (base_list := catalog.base_list(name)) is not None:
            for base in base_list.bases:
                yield Provider(base.name, BASE, (), (), None, base_list.source)


def _serves(platform: Platform, city_year: CityYear) -> bool:
    """Whether hours are declared on a platform or enter the record from it."""
    rule = city_year.rule
    channels = f"{rule.declaration.channel} {rule.auto_credit.channel or ''}"
    return platform.name in channels
