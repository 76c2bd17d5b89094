"""Every generated page as a recipe: a new kind of page is a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from builder.addresses import city_page, document_page, page_of_year, year_page
from builder.catalog import Catalog
from builder.making.recipe import Recipe
from builder.pages import cities, compare, coverage, documents, due, home, registers
from builder.pages.book import CITIES, DOCUMENTS, Book
from builder.pages.documents import Taking
from builder.pages.page import Page
from builder.pages.provinces import parts
from builder.sheets import Editions


def page_recipes(catalog: Catalog, editions: Editions | None = None) -> Iterator[Recipe]:
    """Every generated page except those of the documents.

    ``editions`` are those of the files that were made for the city-years; without them each page works its
    own out.
    """
    yield _recipe("", home.home)
    yield _recipe("calculator/", home.calculator)
    yield _recipe(due.URL, due.due)
    yield _recipe(CITIES.url, cities.hub)
    yield _recipe(coverage.URL, coverage.page)
    yield _recipe(compare.URL, compare.page)
    yield _recipe(registers.PLATFORMS, registers.platforms)
    yield _recipe(registers.BASES, registers.bases)
    yield _recipe(DOCUMENTS.url, documents.hub)
    for part in parts(catalog):
        yield _recipe(part.url, cities.province, part)
    for year in catalog.city_years:
        named = () if editions is None else (editions.of(year),)
        yield _recipe(year_page(year), cities.city_year, year, *named)
    for region in catalog.province.regions:
        yield _recipe(city_page(region.id), cities.city, region)
    for left in catalog.left_out:
        yield _recipe(page_of_year(left.city, left.year), cities.withheld, left)


def document_recipes(catalog: Catalog, taking: Taking) -> Iterator[Recipe]:
    """The pages of the documents, which list what all the other pages took from them."""
    for item in catalog.documents:
        yield _recipe(document_page(item), documents.document, item, taking.of(item))


def all_pages(catalog: Catalog) -> Iterator[Page]:
    """Every generated page, one after the other."""
    taking = Taking()
    for recipe in page_recipes(catalog):
        page = cast(Page, recipe.make(catalog, *recipe.args))
        taking.note(page)
        yield page
    for recipe in document_recipes(catalog, taking):
        yield cast(Page, recipe.make(catalog, *recipe.args))


def _recipe(url: str, make: Callable[..., Page], *args: object) -> Recipe:
    return Recipe(url, _page, (make, *args))


def _page(catalog: Catalog, make: Callable[..., Page], *args: object) -> Page:
    """A page; where the data is invented, it says so."""
    page = make(Book(catalog), *args)
    return replace(page, extra={**page.extra, "synthetic": True}) if catalog.synthetic else page
