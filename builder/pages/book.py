"""The catalog as the pages see it: look-ups that cannot fail, orders, and the addresses of the site."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from builder.catalog import Catalog
from builder.pages.citations import Citations
from builder.pages.page import Crumb, relative
from xueshi.model.policy import BaseList, CityYear, Document, Platform, Region

CITIES = Crumb("城市", "cities/")
DOCUMENTS = Crumb("文件", "documents/")


@dataclass(frozen=True)
class Book:
    """One catalog. Names that do not resolve were refused by the checks before any page is made."""

    catalog: Catalog

    def document(self, ref: str) -> Document | None:
        """The document of a printed number or title; None for one that is only named."""
        return self.catalog.document(ref)

    def platform(self, key: str) -> Platform:
        """The platform of that id. Raises ``KeyError`` if there is none."""
        return _there(self.catalog.platform(key), key)

    def bases(self, key: str) -> BaseList:
        """The list of bases of that id. Raises ``KeyError`` if there is none."""
        return _there(self.catalog.base_list(key), key)

    def region(self, key: str) -> Region:
        """The unit of that id. Raises ``KeyError`` if there is none."""
        return _there(self.catalog.region(key), key)

    def resting_on(self, document: Document) -> list[Document]:
        """The documents that rest on one, in the order of all."""
        return self._resting.get(document.id, [])

    @cached_property
    def _resting(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for other in self.catalog.documents:
            for ref in other.rests_on:
                below = self.document(ref)
                if below is not None and other not in found.setdefault(below.id, [])[-1:]:
                    found[below.id].append(other)
        return found

    def document_url(self, ref: str) -> str | None:
        """Address of the page of the document with that number or title."""
        found = self.document(ref)
        return f"{DOCUMENTS.url}{found.id}/" if found else None

    def citations(self, url: str, main: str = "") -> Citations:
        """An empty list of sources for the page at ``url``; ``main`` is the document that goes unsaid."""

        def resolve(ref: str) -> tuple[str, str | None]:
            found = self.document(ref)
            return (found.ref, relative(f"{DOCUMENTS.url}{found.id}/", url)) if found else (ref, None)

        return Citations(main, resolve)

    def years(self, region: str) -> list[CityYear]:
        """The years on file for a unit, newest first."""
        found = [item for item in self.catalog.city_years if item.city == region]
        return sorted(found, key=lambda item: -item.year)

    def withheld(self, region: str) -> tuple[int, ...]:
        """The years of a unit that this build leaves out, newest first."""
        return self.catalog.withheld(region)

    @cached_property
    def newest(self) -> list[CityYear]:
        """All city-years: the latest years first, within a year the most recently checked."""
        return sorted(self.catalog.city_years, key=lambda item: (item.year, item.checked_on), reverse=True)

    @property
    def as_of(self) -> datetime.date:
        """The date of the data."""
        return self.catalog.checked_on

    def subject(self, year: CityYear, key: str) -> str:
        """The name of a subject of that year's tree."""
        return next((node.name for node in year.rule.requirements.walk() if node.id == key), key)


def year_url(year: CityYear) -> str:
    """Address of a city-year's page."""
    return f"{CITIES.url}{year.city}/{year.year}/"


def city_url(region: Region) -> str:
    """Address of a unit's page."""
    return f"{CITIES.url}{region.id}/"


def _there[T](found: T | None, key: str) -> T:
    if found is None:
        raise KeyError(key)
    return found
