"""The catalog as the pages see it: look-ups that cannot fail, and orders."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from builder import addresses
from builder.addresses import document_page
from builder.catalog import Catalog
from builder.pages.citations import Citations
from builder.pages.page import Crumb, relative
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform, Region

CITIES = Crumb("城市", addresses.CITIES)
DOCUMENTS = Crumb("文件", addresses.DOCUMENTS)


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

    def resting_on(self, document: Document) -> tuple[Document, ...]:
        """The documents that rest on one, in the order of all."""
        return self.catalog.resting_on(document.id)

    def document_url(self, ref: str) -> str | None:
        """Address of the page of the document with that number or title."""
        found = self.document(ref)
        return document_page(found) if found else None

    def citations(self, url: str, main: str = "") -> Citations:
        """An empty list of sources for the page at ``url``; ``main`` is the document that goes unsaid."""

        def resolve(ref: str) -> tuple[str, str | None]:
            found = self.document(ref)
            return (found.ref, relative(document_page(found), url)) if found else (ref, None)

        return Citations(main, resolve)

    def years(self, region: str) -> tuple[CityYear, ...]:
        """The years on file for a unit, newest first."""
        return self.catalog.years_of(region)

    def withheld(self, region: str) -> tuple[int, ...]:
        """The years of a unit that this build leaves out, newest first."""
        return self.catalog.withheld(region)

    @property
    def newest(self) -> tuple[CityYear, ...]:
        """All city-years: the latest years first, within a year the most recently checked."""
        return self.catalog.newest

    @property
    def as_of(self) -> datetime.date:
        """The date of the data."""
        return self.catalog.checked_on

    def subject(self, year: CityYear, key: str) -> str:
        """The name of a subject of that year's tree."""
        return next((node.name for node in year.rule.requirements.walk() if node.id == key), key)


def _there[T](found: T | None, key: str) -> T:
    if found is None:
        raise KeyError(key)
    return found
