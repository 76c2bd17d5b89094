"""All files of the interface below a folder, without the rest of a site."""

from __future__ import annotations

from pathlib import Path

from builder.api.archive import write_archive
from builder.api.files import api_files
from builder.api.paths import ARCHIVE
from builder.catalog import Catalog


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
