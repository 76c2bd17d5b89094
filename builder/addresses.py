"""Where pages, feeds, calendars and scripts lie, from the root of the site. Files of data: `api/paths.py`."""

from __future__ import annotations

from xueshi.model.policy import CityYear
from xueshi.model.registers import Document

CITIES = "cities/"
DOCUMENTS = "documents/"
FRONT = "front-"
"""Begins the name of the folder with the scripts and styles of the pages; a hash of them ends it."""


def city_page(city: str) -> str:
    """The page of a city, by its id."""
    return f"{CITIES}{city}/"


def page_of_year(city: str, year: int) -> str:
    """The page of a city's year, whether the year is published or not."""
    return f"{city_page(city)}{year}/"


def year_page(city_year: CityYear) -> str:
    """The page of a city-year."""
    return page_of_year(city_year.city, city_year.year)


def document_page(document: Document) -> str:
    """The page of a document."""
    return f"{DOCUMENTS}{document.id}/"


def card_page(city_year: CityYear) -> str:
    """The card of a city-year for other people's pages."""
    return f"card/{city_year.city}/{city_year.year}/"


def feed_path(city: str | None = None) -> str:
    """The Atom feed of a city, or of all."""
    return f"feeds/{city or 'all'}.atom"


def calendar_path(city: str | None = None) -> str:
    """The calendar of a city's last days, or of all."""
    return f"calendars/{city or 'all'}.ics"
