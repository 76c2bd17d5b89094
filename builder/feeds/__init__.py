"""What people subscribe to, per city and of all: feeds of what is on file, calendars of the last days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.api.paths import calendar_path, feed_path
from builder.catalog import Catalog
from builder.feeds.atom import feed, feed_parts
from builder.feeds.calendars import calendar, calendar_parts
from builder.making.recipe import Recipe, text_of

__all__ = ["feed_files", "feed_recipes", "write_feeds"]


def feed_recipes(catalog: Catalog, base_url: str | None) -> Iterator[Recipe]:
    """Every feed and calendar. ``base_url`` makes their links whole.

    A city without a notice has a feed, empty, so that its first notice reaches who waits for it, and no
    calendar: the format has no empty one.
    """
    yield Recipe(feed_path(), feed_parts, (None, base_url))
    yield Recipe(calendar_path(), calendar_parts, (None, base_url))
    for region in catalog.province.regions:
        yield Recipe(feed_path(region.id), feed, (region, base_url))
        if catalog.years_of(region.id):
            yield Recipe(calendar_path(region.id), calendar, (region, base_url))


def feed_files(catalog: Catalog, base_url: str | None) -> Iterator[tuple[str, str]]:
    """Name and text of every feed and calendar."""
    for recipe in feed_recipes(catalog, base_url):
        yield recipe.name, text_of(recipe, catalog)


def write_feeds(catalog: Catalog, site: Path, base_url: str | None) -> list[Path]:
    """Write every feed and calendar below ``site``; returns what was written."""
    written = []
    for name, text in feed_files(catalog, base_url):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written
