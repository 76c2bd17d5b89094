"""All files of the interface, written below a site."""

from __future__ import annotations

from pathlib import Path

from builder.api.archive import archive
from builder.api.files import api_files, api_recipes
from builder.api.paths import ARCHIVE
from builder.catalog import Catalog

LICENCE = Path(__file__).resolve().parent.parent.parent / "LICENSE-DATA"


def write_api(catalog: Catalog, site: Path) -> list[Path]:
    """Write every file of the interface below ``site``; returns what was written."""
    written = []
    for name, content in api_files(catalog):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        written.append(path)
    write_archive(catalog, site)
    return [*written, site / ARCHIVE]


def write_archive(catalog: Catalog, site: Path) -> None:
    """Pack what is written of the interface below ``site``."""
    names = sorted(recipe.name for recipe in api_recipes(catalog))
    texts = ((name, (site / name).read_bytes().decode("utf-8")) for name in names)
    (site / ARCHIVE).write_bytes(archive(texts, LICENCE.read_text("utf-8")))
