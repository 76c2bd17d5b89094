"""All files of the interface, written below a site."""

from __future__ import annotations

from pathlib import Path

from builder.api.archive import archive
from builder.api.files import api_files
from builder.api.paths import ARCHIVE
from builder.catalog import Catalog

LICENCE = Path(__file__).resolve().parent.parent.parent / "LICENSE-DATA"


def write_api(catalog: Catalog, site: Path) -> list[Path]:
    """Write every file of the interface below ``site``; returns what was written."""
    files = dict(api_files(catalog))
    written = []
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        written.append(path)
    packed = site / ARCHIVE
    packed.write_bytes(archive(files.items(), LICENCE.read_text("utf-8")))
    return [*written, packed]
