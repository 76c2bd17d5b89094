"""Every file below ``/api/v1/``, as name and text. Nothing here that a page does not show.

Paths inside the files are written from the root of the site.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
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
from xueshi.jsontext import dumps
from xueshi.model.policy import CityYear, Document, Region
from xueshi.model.structure import unstructure

OPENAPI = f"{API}/openapi.json"


def api_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the interface, the archive of them all apart."""
    for city_year in catalog.city_years:
        yield rules_path(city_year), dumps(make_rules(catalog, city_year)) + "\n"
        main = catalog.main_document(city_year)
        yield city_year_path(city_year), text_of(city_year.checked_on, plain(catalog, city_year, main))
    for region in catalog.province.regions:
        checked = [item.checked_on for item in catalog.city_years if item.city == region.id]
        day = max(checked, default=catalog.checked_on)
        yield city_path(region.id), text_of(day, unstructure(_city(catalog, region)))
    for name, content in _registers(catalog).items():
        yield register_path(name), text_of(catalog.checked_on, content)
    for name in SCHEMAS:
        yield schema_path(name), schema_text(name)
    for name in TABLES:
        yield table_path(name), table_text(catalog, name)
    yield OPENAPI, openapi()
    yield f"{API}/index.json", text_of(catalog.checked_on, unstructure(_index(catalog)))


def _registers(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return {
        "platforms": {"platforms": [plain(catalog, item) for item in catalog.platforms]},
        "bases": {"lists": [plain(catalog, item) for item in catalog.base_lists]},
        "documents": {"documents": [_document(catalog, item) for item in catalog.documents]},
        "regions": plain(catalog, catalog.province),
        "coverage": unstructure(_coverage(catalog)),
        "deadlines": unstructure(DeadlineList(tuple(deadline_entries(catalog)))),
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
    years = [item for item in catalog.city_years if item.city == region.id]
    return City(
        id=region.id,
        name=region.name,
        short=region.short,
        initials=region.initials,
        code=region.code,
        on_file=bool(years),
        years=tuple(_year(item) for item in sorted(years, key=lambda item: -item.year)),
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
        registers=tuple(register_path(name) for name in sorted(_REGISTERS)),
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


_REGISTERS = ("bases", "coverage", "deadlines", "documents", "platforms", "regions")


def _document(catalog: Catalog, document: Document) -> dict[str, Any]:
    return {"ref": document.ref, "page": page_of(document), **plain(catalog, document)}
