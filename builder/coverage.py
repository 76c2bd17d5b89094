"""What is known of each city and year: when it was checked, what is silent, unread, missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.catalog import Catalog
from builder.silence import silences
from xueshi.model.policy import CityYear
from xueshi.model.registers import Document, Held
from xueshi.model.values import Silence

STALE_MONTHS = 12
"""A comparison with the notice that is older than this, on the day of the data, is called old."""

FRESH, EDITED, OLD = "已核对", "改后未核对", "核对已久"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One city-year."""

    year: CityYear
    state: str
    """``FRESH``, ``EDITED`` (values changed after the comparison) or ``OLD``."""
    silent: tuple[str, ...]
    """What the notice does not say."""
    unread: tuple[Document, ...]
    """Documents that its notices rest on and that nobody here has read."""
    missing: tuple[str, ...]
    """What a reader would look for and the data has not."""


def coverage(catalog: Catalog) -> list[Coverage]:
    """Every city-year in the order of the catalog."""
    return [of_year(catalog, item) for item in catalog.city_years]


def of_year(catalog: Catalog, year: CityYear) -> Coverage:
    """One city-year."""
    return Coverage(
        year,
        state(catalog, year),
        tuple(item.title for item in silences(year)),
        tuple(_unread(catalog, year)),
        tuple(_missing(catalog, year)),
    )


def state(catalog: Catalog, year: CityYear) -> str:
    """Whether the last comparison with the notice still stands on the day of the data."""
    if year.edited_on is not None and year.edited_on > year.checked_on:
        return EDITED
    return OLD if catalog.older_than(year.checked_on, STALE_MONTHS) else FRESH


def _unread(catalog: Catalog, year: CityYear) -> Iterator[Document]:
    """Documents named by the notices of a year that were not read, each once."""
    notices = [found for ref in year.notices if (found := catalog.document(ref)) is not None]
    named = dict.fromkeys(ref for notice in notices for ref in notice.rests_on)
    for ref in named:
        document = catalog.document(ref)
        if document is not None and document.held is Held.CITED:
            yield document


def _missing(catalog: Catalog, year: CityYear) -> Iterator[str]:
    for ref in year.notices:
        notice = catalog.document(ref)
        if notice is not None and isinstance(notice.url, Silence):
            yield f"{notice.ref} 没有原文网址"
    for listed in year.platforms:
        platform = catalog.platform(listed.platform)
        if platform is not None and all(isinstance(item.url, Silence) for item in platform.addresses):
            yield f"{platform.name}没有可以打开的网址"
    if year.rule.not_modelled:
        yield f"有 {len(year.rule.not_modelled)} 条要求本工具不判断"
