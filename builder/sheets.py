"""What the calculator's page draws before Python runs in it: the form of each city and year.

Made here by the very function that the page calls later, so that the page's script needs no words and no
reading of rules of its own.
"""

from __future__ import annotations

from pathlib import Path

from builder.api.rules import make_rules
from builder.catalog import Catalog
from xueshi.jsontext import dumps
from xueshi.model.structure import unstructure
from xueshi.page import handle


def write_sheets(catalog: Catalog, site: Path) -> list[Path]:
    """Write a sheet for every city-year below ``site``; returns what was written."""
    written = []
    for city_year in catalog.city_years:
        path = site / "assets" / "calculator" / city_year.city / f"{city_year.year}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet = handle("open_rules", {"rules": unstructure(make_rules(catalog, city_year))})
        path.write_text(dumps(sheet) + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return written
