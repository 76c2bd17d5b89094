"""The data for programs: ``/api/v1/``. Same data, same bytes; nothing here that a page does not show.

Paths inside the files are written from the root of the site. Persons' names stay on the pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from builder.catalog import Catalog
from builder.workdays import work_calendar
from xueshi.jsontext import dumps
from xueshi.model.policy import Base, CityYear, Document, Platform
from xueshi.model.published import SCHEMA_VERSION, DocumentRef, Provider, Rules
from xueshi.model.rule import Deadline
from xueshi.model.structure import unstructure
from xueshi.model.values import Source
from xueshi.validate.walk import walk

API = "api/v1"
LICENSE = "CC-BY-4.0"
PLATFORM = "平台"
BASE = "基地"
PRIVATE: dict[type, frozenset[str]] = {Base: frozenset({"contact"})}
"""Fields that never leave the pages."""


def write_api(catalog: Catalog, site: Path) -> list[Path]:
    """Write every file of the interface below ``site``; returns what was written."""
    written = []
    for name, content in api_files(catalog):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def api_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the interface."""
    for city_year in catalog.city_years:
        yield rules_path(city_year), dumps(make_rules(catalog, city_year)) + "\n"
    registers: dict[str, dict[str, Any]] = {
        "platforms": {"platforms": [_plain(catalog, item) for item in catalog.platforms]},
        "bases": {"lists": [_plain(catalog, item) for item in catalog.base_lists]},
        "documents": {"documents": [_document(catalog, item) for item in catalog.documents]},
        "regions": _plain(catalog, catalog.province),
    }
    for name, content in registers.items():
        yield f"{API}/{name}.json", _dump(catalog, content)
    for city_year in catalog.city_years:
        main = catalog.main_document(city_year)
        yield city_year_path(city_year), _dump(catalog, _plain(catalog, city_year, main))
    yield f"{API}/index.json", _dump(catalog, _index(catalog))


def rules_path(city_year: CityYear) -> str:
    """Where the rules of a city-year are published."""
    return f"{API}/rules/{city_year.city}/{city_year.year}.json"


def city_year_path(city_year: CityYear) -> str:
    """Where everything about a city-year is published."""
    return f"{API}/cities/{city_year.city}/{city_year.year}.json"


def page_of(document: Document) -> str:
    """The page of a document."""
    return f"documents/{document.id}/"


def make_rules(catalog: Catalog, city_year: CityYear) -> Rules:
    """The rules of a city-year with all that a verdict needs around them."""
    region, period = catalog.region(city_year.city), city_year.rule.period
    first, last = min(city_year.year, period.start.year), max(city_year.year, period.end.year)
    return Rules(
        schema_version=SCHEMA_VERSION,
        city=city_year.city,
        city_name=region.name if region else city_year.city,
        year=city_year.year,
        document=catalog.main_document(city_year).ref,
        documents=tuple(
            DocumentRef(item.ref, item.title, item.issued_on, page_of(item))
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


def _index(catalog: Catalog) -> dict[str, Any]:
    province = catalog.province
    return {
        "license": LICENSE,
        "province": {"id": province.id, "code": province.code, "name": province.name},
        "cities": [
            {
                "id": region.id,
                "name": region.name,
                "short": region.short,
                "initials": region.initials,
                "code": region.code,
                "years": catalog.years(region.id),
            }
            for region in province.regions
        ],
        "rules": [rules_path(item) for item in catalog.city_years],
        "city_years": [city_year_path(item) for item in catalog.city_years],
        "registers": [f"{API}/{name}.json" for name in ("bases", "documents", "platforms", "regions")],
    }


def _dump(catalog: Catalog, content: dict[str, Any]) -> str:
    head = {"schema_version": SCHEMA_VERSION, "generated_at": catalog.checked_on}
    return dumps({**head, **content}, indent=1) + "\n"


def _document(catalog: Catalog, document: Document) -> dict[str, Any]:
    return {"ref": document.ref, "page": page_of(document), **_plain(catalog, document)}


def _plain(catalog: Catalog, value: object, main: Document | None = None) -> Any:
    """Plain data with every source told in full and without the fields that stay on the pages."""
    if isinstance(value, Source):
        document = catalog.document(value.document) if value.document is not None else main
        named = (
            {"document": document.ref, "title": document.title, "page": page_of(document)} if document else {}
        )
        return {**named, "clause": value.clause, "evidence": value.evidence, "derivation": value.derivation}
    if is_dataclass(value):
        kept = [item.name for item in fields(value) if item.name not in PRIVATE.get(type(value), ())]
        own = value if isinstance(value, Document) else main
        return {name: _plain(catalog, getattr(value, name), own) for name in kept}
    if isinstance(value, tuple):
        return [_plain(catalog, item, main) for item in value]
    return unstructure(value)
