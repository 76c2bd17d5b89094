"""Pages of the registers: ``/platforms/`` and ``/bases/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from builder.pages.book import Book, year_url
from builder.pages.citations import Citations
from builder.pages.environment import render
from builder.pages.page import Page, relative
from xueshi.model.policy import BaseList, CityYear, ListedPlatform, Platform


@dataclass(frozen=True, slots=True)
class Register:
    """A register's page and the sources it cites."""

    page: Page
    cites: Citations


def platforms(book: Book) -> Register:
    """All platforms, with the years that list them."""
    url = "platforms/"
    cites = book.citations(url)
    listed: list[tuple[Platform, list[tuple[CityYear, ListedPlatform]]]] = [
        (
            platform,
            [(year, item) for year in book.newest for item in year.platforms if item.platform == platform.id],
        )
        for platform in book.catalog.platforms
    ]
    body = render(
        "platforms.md.jinja",
        book=book,
        listed=listed,
        years=sorted({year for _, uses in listed for year, _ in uses}, key=book.newest.index),
        subjects=list(
            dict.fromkeys(
                book.subject(year, key) for _, uses in listed for year, item in uses for key in item.subjects
            )
        ),
        cites=cites,
        link=partial(relative, start=url),
        year_url=year_url,
    )
    page = Page(
        url,
        "学习平台和服务平台",
        f"通知里写到的 {len(listed)} 个平台：网址（照印的和可以打开的）、服务热线、列在哪年、哪些科目下。",
        body,
        about="学习平台（data/platforms.yml）",
        extra={"script": "filter"},
    )
    return Register(page, cites)


def bases(book: Book) -> Register:
    """All lists of bases."""
    url = "bases/"
    cites = book.citations(url)
    used: list[tuple[BaseList, list[CityYear]]] = [
        (item, [year for year in book.newest if item.id in year.bases]) for item in book.catalog.base_lists
    ]
    total = sum(len(item.bases) for item, _ in used)
    body = render(
        "bases.md.jinja",
        book=book,
        used=used,
        years=[year for year in book.newest if year.bases],
        levels=list(dict.fromkeys(item.level for item, _ in used)),
        total=total,
        cites=cites,
        link=partial(relative, start=url),
        year_url=year_url,
    )
    page = Page(
        url,
        "继续教育基地",
        f"通知所附名单里的 {total} 个专业技术人员继续教育基地，照名单的顺序。",
        body,
        about="继续教育基地（data/bases.yml）",
        extra={"script": "filter"},
    )
    return Register(page, cites)
