"""Old addresses lead to new ones: a page for each former id of a city or a document.

A page, not a rule of a server, because the site may lie on any static host.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from builder.api.paths import page_of, year_page
from builder.catalog import Catalog
from builder.pages.page import relative


def redirects(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Old and new address of every page that moved, from the root of the site."""
    for region in catalog.province.regions:
        for former in region.former_ids:
            yield f"cities/{former}/", f"cities/{region.id}/"
            for year in catalog.city_years:
                if year.city == region.id:
                    yield f"cities/{former}/{year.year}/", year_page(year)
    for document in catalog.documents:
        for former in document.former_ids:
            yield f"documents/{former}/", page_of(document)


def write_redirects(catalog: Catalog, site: Path) -> list[Path]:
    """Write a page at every old address below ``site``; returns what was written."""
    written = []
    for old, new in redirects(catalog):
        path = site / old / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(relative(new, old)), encoding="utf-8", newline="\n")
        written.append(path)
    return written


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
