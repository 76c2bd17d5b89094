"""The cards that other people put into their pages."""

from __future__ import annotations

from pathlib import Path

from builder.catalog import Catalog
from builder.deadlines import dues
from builder.pages import scale
from builder.pages.wording import number
from tests.site.pages.conftest import HtmlPage, words

LARGEST = 10_000
"""Bytes of a card with all that it loads."""


def test_there_is_a_card_for_every_city_year(catalog: Catalog, cards: list[HtmlPage]) -> None:
    """Under an address made of city and year."""
    assert {card.url for card in cards} == {f"card/{year.city}/{year.year}/" for year in catalog.city_years}


def test_a_card_is_small_and_runs_nothing(published: Path, cards: list[HtmlPage]) -> None:
    """One document and one style sheet; nothing else is loaded, and nothing follows who reads it."""
    for card in cards:
        assert card.all("script") == card.all("img") == card.all("iframe") == []
        assert [link.get("href") for link in card.all("link") if link.get("rel") == "icon"] == ["data:,"]
        sheets = [link.get("href") for link in card.all("link") if link.get("rel") == "stylesheet"]
        assert len(sheets) == 1
        assert sheets[0] is not None
        assert len(card.all("link")) == 2
        size = len(card.text.encode()) + (published / card.path.parent / sheets[0]).stat().st_size
        assert size < LARGEST, card.url


def test_a_card_says_the_numbers_and_days_of_its_year(catalog: Catalog, cards: list[HtmlPage]) -> None:
    """And leads to the calculator of that year."""
    by_url = {card.url: card for card in cards}
    for year in catalog.city_years:
        card = by_url[f"card/{year.city}/{year.year}/"]
        text = words(card.all("main")[0])
        for bar in scale.bars(year.rule.requirements):
            assert bar.hours is None or f"至少 {number(bar.hours)} {year.rule.unit}" in text
        shown = {item.get("datetime") for item in card.all("time")}
        assert shown == {due.day.isoformat() for due in dues(year) if due.day}
        links = [link.get("href") for link in card.all("a")]
        assert f"../../../cities/{year.city}/{year.year}/#check" in links
        assert [base.get("target") for base in card.all("base")] == ["_blank"]
