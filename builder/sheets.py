"""What the calculator's page draws before Python runs in it: the form of each city and year.

Made here by the very function that the page calls later, so that the page's script needs no words and no
reading of rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.api.rules import make_rules
from builder.catalog import Catalog
from builder.making.recipe import Recipe
from xueshi.jsontext import dumps
from xueshi.model.policy import CityYear
from xueshi.page import sheet


def sheet_recipes(catalog: Catalog) -> Iterator[Recipe]:
    """A sheet for every city-year."""
    for city_year in catalog.city_years:
        yield Recipe(f"assets/calculator/{city_year.city}/{city_year.year}.json", _sheet, (city_year,))


def _sheet(catalog: Catalog, city_year: CityYear) -> str:
    return dumps(sheet(make_rules(catalog, city_year))) + "\n"
