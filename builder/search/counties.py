"""Counties by the city that they lie in: who types a county's name gets to the notices of its city."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from builder.catalog import Catalog

LIST = Path(__file__).parents[1] / "divisions.txt"
"""Its head tells the source."""

_NAME = re.compile(r"^(?=.{2,8}$)(?P<short>.+?)(?P<kind>自治县|市|县|区)$")
_LATIN = re.compile(r"[a-z]{4,}")
_SHORTENED = ("县", "市")
"""A district's name without its last character is often a common word: 中原, 解放."""


@dataclass(frozen=True, slots=True)
class County:
    """A county of a city on the list."""

    name: str
    city: str
    """The city's id."""
    ways: tuple[str, ...]
    """How people call it: 鲁山县, 鲁山, lushanxian, lushan."""


def counties(catalog: Catalog) -> list[County]:
    """The counties of the cities on the list.

    Left out are names that two of them have, and units that are on the list themselves; in pinyin what two
    names, or a name and a city, sound like.
    """
    regions = catalog.province.regions
    cities = {region.code[:4]: region.id for region in regions if region.code.endswith("00")}
    own = {name for region in regions for name in (region.name, region.short, region.id, f"{region.id}shi")}
    found = [
        (name, said, cities[code[:4]])
        for code, name, said in _listed()
        if code[:4] in cities and name not in own
    ]
    often = Counter(name for name, _, _ in found)
    known = [(name, city, tuple(_ways(name, said, own))) for name, said, city in found if often[name] == 1]
    shared = Counter(way for _, _, ways in known for way in ways)
    return [County(name, city, tuple(way for way in ways if shared[way] == 1)) for name, city, ways in known]


def _ways(name: str, said: list[str], own: set[str]) -> Iterator[str]:
    """A name, and it without 县 or 市; the same in pinyin, which ``said`` has for each of its characters."""
    parts = _NAME.match(name)
    if parts is None:
        return
    short = parts["short"]
    brief = parts["kind"] in _SHORTENED and len(short) > 1 and short not in own
    yield name
    if brief:
        yield short
    for latin in ("".join(said), "".join(said[:-1]) if brief else ""):
        if len(said) == len(name) and _LATIN.fullmatch(latin) and latin not in own:
            yield latin


@cache
def _listed() -> tuple[tuple[str, str, list[str]], ...]:
    """Code, name and pinyin of every county in the list."""
    rows = (line.split() for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple((row[0], row[1], row[2:]) for row in rows if len(row[0]) == 6 and not row[0].endswith("00"))
