"""Files made of their recipes at once, without the rest of a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from builder.api.archive import write_archive
from builder.api.files import api_recipes
from builder.api.paths import ARCHIVE
from builder.catalog import Catalog
from builder.feeds import feed_recipes
from builder.making.recipe import Parts, Recipe, joined


def api_files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the interface, the archive of them all apart."""
    for recipe in api_recipes(catalog):
        yield recipe.name, _text_of(recipe, catalog)


def feed_files(catalog: Catalog, base_url: str | None) -> Iterator[tuple[str, str]]:
    """Name and text of every feed and calendar."""
    for recipe in feed_recipes(catalog, base_url):
        yield recipe.name, _text_of(recipe, catalog)


def _text_of(recipe: Recipe, catalog: Catalog) -> str:
    made: Any = recipe.make(catalog, *recipe.args)
    return joined(catalog, made) if isinstance(made, Parts) else str(made)


def write_api(catalog: Catalog, site: Path) -> list[Path]:
    """Write every file of the interface below ``site``; returns what was written."""
    names = []
    for name, content in api_files(catalog):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        names.append(name)
    write_archive(site, names)
    return [site / name for name in (*names, ARCHIVE)]
