"""Worked cases as files: found beside the rules, and bundled with them as JSON.

The tests of the calculator also run in the browser's Python, where there is no YAML and no calendar
package: they read ``tests/calculator/cases.json``. ``build.py schema`` writes it; a test says when
it is stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.api.rules import make_rules
from builder.catalog import Catalog
from builder.folder import DataFile, Folder
from xueshi.jsontext import dumps

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "tests" / "calculator" / "cases.json"
SUFFIX = ".cases.yml"


@dataclass(frozen=True)
class CaseFile:
    """The worked cases of one city and year."""

    file: DataFile
    city: str
    year: str

    @property
    def cases(self) -> list[Any]:
        """The cases as written; empty when the file does not hold a list."""
        data = self.file.reading.data
        return data if isinstance(data, list) else []


def case_files(folder: Folder) -> Iterator[CaseFile]:
    """Every file of worked cases."""
    for file in folder.worked:
        yield CaseFile(file, file.place.parts[1], file.place.name.removesuffix(SUFFIX))


def bundle(folder: Folder, catalog: Catalog) -> str:
    """Rules and cases of every city and year that has cases, as JSON."""
    entries = {}
    for found in case_files(folder):
        city_year = catalog.city_year(found.city, int(found.year)) if found.year.isdecimal() else None
        if city_year is not None:
            rules = make_rules(catalog, city_year)
            entries[f"{found.city}/{found.year}"] = {"rules": rules, "cases": found.cases}
    return dumps(entries, indent=1) + "\n"
