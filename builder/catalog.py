"""All data of the site, typed and frozen, with the look-ups that pages and interfaces need."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from builder.folder import Folder, read_folder
from builder.leaving import LeftOut
from builder.reading import Problem
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Level, Platform, Province, Region
from xueshi.model.values import Source

LEVELS = tuple(Level)


def named_documents(documents: Sequence[Document]) -> dict[str, Document]:
    """Documents by what may name them: the number; the title where it has none, or where no other has it.

    Offices give many notices one title. Such a title names none of them.
    """
    titles = Counter(document.title for document in documents)
    named = {document.title: document for document in documents if titles[document.title] == 1}
    return named | {document.ref: document for document in reversed(documents)}


@dataclass(frozen=True)
class Catalog:
    """Everything published. Order is that of the files, documents by level, city-years by region and year."""

    province: Province
    documents: tuple[Document, ...]
    platforms: tuple[Platform, ...]
    base_lists: tuple[BaseList, ...]
    city_years: tuple[CityYear, ...]
    left_out: tuple[LeftOut, ...] = ()
    """What this build leaves out by name; it is shown as such, never as not on file."""

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return named_documents(self.documents)

    @cached_property
    def _platforms(self) -> dict[str, Platform]:
        return {platform.id: platform for platform in self.platforms}

    @cached_property
    def _base_lists(self) -> dict[str, BaseList]:
        return {base_list.id: base_list for base_list in self.base_lists}

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {region.id: region for region in self.province.regions}

    @cached_property
    def _city_years(self) -> dict[tuple[str, int], CityYear]:
        return {(item.city, item.year): item for item in self.city_years}

    def document(self, ref: str) -> Document | None:
        """The document of a printed number or title."""
        return self._documents.get(ref)

    def platform(self, platform_id: str) -> Platform | None:
        """The platform with an id."""
        return self._platforms.get(platform_id)

    def base_list(self, list_id: str) -> BaseList | None:
        """The list of bases with an id."""
        return self._base_lists.get(list_id)

    def region(self, region_id: str) -> Region | None:
        """The city or unit with an id."""
        return self._regions.get(region_id)

    def city_name(self, city: str) -> str:
        """The full name of a city; its id where it is not in the register."""
        region = self.region(city)
        return region.name if region else city

    def city_year(self, city: str, year: int) -> CityYear | None:
        """One city and year; None when no notice is on file."""
        return self._city_years.get((city, year))

    @cached_property
    def _years(self) -> dict[str, tuple[CityYear, ...]]:
        found: dict[str, list[CityYear]] = {}
        for item in sorted(self.city_years, key=lambda item: -item.year):
            found.setdefault(item.city, []).append(item)
        return {city: tuple(items) for city, items in found.items()}

    def years_of(self, city: str) -> tuple[CityYear, ...]:
        """The city-years on file for a city, newest first."""
        return self._years.get(city, ())

    def years(self, city: str) -> tuple[int, ...]:
        """The years on file for a city, newest first."""
        return tuple(item.year for item in self.years_of(city))

    @cached_property
    def newest(self) -> tuple[CityYear, ...]:
        """All city-years: the latest years first, within a year the most recently checked."""
        return tuple(sorted(self.city_years, key=lambda item: (item.year, item.checked_on), reverse=True))

    @property
    def first_places(self) -> tuple[tuple[str, int], ...]:
        """City and year of the two newest: enough to name another than any given one."""
        return tuple((item.city, item.year) for item in self.latest(2))

    @cached_property
    def first_and_last(self) -> tuple[int, ...]:
        """The earliest and the latest year on file; empty where none is."""
        years = {item.year for item in self.city_years}
        return (min(years), max(years)) if years else ()

    @property
    def several(self) -> bool:
        """Whether there are two city-years that can be compared."""
        return len(self.city_years) > 1

    def latest(self, count: int) -> tuple[CityYear, ...]:
        """The first of the newest."""
        return self.newest[:count]

    @cached_property
    def _resting(self) -> dict[str, tuple[Document, ...]]:
        found: dict[str, dict[str, Document]] = {}
        for other in self.documents:
            for ref in other.rests_on:
                if (below := self.document(ref)) is not None:
                    found.setdefault(below.id, {})[other.id] = other
        return {below: tuple(others.values()) for below, others in found.items()}

    def resting_on(self, document_id: str) -> tuple[Document, ...]:
        """The documents that rest on one, in the order of all."""
        return self._resting.get(document_id, ())

    @cached_property
    def _by_region(self) -> dict[str | None, tuple[Document, ...]]:
        found: dict[str | None, list[Document]] = {}
        for item in self.documents:
            found.setdefault(item.region, []).append(item)
        return {region: tuple(items) for region, items in found.items()}

    def documents_of(self, region: str) -> tuple[Document, ...]:
        """The documents that are registered for a region."""
        return self._by_region.get(region, ())

    @property
    def synthetic(self) -> bool:
        """Whether the data is invented, for measuring."""
        return self.province.synthetic

    def withheld(self, city: str) -> tuple[int, ...]:
        """The years of a city that this build leaves out, newest first."""
        return tuple(sorted((item.year for item in self.left_out if item.city == city), reverse=True))

    def main_document(self, city_year: CityYear) -> Document:
        """The notice a city-year rests on."""
        return self._sure(city_year.notices[0])

    def document_of(self, source: Source, city_year: CityYear | None = None) -> Document:
        """The document a source stands in; the main notice of its city-year where it names none.

        Raises ``KeyError`` for a document that is not in the catalog; the checks leave none such.
        """
        if source.document is not None:
            return self._sure(source.document)
        if city_year is None:
            raise KeyError(source.clause)
        return self.main_document(city_year)

    def _sure(self, ref: str) -> Document:
        if (found := self.document(ref)) is None:
            raise KeyError(ref)
        return found

    @cached_property
    def checked_on(self) -> datetime.date:
        """The newest day on which something was compared with its notice; the date of the data as a whole."""
        return max((item.checked_on for item in self.city_years), default=datetime.date(1970, 1, 1))

    @property
    def last_year(self) -> int:
        """The year of the data."""
        return self.checked_on.year

    def older_than(self, day: datetime.date, months: int) -> bool:
        """Whether so many months have passed from a day to that of the data."""
        passed = (self.checked_on.year - day.year) * 12 + self.checked_on.month - day.month
        return passed - (self.checked_on.day < day.day) >= months


def load_catalog(data: Path) -> tuple[Catalog | None, list[Problem]]:
    """Load a data folder. Returns None and every problem of form and fields when there is an error.

    What the values mean is not looked at here: see ``builder.checks``.
    """
    folder = read_folder(data)
    problems = folder_problems(folder)
    return make_catalog(folder) if not any(item.is_error for item in problems) else None, problems


def folder_problems(folder: Folder) -> list[Problem]:
    """Problems of form and fields of all files."""
    return [*folder.problems, *(problem for file in folder.files for problem in file.problems)]


def make_catalog(folder: Folder, left_out: tuple[LeftOut, ...] = ()) -> Catalog:
    """The catalog of a folder whose files could all be understood; ``left_out`` are no part of it."""
    values = {file.place.as_posix(): file.value for file in folder.files}
    province = cast(Province, values["regions.yml"])
    order = {region.id: index for index, region in enumerate(province.regions)}
    documents = [
        item for file in folder.under("documents") for item in cast(tuple[Document, ...], file.value)
    ]
    city_years = [cast(CityYear, file.value) for file in folder.under("cities")]
    return Catalog(
        province=province,
        documents=tuple(sorted(documents, key=lambda document: LEVELS.index(document.level))),
        platforms=cast(tuple[Platform, ...], values["platforms.yml"]),
        base_lists=cast(tuple[BaseList, ...], values["bases.yml"]),
        city_years=tuple(sorted(city_years, key=lambda item: (order.get(item.city, len(order)), item.year))),
        left_out=left_out,
    )
