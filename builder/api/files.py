"""Every file below ``/api/v1/``, as name and text. Nothing here that a page does not show.

Paths inside the files are written from the root of the site.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from builder.addresses import calendar_path, card_page, document_page, feed_path, year_page
from builder.api.openapi import openapi
from builder.api.paths import (
    API,
    ARCHIVE,
    city_path,
    city_year_path,
    register_path,
    rules_path,
    schema_path,
    table_path,
)
from builder.api.plain import LICENSE, plain, source_in_full, text_of
from builder.api.rules import make_rules
from builder.api.schemas import SCHEMAS, schema_text
from builder.api.shapes import (
    City,
    CityEntry,
    CoverageEntry,
    DeadlineEntry,
    Index,
    ProvinceEntry,
    YearEntry,
)
from builder.api.tables import HEADS, table_parts
from builder.catalog import Catalog
from builder.coverage import of_year as coverage_of
from builder.deadlines import Due, dues
from builder.making.recipe import Part, Parts, Recipe
from xueshi.jsontext import dumps
from xueshi.model.plain import unstructure
from xueshi.model.policy import CityYear
from xueshi.model.registers import Document, Region

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
    yield Recipe(register_path("coverage"), _coverage)
    yield Recipe(register_path("deadlines"), _deadlines)
    for name in SCHEMAS:
        yield Recipe(schema_path(name), _schema, (name,))
    for name in HEADS:
        yield Recipe(table_path(name), table_parts, (name,))
    yield Recipe(OPENAPI, _openapi)
    yield Recipe(INDEX, _whole_index)


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


REGISTERS: dict[str, Callable[[Catalog], dict[str, Any]]] = {
    "platforms": _platforms,
    "bases": _bases,
    "documents": _documents,
    "regions": _regions,
}
"""Registers that are written as a whole."""

LISTS = ("coverage", "deadlines")
"""Registers that hold something of every city-year: they are made in parts."""


def _deadlines(catalog: Catalog) -> Parts:
    """All last days of all city-years by date; what has no date comes last."""
    far = datetime.date.max
    found = [(year, due) for year in catalog.city_years for due in dues(year)]
    found.sort(key=lambda item: item[1].day or far)
    parts = [Part((year.city, year.year, due.kind), _deadline, (year, due)) for year, due in found]
    return Parts(_listed(catalog, "deadlines", parts))


def _deadline(catalog: Catalog, city_year: CityYear, due: Due) -> str:
    return _in_list(
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
    )


def _coverage(catalog: Catalog) -> Parts:
    on_file = {item.city for item in catalog.city_years} | {item.city for item in catalog.left_out}
    absent = [region.id for region in catalog.province.regions if region.id not in on_file]
    parts = [Part((year.city, year.year), _known, (year,)) for year in catalog.city_years]
    return Parts(_listed(catalog, "city_years", parts, {"absent": absent}))


def _known(catalog: Catalog, city_year: CityYear) -> str:
    found = coverage_of(catalog, city_year)
    return _in_list(
        CoverageEntry(
            city=city_year.city,
            city_name=catalog.city_name(city_year.city),
            year=city_year.year,
            state=found.state,
            checked_on=city_year.checked_on,
            checked_by=city_year.checked_by,
            edited_on=city_year.edited_on,
            silent=found.silent,
            unread=tuple(document.ref for document in found.unread),
            missing=found.missing,
        )
    )


def _listed(
    catalog: Catalog, key: str, parts: Sequence[Part], rest: Mapping[str, Any] | None = None
) -> Iterator[str | Part]:
    """A file of the interface whose first list is made in parts, each written by `_in_list`."""
    mark = [PLACE] if parts else []
    before, _, after = text_of(catalog.checked_on, {key: mark, **(rest or {})}).partition(f'"{PLACE}"')
    yield before
    for at, part in enumerate(parts):
        if at:
            yield f",\n{DEEPER}"
        yield part
    yield after


def _in_list(entry: object) -> str:
    """One entry as it stands in the list of a file: no text within JSON has a line break of its own."""
    return dumps(entry, indent=1).replace("\n", f"\n{DEEPER}")


PLACE = "xs-here"
"""Holds the place of the entries."""

DEEPER = "  "
"""How far the entries are moved in."""


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
        card=card_page(city_year),
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
        registers=tuple(register_path(name) for name in sorted((*REGISTERS, *LISTS))),
        schemas=tuple(schema_path(name) for name in SCHEMAS),
        tables=tuple(table_path(name) for name in HEADS),
        archive=ARCHIVE,
        openapi=OPENAPI,
        feeds=(feed_path(), *(feed_path(region.id) for region in province.regions)),
        calendars=(
            calendar_path(),
            *(calendar_path(region.id) for region in province.regions if region.id in on_file),
        ),
    )


def _document(catalog: Catalog, document: Document) -> dict[str, Any]:
    return {"ref": document.ref, "page": document_page(document), **plain(catalog, document)}
