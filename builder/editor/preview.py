"""The body of a city-year's page as the build would render it, and a verdict under the edited rule."""

from __future__ import annotations

from typing import Any

from builder.catalog import Catalog
from builder.pages import cities
from builder.pages.book import Book
from builder.shell.body import body_of
from xueshi.model.policy import CityYear


def page(catalog: Catalog, city_year: CityYear) -> dict[str, Any]:
    """Title, address and HTML of the page of a city-year of a sound catalog."""
    made = cities.city_year(Book(catalog), city_year)
    body = body_of(made.body)
    return {"title": made.title, "url": made.url, "html": b"\n".join((body.top, body.rest)).decode("utf-8")}
