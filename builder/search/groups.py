"""Which pages share an index: all of a small site; else those of a province, or of a smaller part of it.

An index is made in a process of its own and loaded by itself, so that the memory it takes and the bytes
that a query loads depend on the size of a group, never on that of the site.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from builder.catalog import Catalog
from builder.search.text import address

MOST_PAGES = 800
"""Pages of one index. Pagefind needs up to half a megabyte of memory for a page."""

WHOLE = "all"
COMMON = "site"
"""Pages of no place: prose, hubs, documents of the country."""

FINEST = 6
"""Digits of a division's code."""


def groups(
    files: list[Path], site: Path, catalog: Catalog, most_pages: int = MOST_PAGES
) -> dict[str, list[Path]]:
    """The files of each index by its name: the first digits of the codes of its cities."""
    if len(files) <= most_pages:
        return {WHOLE: files}
    codes = {region.id: region.code for region in catalog.province.regions}
    places = {item.id: codes.get(item.region or "", "") for item in catalog.documents}
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for file in files:
        first, _, rest = address(file, site).partition("/")
        known = {"cities": codes, "documents": places}.get(first, {})
        found[known.get(rest.split("/")[0]) or COMMON].append(file)
    made = {COMMON: found.pop(COMMON, [])}
    made |= _divided(found, 2, most_pages)
    return {name: made[name] for name in sorted(made) if made[name]}


def _divided(cities: dict[str, list[Path]], digits: int, most_pages: int) -> dict[str, list[Path]]:
    """Cities by the first ``digits`` of their codes; what is still too large by one more."""
    parts: defaultdict[str, dict[str, list[Path]]] = defaultdict(dict)
    for code, files in cities.items():
        parts[code[:digits]][code] = files
    made: dict[str, list[Path]] = {}
    for name, inside in parts.items():
        if digits < FINEST and sum(map(len, inside.values())) > most_pages:
            made |= _divided(inside, digits + 1, most_pages)
        else:
            made[name] = sorted(file for files in inside.values() for file in files)
    return made


def label(name: str, catalog: Catalog) -> str:
    """What people call the places of an index."""
    if name in (WHOLE, COMMON):
        return ""
    inside = [region for region in catalog.province.regions if region.code.startswith(name)]
    return (inside[0].province if inside else None) or catalog.province.name
