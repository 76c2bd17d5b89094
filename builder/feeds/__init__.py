"""What people subscribe to, per city and of all: feeds of what is on file, calendars of the last days."""

from __future__ import annotations

from collections.abc import Iterator

from builder.addresses import calendar_path, feed_path
from builder.catalog import Catalog
from builder.feeds.atom import feed, feed_parts
from builder.feeds.calendars import calendar, calendar_parts
from builder.making.recipe import Recipe


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
