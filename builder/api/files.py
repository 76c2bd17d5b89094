"""Every file below ``/api/v1/``, as name and text. Nothing here that a page does not show.

Paths inside the files are written from the root of the site.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from builder.api.openapi import openapi
from builder.api.paths import (
    API,
    ARCHIVE,
    calendar_path,
    card_path,
    city_path,
    city_year_path,
    feed_path,
    page_of,
    register_path,
    rules_path,
    schema_path,
    table_path,
    year_page,
)
from builder.api.plain import LICENSE, plain, source_in_full, text_of
from builder.api.rules import make_rules
from builder.api.schemas import SCHEMAS, schema_text
from builder.api.shapes import (
    City,
    CityEntry,
    CoverageEntry,
    CoverageList,
    DeadlineEntry,
    DeadlineList,
    Index,
    ProvinceEntry,
    YearEntry,
)
from builder.api.tables import TABLES, table_text
from builder.catalog import Catalog
from builder.coverage import coverage
from builder.deadlines import dues
from builder.making.recipe import Recipe
from xueshi.jsontext import dumps
from xueshi.model.policy import CityYear, Document, Region
from xueshi.model.structure import unstructure

OPENAPI = f"{API}/openapi.json"
INDEX = f"{API}/index.json"


def api_recipes(catalog: Catalog) -> Iterator[Recipe]:
    """Every file of the interface, the archive of them all apart."""
    for city_year in catalog.city_years:
        yield Recipe(rules_path(city_year), _rules, (city_year,))
        yield Recipe(city_year_path(city_year), _whole_year, (city_year,))
    for region in catalog.province.regions:
        yield Recipe(city_path(region.id), _whole_city, (region,))
    for name, register in REGISTERS.items():
        yield Recipe(register_path(name), _register, (register,))
    for name in SCHEMAS:
        yield Recipe(schema_path(name), _schema, (name,))
    for name in TABLES:
        yield Recipe(table_path(name), table_text, (name,))
    yield Recipe(OPENAPI, _openapi)
    yield Recipe(INDEX, _whole_index)


def api_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the interface, the archive of them all apart."""
    for recipe in api_recipes(catalog):
        yield recipe.name, str(recipe.make(catalog, *recipe.args))


def _rules(catalog: Catalog, city_year: CityYear) -> str:
    return dumps(make_rules(catalog, city_year)) + "\n"


def _whole_year(catalog: Catalog, city_year: CityYear) -> str:
    return text_of(city_year.checked_on, plain(catalog, city_year, catalog.main_document(city_year)))


def _whole_city(catalog: Catalog, region: Region) -> str:
    years = catalog.years_of(region.id)
    day = max(item.checked_on for item in years) if years else catalog.checked_on
    return text_of(day, unstructure(_city(catalog, region)))


def _register(catalog: Catalog, content: Callable[[Catalog], dict[str, Any]]) -> str:
    return text_of(catalog.checked_on, content(catalog))


def _schema(_catalog: Catalog, name: str) -> str:
    return schema_text(name)


def _openapi(_catalog: Catalog) -> str:
    return openapi()


def _whole_index(catalog: Catalog) -> str:
    return text_of(catalog.checked_on, unstructure(_index(catalog)))


def _platforms(catalog: Catalog) -> dict[str, Any]:
    return {"platforms": [plain(catalog, item) for item in catalog.platforms]}


def _bases(catalog: Catalog) -> dict[str, Any]:
    return {"lists": [plain(catalog, item) for item in catalog.base_lists]}


def _documents(catalog: Catalog) -> dict[str, Any]:
    return {"documents": [_document(catalog, item) for item in catalog.documents]}


def _regions(catalog: Catalog) -> dict[str, Any]:
    found: dict[str, Any] = plain(catalog, catalog.province)
    return found


def _deadlines(catalog: Catalog) -> dict[str, Any]:
    found: dict[str, Any] = unstructure(DeadlineList(tuple(deadline_entries(catalog))))
    return found


