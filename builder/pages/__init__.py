"""The catalog as pages: plain Markdown with front matter and semantic HTML, one file a page.

A new kind of page is one function that returns a `Page`, one template in ``builder/templates``, and one
line in `all_pages`. What a value means is decided in Python (`wording`, `silence`), never in a template.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from builder.catalog import Catalog
from builder.pages import cities, documents, home, registers
from builder.pages.book import Book
from builder.pages.page import Page

__all__ = ["Page", "all_pages", "write_pages"]


def all_pages(catalog: Catalog) -> list[Page]:
    """Every generated page. Documents come last: they list what the other pages took from them."""
    book = Book(catalog)
    years = [cities.city_year(book, year) for year in catalog.city_years]
    platforms, bases = registers.platforms(book), registers.bases(book)
    citing = [
        *(documents.Citing(item.page.title, item.page.url, item.cites) for item in years),
        documents.Citing(platforms.page.title, platforms.page.url, platforms.cites),
        documents.Citing(bases.page.title, bases.page.url, bases.cites),
    ]
    return [
        home.home(book),
        home.calculator(book),
        cities.hub(book),
        *(cities.city(book, region) for region in catalog.province.regions),
        *(item.page for item in years),
        *(cities.withheld(book, item) for item in catalog.left_out),
        platforms.page,
        bases.page,
        documents.hub(book),
        *(documents.document(book, item, citing) for item in catalog.documents),
    ]


def write_pages(catalog: Catalog, docs: Path, out: Path) -> list[Page]:
    """Fill ``out`` anew: what people wrote in ``docs``, and the generated pages. Returns the latter."""
    if out.exists():
        shutil.rmtree(out)
    shutil.copytree(docs, out)
    pages = all_pages(catalog)
    if catalog.province.synthetic:
        pages = [replace(page, extra={**page.extra, "synthetic": True}) for page in pages]
    for page in pages:
        path = out / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text(), encoding="utf-8")
    return pages
