"""What is stale, silent and unread is told of each city-year, on the day of the data and not of the clock."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from builder.catalog import Catalog, load_catalog
from builder.coverage import EDITED, FRESH, OLD, coverage, state
from builder.pages.recipes import all_pages
from tests.builder.broken import FIXTURES

DAY = datetime.date


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The invented folder."""
    found, problems = load_catalog(FIXTURES / "data")
    assert found is not None, problems
    return found


@pytest.mark.parametrize(
    ("checked", "edited", "as_of", "expected"),
    [
        (DAY(2025, 6, 1), None, DAY(2025, 6, 1), FRESH),
        (DAY(2025, 6, 1), None, DAY(2026, 5, 31), FRESH),
        (DAY(2025, 6, 1), None, DAY(2026, 6, 1), OLD),
        (DAY(2025, 6, 1), DAY(2025, 6, 2), DAY(2025, 6, 2), EDITED),
        (DAY(2025, 6, 2), DAY(2025, 6, 2), DAY(2025, 6, 2), FRESH),
        (DAY(2025, 6, 1), DAY(2025, 7, 1), DAY(2027, 6, 1), EDITED),
    ],
)
def test_a_check_grows_old_and_an_edit_outdates_it(
    catalog: Catalog, checked: DAY, edited: DAY | None, as_of: DAY, expected: str
) -> None:
    """Twelve months, to the day; an edit on the day of the check was part of it."""
    year = replace(catalog.city_years[0], checked_on=checked, edited_on=edited)
    newest = replace(year, checked_on=as_of)
    assert state(replace(catalog, city_years=(year, newest)), year) == expected


def test_what_is_silent_unread_and_missing_is_told(catalog: Catalog) -> None:
    """From the data alone."""
    (found,) = coverage(catalog)
    assert "公需选修最少多少学时" in found.silent
    assert [document.ref for document in found.unread] == ["虚人社〔2020〕1号"]
    assert found.missing == ("明人社〔2025〕8号 没有原文网址",)


def test_the_page_names_every_year_and_every_unit_without_one(catalog: Catalog) -> None:
    """And an edited year is marked on its own page, too."""
    year = catalog.city_years[0]
    edited = replace(catalog, city_years=(replace(year, edited_on=DAY(2025, 6, 9)),))
    pages = {page.url: page.body for page in all_pages(edited)}
    assert EDITED in pages["coverage/"]
    assert "2025年6月9日" in pages["coverage/"]
    assert "暗山市" in pages["coverage/"].partition("尚未收录的城市")[2]
    assert EDITED in pages["cities/minghe/2025/"]
    unedited = {page.url: page.body for page in all_pages(catalog)}
    assert EDITED not in unedited["cities/minghe/2025/"]
