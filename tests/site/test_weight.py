"""What a page weighs, whether it moves before anything is done on it, and what is there without scripts."""

import pytest
from playwright.sync_api import Browser

from builder.bench.weight import FEWEST_WORDS, MOST_BYTES, MOST_SHIFT, weigh, words_without_scripts
from builder.serving.server import SiteServer
from tests.site.calculator import SANMENXIA

WIDE = ("", SANMENXIA, "calculator/")
NARROW = (*WIDE, "admin/", "bases/", "cities/", "compare/", "dates/", "roster/")


@pytest.mark.parametrize(("width", "pages"), [(360, NARROW), (1280, WIDE)])
def test_pages_are_light_and_stand_still(
    browser: Browser, server: SiteServer, width: int, pages: tuple[str, ...]
) -> None:
    """`build.py bench pages` looks at every kind of page and every city-year."""
    found = [weigh(browser, server, page, page, width) for page in pages]
    assert [(page.name, page.size) for page in found if page.size > MOST_BYTES] == []
    assert [(page.name, page.jumps) for page in found if page.shift > MOST_SHIFT] == []


@pytest.mark.parametrize("page", ["", SANMENXIA, "cities/", "dates/", "compare/"])
def test_pages_are_read_without_scripts(browser: Browser, server: SiteServer, page: str) -> None:
    assert words_without_scripts(browser, server, page) > 5 * FEWEST_WORDS
