"""What the search knows before it looks anything up: cities and their years, words, characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from builder.catalog import Catalog
from builder.search.characters import looking_alike, sounding_alike, traditional

WORDS = Path(__file__).with_name("words.yml")
SUGGESTED = (
    "学时能不能结转到下一年",
    "审核要几天",
    "哪些学时不用申报",
    "公需课要多少学时",
    "没完成有什么影响",
)
"""Queries offered in the empty box, besides the newest city-years."""


def front(catalog: Catalog, text: set[str], indexes: dict[str, str], shards: int) -> dict[str, Any]:
    """The file the search loads first. ``text`` has all characters of the pages, ``indexes`` the folders."""
    years: dict[str, list[int]] = {}
    for item in catalog.city_years:
        years.setdefault(item.city, []).append(item.year)
    regions = catalog.province.regions
    words = said()
    regional = {letter for item in regions for letter in item.name}
    known = (
        regional | text | {letter for item in words["same"] for phrase in item["said"] for letter in phrase}
    )
    return {
        "cities": [
            [
                item.id,
                item.name,
                item.short,
                item.initials,
                item.code,
                sorted(years.get(item.id, ()), reverse=True),
            ]
            for item in regions
        ],
        "words": words,
        "traditional": traditional(known) + looking_alike(text, known),
        "alike": sounding_alike(item.short for item in regions),
        "suggested": list(SUGGESTED),
        "indexes": indexes,
        "shards": shards,
    }


@cache
def said() -> dict[str, Any]:
    """``words.yml``: how people say it."""
    words: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words
