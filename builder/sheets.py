"""What the calculator's page loads of a city and year: the form that it draws before Python runs, the rules.

The form is made here by the very function that Python calls later, so that the page's script needs no words
and no reading of rules of its own. Both lie in one file, which says of which edition they are; the page of
the city-year names the edition that it shows. So none can be of another day without being noticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from builder.api.rules import make_rules
from builder.catalog import Catalog
from builder.making.recipe import Recipe
from xueshi.jsontext import dumps
from xueshi.model.policy import CityYear
from xueshi.page import sheet


class Editions:
    """The editions of the files, noted as these are made, for the pages that name them."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, int], str] = {}

    def note(self, city_year: CityYear, name: str) -> None:
        """A file was made, in the place of one that was noted before."""
        self._names[city_year.city, city_year.year] = name

    def of(self, city_year: CityYear) -> str:
        """The edition of a city-year's file, which must have been made."""
        return self._names[city_year.city, city_year.year]


def sheet_recipes(catalog: Catalog, editions: Editions) -> Iterator[Recipe]:
    """A file for every city-year; what is made of them is noted in ``editions``."""
    for city_year in catalog.city_years:
        path = f"assets/calculator/{city_year.city}/{city_year.year}.json"
        yield Recipe(path, _file, (city_year, editions.note))


def edition(catalog: Catalog, city_year: CityYear) -> str:
    """The name of what a city-year's form and rules say: other words, another name."""
    return _edition(_content(catalog, city_year))


def _file(catalog: Catalog, city_year: CityYear, note: Callable[[CityYear, str], None]) -> str:
    content = _content(catalog, city_year)
    name = _edition(content)
    note(city_year, name)
    return f'{{"edition":"{name}",{content}}}\n'


def _content(catalog: Catalog, city_year: CityYear) -> str:
    rules = make_rules(catalog, city_year)
    return f'"sheet":{dumps(sheet(rules))},"rules":{dumps(rules)}'


def _edition(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]
