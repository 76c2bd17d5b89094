"""What holds for the pages of the units and of their years: nothing without its source, nothing made up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from builder.catalog import Catalog
from builder.pages.wording import chinese_date, number, short_date
from builder.silence import silences
from tests.site.pages.conftest import HtmlPage, words
from xueshi.model.policy import CityYear
from xueshi.model.rule import Deadline
from xueshi.model.values import Silence, Source


def figures(year: CityYear) -> Iterator[tuple[str, Source]]:
    """The numbers and dates of a city-year that a page must show, each with its source."""
    rule = year.rule
    for node in rule.requirements.walk():
        if not isinstance(node.min_hours, Silence) and node.source:
            yield number(node.min_hours), node.source
    yield chinese_date(rule.period.start), rule.period.source
    yield chinese_date(rule.period.end), rule.period.source
    for days in (rule.review.employer_days, rule.review.department_days):
        if not isinstance(days, Silence):
            yield number(days), rule.review.source
    for rate in year.rates:
        yield f"{number(rate.percent)}%", rate.source
    for form in year.forms:
        if not isinstance(form.copies, Silence):
            yield number(form.copies), form.source


def deadlines(year: CityYear) -> list[Deadline]:
    """The deadlines that the notice states."""
    found = [getattr(year.rule.deadlines, item.name) for item in fields(year.rule.deadlines)]
    return [item for item in found if isinstance(item, Deadline)]


@pytest.fixture(params=["pingdingshan/2021", "sanmenxia/2025"])
def shown(
    request: pytest.FixtureRequest, pages: list[HtmlPage], catalog: Catalog
) -> tuple[HtmlPage, CityYear]:
    """A city-year and its page."""
    city, year = request.param.split("/")
    found = catalog.city_year(city, int(year))
    assert found is not None
    return next(page for page in pages if page.url == f"cities/{city}/{year}/"), found


def line_of(page: HtmlPage, link: Element) -> Element:
    """The line of the list of sources that a link leads to."""
    key = (link.get("href") or "").removeprefix("#")
    return next(item for item in page.all("li") if item.get("id") == key)


def shows(line: Element, source: Source) -> bool:
    """Whether a line of the list shows a source: clause, words and how something was derived."""
    text = words(line)
    quoted = [words(item) for item in line.iter("q")]
    evidence = " ".join(source.evidence.split())
    return evidence in quoted and source.clause in text and (source.derivation or "") in text


def test_every_number_leads_to_its_source(shown: tuple[HtmlPage, CityYear]) -> None:
    """Each number is itself a link, and the line that it leads to shows its document, clause and words."""
    page, year = shown
    links = page.all("a", "xs-fig")
    for text, source in figures(year):
        mine = [link for link in links if words(link) == text and shows(line_of(page, link), source)]
        assert mine, (page.url, text, source)
        assert year.notices[0] in words(line_of(page, mine[0])), text


def test_every_day_leads_to_its_source(shown: tuple[HtmlPage, CityYear]) -> None:
    """Each last day stands on the page, and its source in the list."""
    page, year = shown
    lines = [item for item in page.all("li") if (item.get("id") or "").startswith("src-")]
    dates = {words(item) for item in page.all("time")}
    for deadline in deadlines(year):
        if isinstance(deadline.date, datetime.date):
            assert {chinese_date(deadline.date), short_date(deadline.date)} <= dates
        assert [line for line in lines if shows(line, deadline.source)], deadline.printed


def test_every_provision_has_a_source(shown: tuple[HtmlPage, CityYear]) -> None:
    """Each provision is told once and ends with a link to its line."""
    page, year = shown
    sections = {words(item.findall("h3")[0]): item for item in page.all("section", "xs-prov")}
    for provision in year.provisions:
        section = sections[provision.title]
        assert provision.text in words(section)
        links = [link for link in section.iter("a") if (link.get("href") or "").startswith("#src-")]
        assert any(shows(line_of(page, link), provision.source) for link in links), provision.title


def test_sources_and_text_lead_to_each_other(shown: tuple[HtmlPage, CityYear]) -> None:
    """Each line of the list is pointed at from the text, and points back."""
    page, _ = shown
    lines = {item.get("id"): item for item in page.all("li") if (item.get("id") or "").startswith("src-")}
    pointed = {(link.get("href") or "")[1:] for link in page.all("a") if "#src-" in (link.get("href") or "")}
    assert pointed == set(lines)
    for key, line in lines.items():
        back = [link.get("href") or "" for link in line.iter("a") if (link.get("href") or "")[:5] == "#ref-"]
        assert back, key


def test_the_notice_and_its_date_stand_at_the_head(
    shown: tuple[HtmlPage, CityYear], catalog: Catalog
) -> None:
    """A reader sees at once what the page rests on."""
    page, year = shown
    head = words(page.all("div", "xs-head")[0])
    notice = catalog.main_document(year)
    assert year.notices[0] in head
    assert isinstance(notice.issued_on, datetime.date)
    assert chinese_date(notice.issued_on) in head
    assert chinese_date(year.checked_on) in head


def test_silence_is_shown(shown: tuple[HtmlPage, CityYear]) -> None:
    """What the notice leaves open has a section of its own."""
    page, year = shown
    expected = [item.title for item in silences(year)]
    assert [words(item) for box in page.all("dl", "xs-unsaid") for item in box.iter("dt")] == expected


def test_the_table_is_whole(pages: list[HtmlPage], catalog: Catalog) -> None:
    """Every row of the annexed table is shown, with the damaged print beside its reading."""
    year = catalog.city_year("pingdingshan", 2021)
    assert year is not None
    assert year.targets is not None
    page = next(page for page in pages if page.url == "cities/pingdingshan/2021/")
    [table] = page.all("div", "xs-table--targets")
    rows = [item for item in table.iter("tr") if item.find("td") is not None]
    assert len(rows) == len(year.targets.rows)
    for row, shown_row in zip(year.targets.rows, rows, strict=True):
        text = words(shown_row)
        assert all(part in text for part in (row.name, str(row.target), str(row.done), row.ratio))
        assert ("表扬" in text) is row.praised
    assert "8000 印作 8()00" in words(rows[0])


def test_the_data_of_a_page_can_be_fetched(shown: tuple[HtmlPage, CityYear], published: Path) -> None:
    """The page links to its own data and rules."""
    page, year = shown
    links = [link.get("href") or "" for link in page.all("a")]
    for kind in ("cities", "rules"):
        name = f"api/v1/{kind}/{year.city}/{year.year}.json"
        assert any(link.endswith(name) for link in links)
        assert (published / name).is_file()


def test_a_unit_without_a_notice_says_so(pages: list[HtmlPage], catalog: Catalog) -> None:
    """Its page shows no hours at all: nothing is taken from elsewhere."""
    empty = [region for region in catalog.province.regions if not catalog.years(region.id)]
    assert len(empty) == 16
    for region in empty:
        page = next(page for page in pages if page.url == f"cities/{region.id}/")
        text = words(page.all("article")[0])
        assert "尚未收录该年度通知" in text
        assert not re.search(r"\d\s*学时", text)
        assert "xueshi-calculator" not in page.text
