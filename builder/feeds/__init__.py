"""What people subscribe to, per city and of all: feeds of what is on file, calendars of the last days."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder.api.paths import calendar_path, feed_path
from builder.catalog import Catalog
from builder.feeds.atom import feed
from builder.feeds.calendars import calendar

__all__ = ["feed_files", "write_feeds"]


def feed_files(catalog: Catalog, base_url: str | None) -> Iterator[tuple[str, str]]:
    """Name and text of every feed and calendar. ``base_url`` makes their links whole.

    A city without a notice has a feed, empty, so that its first notice reaches who waits for it, and no
    calendar: the format has no empty one.
    """
    yield feed_path(), feed(catalog, None, base_url)
    yield calendar_path(), calendar(catalog, None, base_url)
    on_file = {item.city for item in catalog.city_years}
    for region in catalog.province.regions:
        yield feed_path(region.id), feed(catalog, region, base_url)
        if region.id in on_file:
            yield calendar_path(region.id), calendar(catalog, region, base_url)


def write_feeds(catalog: Catalog, site: Path, base_url: str | None) -> list[Path]:
    """Write every feed and calendar below ``site``; returns what was written."""
    written = []
    for name, text in feed_files(catalog, base_url):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written.append(path)
    return written
