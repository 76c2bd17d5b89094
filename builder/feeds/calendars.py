"""Calendars of the last days that notices state, with an alarm each. Days without a date are left out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.addresses import year_page
from builder.catalog import Catalog
from builder.deadlines import Due, dues
from builder.making.recipe import Part, Parts, joined
from xueshi.ics import CALENDAR_END, Event, calendar_head, event_text
from xueshi.model.policy import CityYear
from xueshi.model.registers import Region

REFRESH_DAYS = 1


def calendar(catalog: Catalog, region: Region | None, base_url: str | None) -> str:
    """The last days of one city, or of all, as a calendar file."""
    return joined(catalog, calendar_parts(catalog, region, base_url))


def calendar_parts(catalog: Catalog, region: Region | None, base_url: str | None) -> Parts:
    """The same, a part for every city-year."""
    return Parts(_parts(catalog, region, base_url))


def _parts(catalog: Catalog, region: Region | None, base_url: str | None) -> Iterator[str | Part]:
    name = f"{region.name}专业技术人员继续教育" if region else f"{catalog.province.name}专业技术人员继续教育"
    yield calendar_head(f"{name}：日期", refresh_days=REFRESH_DAYS)
    for year in reversed(catalog.years_of(region.id)) if region else catalog.city_years:
        yield Part((year.city, year.year), _events, (year, base_url))
    yield CALENDAR_END


def _events(catalog: Catalog, year: CityYear, base_url: str | None) -> str:
    dated = [due for due in dues(year) if due.day is not None]
    return "".join([event_text(_event(catalog, year, due, base_url)) for due in dated])


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
