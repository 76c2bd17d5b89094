"""Feeds and calendars, read by a real feed reader and a real calendar parser."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar

from builder.catalog import Catalog, load_catalog
from builder.deadlines import dues
from tests.builder.made import feed_files

ROOT = Path(__file__).resolve().parent.parent.parent
BASE = "https://example.org/xueshi/"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The published data."""
    catalog, _ = load_catalog(ROOT / "data")
    assert catalog is not None
    return catalog


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, str]:
    """All of them, with whole links."""
    return dict(feed_files(catalog, BASE))


def test_a_reader_finds_each_city_year_under_its_address(catalog: Catalog, files: dict[str, str]) -> None:
    """Well-formed, dated by the day of the last check, newest first, linked to the page."""
    read = feedparser.parse(files["feeds/all.atom"])
    assert not read.bozo
    assert read.version == "atom10"
    assert {entry.link for entry in read.entries} == {
        f"{BASE}cities/{year.city}/{year.year}/" for year in catalog.city_years
    }
    assert [entry.updated for entry in read.entries] == sorted(
        (entry.updated for entry in read.entries), reverse=True
    )
    for entry in read.entries:
        assert "依据" in entry.content[0].value
        assert "<script" not in entry.content[0].value


def test_a_city_without_a_notice_can_be_waited_for(catalog: Catalog, files: dict[str, str]) -> None:
    """Its feed is there and empty, and says so; it has no calendar."""
    filed = {year.city for year in catalog.city_years}
    for region in catalog.province.regions:
        read = feedparser.parse(files[f"feeds/{region.id}.atom"])
        assert not read.bozo
        assert bool(read.entries) == (region.id in filed) == (f"calendars/{region.id}.ics" in files)
        assert read.entries or "尚未收录" in read.feed.subtitle


def test_names_of_entries_stay(files: dict[str, str], catalog: Catalog) -> None:
    """The same in the feed of the city and of all, wherever the site lies, and all different."""
    elsewhere = dict(feed_files(catalog, "https://elsewhere.example/"))
    ids = [entry.id for entry in feedparser.parse(files["feeds/all.atom"]).entries]
    assert ids == [entry.id for entry in feedparser.parse(elsewhere["feeds/all.atom"]).entries]
    assert len(set(ids)) == len(ids)
    own = feedparser.parse(files["feeds/sanmenxia.atom"]).entries
    assert {entry.id for entry in own} < set(ids)


def test_links_without_a_known_address_lead_from_the_feed_to_the_page(catalog: Catalog) -> None:
    """A site that does not know where it lies still has working feeds."""
    text = dict(feed_files(catalog, None))["feeds/sanmenxia.atom"]
    links = re.findall(r'href="([^"]+)"', text)
    assert "../cities/sanmenxia/2025/" in links
    assert "../cities/sanmenxia/" in links
    assert not [link for link in links if "://" in link]


def test_a_calendar_holds_every_dated_last_day_with_an_alarm(catalog: Catalog, files: dict[str, str]) -> None:
    """All-day events that end where the day ends, with stable and different names."""
    for name, text in files.items():
        if not name.endswith(".ics"):
            continue
        city = Path(name).stem
        years = [year for year in catalog.city_years if city in ("all", year.city)]
        wanted = sorted(due.day for year in years for due in dues(year) if due.day is not None)
        parsed = Calendar.from_ical(text)
        assert isinstance(parsed, Calendar)
        events = parsed.walk("VEVENT")
        assert sorted(event.decoded("DTSTART") for event in events) == wanted
        assert len({str(event["UID"]) for event in events}) == len(events)
        for event in events:
            assert event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(days=1)
            assert str(event["URL"]).startswith(BASE)
            (alarm,) = event.walk("VALARM")
            assert alarm.decoded("TRIGGER") == datetime.timedelta(days=-7)
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_the_name_of_an_event_does_not_change_when_the_date_does(catalog: Catalog) -> None:
    """A subscribed calendar moves the event instead of showing it twice."""
    once = dict(feed_files(catalog, None))["calendars/sanmenxia.ics"]
    assert re.findall(r"UID:(\w+)@", once) == re.findall(
        r"UID:(\w+)@", dict(feed_files(catalog, BASE))["calendars/sanmenxia.ics"]
    )


def test_no_person_is_named_and_two_builds_are_equal(catalog: Catalog, files: dict[str, str]) -> None:
    """Contacts stay on the pages; there is no clock."""
    assert dict(feed_files(catalog, BASE)) == files
    text = "".join(files.values())
    people = [base.contact for item in catalog.base_lists for base in item.bases if base.contact]
    assert not [person for person in people if person in text]


def test_an_entry_says_what_is_different_from_the_year_before(catalog: Catalog) -> None:
    """Whoever subscribed reads what changed without opening the page; the next year here is invented."""
    year = catalog.city_year("sanmenxia", 2025)
    assert year is not None
    root = year.rule.requirements
    harder = replace(root, min_hours=Fraction(100))
    following = replace(year, year=2026, rule=replace(year.rule, requirements=harder))
    both = replace(catalog, city_years=(year, following))
    text = dict(feed_files(both, BASE))["feeds/sanmenxia.atom"]
    assert "与 2025 年度相比" in text
    assert "总学时由至少 90 学时改为至少 100 学时" in text
