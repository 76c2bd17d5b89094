"""Where the files of the interface lie, from the root of the site."""

from __future__ import annotations

from xueshi.model.policy import CityYear

API = "api/v1"
"""The folder of the interface; its number rises when a key is dropped or changes its meaning."""


def rules_path(city_year: CityYear) -> str:
    """Where the rules of a city-year are published."""
    return f"{API}/rules/{city_year.city}/{city_year.year}.json"


def city_year_path(city_year: CityYear) -> str:
    """Where everything about a city-year is published."""
    return f"{API}/cities/{city_year.city}/{city_year.year}.json"


def city_path(city: str) -> str:
    """Where a city and what is on file for it is published."""
    return f"{API}/cities/{city}.json"


def register_path(name: str) -> str:
    """Where a register (``bases``, ``documents``, ``platforms``, ``regions``, ``deadlines``) is published."""
    return f"{API}/{name}.json"


def schema_path(name: str) -> str:
    """Where the JSON Schema of one kind of file is published."""
    return f"{API}/schema/{name}.schema.json"


def table_path(name: str) -> str:
    """Where a table (CSV) is published."""
    return f"{API}/csv/{name}.csv"


ARCHIVE = f"{API}/xueshi-data.zip"
"""Everything below the folder in one file."""
