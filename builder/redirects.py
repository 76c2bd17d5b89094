"""Old addresses lead to new ones: a page for each former id of a city or a document.

A page, not a rule of a server, because the site may lie on any static host.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from builder.addresses import DOCUMENTS, city_page, document_page, page_of_year, year_page
from builder.catalog import Catalog
from builder.making.recipe import Recipe
from builder.pages.page import relative


def redirects(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Old and new address of every page that moved, from the root of the site."""
    for region in catalog.province.regions:
        for former in region.former_ids:
            yield city_page(former), city_page(region.id)
            for year in catalog.city_years:
                if year.city == region.id:
                    yield page_of_year(former, year.year), year_page(year)
    for document in catalog.documents:
        for former in document.former_ids:
            yield f"{DOCUMENTS}{former}/", document_page(document)


def redirect_recipes(catalog: Catalog) -> Iterator[Recipe]:
    """A page at every old address."""
    for old, new in redirects(catalog):
        yield Recipe(f"{old}index.html", _page, (relative(new, old),))


def _page(_catalog: Catalog, way: str) -> str:
    return page(way)


def page(way: str) -> str:
    """A page that leads on at once, also without scripts; search engines are told which address stays."""
    to = escape(way)
    return (
        '<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f"<title>这一页换了网址</title>\n"
        f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{to}">\n'
        f'<meta name="robots" content="noindex">\n</head>\n<body>\n'
        f'<p>这一页换了网址：<a href="{to}">到新网址</a>。</p>\n</body>\n</html>\n'
    )
