"""Pages of the registers: ``/platforms/`` and ``/bases/``."""

from __future__ import annotations

from functools import partial

from builder.pages.book import Book
from builder.pages.environment import render
from builder.pages.limits import LISTED
from builder.pages.page import Page, relative
from xueshi.model.policy import CityYear, ListedPlatform
from xueshi.model.registers import BaseList

PLATFORMS, BASES = "platforms/", "bases/"


def platforms(book: Book) -> Page:
    """All platforms, with the years that list them."""
    url = PLATFORMS
    cites = book.citations(url)
    uses: dict[str, list[tuple[CityYear, ListedPlatform]]] = {}
    for year in book.newest:
        for item in year.platforms:
            uses.setdefault(item.platform, []).append((year, item))
    listed = [
        (platform, found, _subjects(book, found))
        for platform in book.catalog.platforms
        for found in (uses.get(platform.id, []),)
    ]
    body = render(
        "platforms.md.jinja",
        book=book,
        listed=listed,
        years=_choices([year for year in book.newest if year.platforms]),
        subjects=list(dict.fromkeys(name for _, _, names in listed for name in names)),
        cites=cites,
        link=partial(relative, start=url),
    )
    return Page(
        url,
        "学习平台和服务平台",
        f"通知里写到的 {len(listed)} 个平台：网址（照印的和可以打开的）、服务热线、列在哪年、哪些科目下。",
        body,
        about="学习平台（data/platforms.yml）",
        extra={"script": "filter"},
        cites=cites,
    )


def _subjects(book: Book, uses: list[tuple[CityYear, ListedPlatform]]) -> list[str]:
    """The names of the subjects that a platform is listed for, each once."""
    return list(dict.fromkeys(book.subject(year, key) for year, item in uses for key in item.subjects))


def bases(book: Book) -> Page:
    """All lists of bases."""
    url = BASES
    cites = book.citations(url)
    used: list[tuple[BaseList, list[CityYear]]] = [
        (item, [year for year in book.newest if item.id in year.bases]) for item in book.catalog.base_lists
    ]
    total = sum(len(item.bases) for item, _ in used)
    body = render(
        "bases.md.jinja",
        book=book,
        used=used,
        years=_choices([year for year in book.newest if year.bases]),
        levels=list(dict.fromkeys(item.level for item, _ in used)),
        total=total,
        cites=cites,
        link=partial(relative, start=url),
    )
    return Page(
        url,
        "继续教育基地",
        f"通知所附名单里的 {total} 个专业技术人员继续教育基地，照名单的顺序。",
        body,
        about="继续教育基地（data/bases.yml）",
        extra={"script": "filter"},
        cites=cites,
    )


def _choices(years: list[CityYear]) -> list[CityYear]:
    """City-years to choose from; none where they are too many for a choice."""
    return years if len(years) <= LISTED else []
