"""Counties by the city that they lie in: who types a county's name gets to the notices of its city."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from builder.catalog import Catalog

LIST = Path(__file__).parents[1] / "divisions.txt"
"""Its head tells the source."""

_NAME = re.compile(r"^(?=.{2,8}$)(?P<short>.+?)(?P<kind>自治县|市|县|区)$")
_SHORTENED = ("县", "市")
"""A district's name without its last character is often a common word: 中原, 解放."""


def counties(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """For each county of a city on the list: the ways to call it, its name and the id of the city.

    Left out are names that two cities of the list have, and units that are on the list themselves.
    """
    regions = catalog.province.regions
    cities = {region.code[:4]: region.id for region in regions if region.code.endswith("00")}
    own = {name for region in regions for name in (region.name, region.short)}
    found = [(name, cities[code[:4]]) for code, name in _listed() if code[:4] in cities and name not in own]
    often = Counter(name for name, _ in found)
    for name, city in found:
        parts = _NAME.match(name)
        if parts is None or often[name] > 1:
            continue
        short = parts["short"]
        usable = parts["kind"] in _SHORTENED and len(short) > 1 and short not in own
        yield (name, short) if usable else (name,), name, city


@cache
def _listed() -> tuple[tuple[str, str], ...]:
    """Code and name of every county in the list."""
    rows = (line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple((row[0], row[1]) for row in rows if len(row[0]) == 6 and not row[0].endswith("00"))