def _known(catalog: Catalog) -> dict[str, Any]:
    found: dict[str, Any] = unstructure(_coverage(catalog))
    return found


REGISTERS: dict[str, Callable[[Catalog], dict[str, Any]]] = {
    "platforms": _platforms,
    "bases": _bases,
    "documents": _documents,
    "regions": _regions,
    "coverage": _known,
    "deadlines": _deadlines,
}


def deadline_entries(catalog: Catalog) -> list[DeadlineEntry]:
    """All last days of all city-years by date; what has no date comes last."""
    found = [
        DeadlineEntry(
            city=city_year.city,
            city_name=catalog.city_name(city_year.city),
            year=city_year.year,
            kind=due.kind,
            name=due.name,
            date=due.deadline.date,
            printed=due.deadline.printed,
            duty=due.deadline.duty.value,
            note=due.deadline.note,
            source=source_in_full(catalog, due.deadline.source, catalog.main_document(city_year)),
        )
        for city_year in catalog.city_years
        for due in dues(city_year)
    ]
    far = datetime.date.max
    return sorted(found, key=lambda item: item.date if isinstance(item.date, datetime.date) else far)


def _coverage(catalog: Catalog) -> CoverageList:
    on_file = {item.city for item in catalog.city_years} | {item.city for item in catalog.left_out}
    return CoverageList(
        city_years=tuple(
            CoverageEntry(
                city=item.year.city,
                city_name=catalog.city_name(item.year.city),
                year=item.year.year,
                state=item.state,
                checked_on=item.year.checked_on,
                checked_by=item.year.checked_by,
                edited_on=item.year.edited_on,
                silent=item.silent,
                unread=tuple(document.ref for document in item.unread),
                missing=item.missing,
            )
            for item in coverage(catalog)
        ),
        absent=tuple(region.id for region in catalog.province.regions if region.id not in on_file),
    )


def _city(catalog: Catalog, region: Region) -> City:
    years = catalog.years_of(region.id)
    return City(
        id=region.id,
        name=region.name,
        short=region.short,
        initials=region.initials,
        code=region.code,
        on_file=bool(years),
        years=tuple(_year(item) for item in years),
        feed=feed_path(region.id),
        calendar=calendar_path(region.id) if years else None,
        withheld=catalog.withheld(region.id),
    )


def _year(city_year: CityYear) -> YearEntry:
    return YearEntry(
        year=city_year.year,
        notices=city_year.notices,
        checked_on=city_year.checked_on,
        summary=city_year.summary,
        page=year_page(city_year),
        data=city_year_path(city_year),
        rules=rules_path(city_year),
        card=card_path(city_year),
    )


def _index(catalog: Catalog) -> Index:
    province = catalog.province
    on_file = {item.city for item in catalog.city_years}
    return Index(
        license=LICENSE,
        province=ProvinceEntry(province.id, province.code, province.name),
        cities=tuple(
            CityEntry(
                id=region.id,
                name=region.name,
                short=region.short,
                initials=region.initials,
                code=region.code,
                years=catalog.years(region.id),
                path=city_path(region.id),
                withheld=catalog.withheld(region.id),
            )
            for region in province.regions
        ),
        rules=tuple(rules_path(item) for item in catalog.city_years),
        city_years=tuple(city_year_path(item) for item in catalog.city_years),
        registers=tuple(register_path(name) for name in sorted(REGISTERS)),
        schemas=tuple(schema_path(name) for name in SCHEMAS),
        tables=tuple(table_path(name) for name in TABLES),
        archive=ARCHIVE,
        openapi=OPENAPI,
        feeds=(feed_path(), *(feed_path(region.id) for region in province.regions)),
        calendars=(
            calendar_path(),
            *(calendar_path(region.id) for region in province.regions if region.id in on_file),
        ),
    )


def _document(catalog: Catalog, document: Document) -> dict[str, Any]:
    return {"ref": document.ref, "page": page_of(document), **plain(catalog, document)}
