"""Calendars of the last days that notices state, with an alarm each. Days without a date are left out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.api.paths import year_page
from builder.catalog import Catalog
from builder.deadlines import Due, dues
from xueshi.ics import Event, calendar_file
from xueshi.model.policy import CityYear, Region

REFRESH_DAYS = 1


def calendar(catalog: Catalog, region: Region | None, base_url: str | None) -> str:
    """The last days of one city, or of all, as a calendar file."""
    name = f"{region.name}专业技术人员继续教育" if region else f"{catalog.province.name}专业技术人员继续教育"
    return calendar_file(f"{name}：日期", _events(catalog, region, base_url), refresh_days=REFRESH_DAYS)


def _events(catalog: Catalog, region: Region | None, base_url: str | None) -> Iterator[Event]:
    for year in reversed(catalog.years_of(region.id)) if region else catalog.city_years:
        for due in dues(year):
            if due.day is not None:
                yield _event(catalog, year, due, base_url)


def _event(catalog: Catalog, year: CityYear, due: Due, base_url: str | None) -> Event:
    assert due.day is not None
    document = catalog.document_of(due.deadline.source, year)
    told = [
        f"谁的事：{due.deadline.duty}",
        f"通知写“{due.deadline.printed}”",
        f"依据：{document.ref} {due.deadline.source.clause}",
    ]
    if due.deadline.note:
        told.append(due.deadline.note)
    return Event(
        key=f"{year.city}/{year.year}/{due.kind}",
        day=due.day,
        title=f"{catalog.city_name(year.city)} {year.year} 年度：{due.name}的最后一天",
        text="\n".join(told),
        stamped=year.checked_on,
        url=f"{base_url.rstrip('/')}/{year_page(year)}#dates" if base_url else None,
    )
