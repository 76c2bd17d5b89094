"""The page of what is known and what is not: ``/coverage/``."""

from __future__ import annotations

from functools import partial

from builder.coverage import EDITED, FRESH, OLD, STALE_MONTHS, coverage
from builder.pages.book import Book
from builder.pages.environment import render
from builder.pages.page import Page, relative

URL = "coverage/"


def page(book: Book) -> Page:
    """Every city-year on file, then the units of which none is."""
    found = coverage(book.catalog)
    body = render(
        "coverage.md.jinja",
        book=book,
        found=found,
        counts={state: sum(1 for item in found if item.state == state) for state in (FRESH, EDITED, OLD)},
        fresh=FRESH,
        months=STALE_MONTHS,
        absent=[
            region
            for region in book.catalog.province.regions
            if not book.years(region.id) and not book.withheld(region.id)
        ],
        link=partial(relative, start=URL),
    )
    return Page(
        URL,
        "收录和核对的情况",
        "每个城市年度什么时候核对过、通知没有写明什么、哪些文件没有读到、还缺什么。",
        body,
        about="收录和核对的情况",
        extra={"search": {"boost": 0.4}},
    )
