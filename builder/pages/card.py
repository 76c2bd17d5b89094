"""The card of a city-year for other people's pages: a small page of its own, put into an ``iframe``.

It holds numbers, last days and the way to the calculator; no script, and one style sheet beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder import deadlines
from builder.addresses import card_page, year_page
from builder.catalog import Catalog
from builder.hosting.policy import page_policy
from builder.making.recipe import Recipe
from builder.pages import scale
from builder.pages.environment import render
from builder.pages.page import relative
from xueshi.model.policy import CityYear

HEIGHT = 420
"""Height of the frame in CSS pixels at the narrowest width, 280: enough for two last days."""


SITE = "…"
"""Stands for the address of this site, which the build does not always know."""


def card(catalog: Catalog, year: CityYear) -> str:
    """The whole document."""
    url = card_page(year)
    return render(
        "card.html.jinja",
        year=year,
        city=catalog.city_name(year.city),
        bars=scale.bars(year.rule.requirements),
        days=[day for day in deadlines.days(year) if day.date is not None],
        page=relative(year_page(year), url),
        home=relative("", url),
        policy=page_policy(),
        style=relative("assets/css/card.css", url),
    )


def frame(city_name: str, year: CityYear) -> str:
    """What goes into the other page. The page's script puts the site's own address before ``/card/``."""
    return (
        f'<iframe src="{SITE}/{card_page(year)}" title="{city_name} {year.year} 年度继续教育学时" '
        f'width="100%" height="{HEIGHT}" loading="lazy"></iframe>'
    )


def card_recipes(catalog: Catalog) -> Iterator[Recipe]:
    """The card of every city-year."""
    for year in catalog.city_years:
        yield Recipe(f"{card_page(year)}index.html", card, (year,))
