"""The catalog as pages: plain Markdown with front matter and semantic HTML, one file a page.

A new kind of page is one function that returns a `Page`, one template in ``builder/templates``, and one
line in `all_pages`. What a value means is decided in Python (`wording`, `silence`), never in a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.catalog import Catalog
from builder.pages import cities, compare, coverage, documents, due, home, registers
from builder.pages.book import Book
from builder.pages.page import Page

__all__ = ["Page", "all_pages"]


def all_pages(catalog: Catalog) -> Iterator[Page]:
    """Every generated page, one after the other: their bodies need not lie in memory together."""
    pages = _pages(Book(catalog))
    if not catalog.province.synthetic:
        return pages
    return (replace(page, extra={**page.extra, "synthetic": True}) for page in pages)


def _pages(book: Book) -> Iterator[Page]:
    """The pages. Documents come last: they list what the other pages took from them."""
    catalog = book.catalog
    yield home.home(book)
    yield home.calculator(book)
    yield due.due(book)
    yield cities.hub(book)
    yield coverage.page(book)
    compared = compare.page(book)
    if compared is not None:
        yield compared
    platforms, bases = registers.platforms(book), registers.bases(book)
    yield platforms.page
    yield bases.page
    yield documents.hub(book)
    taken = documents.Taking()
    for year in catalog.city_years:
        made = cities.city_year(book, year)
        taken.note(made.page, made.cites)
        yield made.page
    yield from (cities.city(book, region) for region in catalog.province.regions)
    yield from (cities.withheld(book, item) for item in catalog.left_out)
    taken.note(platforms.page, platforms.cites)
    taken.note(bases.page, bases.cites)
    yield from (documents.document(book, item, taken.of(item)) for item in catalog.documents)
