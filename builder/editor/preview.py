"""The body of a city-year's page as the build would render it, and a verdict under the edited rule."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.tables import TableExtension

from builder.catalog import Catalog
from builder.pages import cities
from builder.pages.book import Book
from xueshi.model.policy import CityYear


def page(catalog: Catalog, city_year: CityYear) -> dict[str, Any]:
    """Title and HTML of the page of a city-year of a sound catalog.

    Generated pages use these two extensions of ``mkdocs.yml``; their headings bring their ids.
    """
    made = cities.city_year(Book(catalog), city_year).page
    renderer = Markdown(extensions=[AttrListExtension(), TableExtension()])
    return {"title": made.title, "url": made.url, "html": renderer.convert(made.body.strip())}
