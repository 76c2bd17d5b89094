"""What the build lays out for the editor: schemas, registers as data, city-years as typed, packs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from builder.catalog import Catalog
from builder.editor.beside import plain_file, shown
from builder.editor.drafting import BLANK_YEAR, CITY
from builder.folder import REGISTERS, understood
from builder.fresh.blank import blank
from builder.reading import read_file
from builder.runtime.compression import FINEST
from builder.runtime.packs import build_packs
from builder.schema.json_schema import schema
from builder.schema.kinds import FILES
from xueshi.jsontext import dumps

FOLDER = "assets/editor"
SCHEMA_VERSION = 1


def write_editor(
    root: Path,
    data: Path,
    catalog: Catalog,
    site: Path,
    progress: Callable[[str], None] = lambda _: None,
    *,
    quality: int = FINEST,
) -> None:
    """Write all that the editor loads below ``assets/editor`` of the site, from published data.

    Errors: those of ``build_packs``.
    """
    out = site / FOLDER
    out.mkdir(parents=True, exist_ok=True)
    years = [f"{item.city}/{item.year}" for item in catalog.city_years]
    index: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "files": registers(data),
        "years": {year: _copy_year(data, out, year) for year in years},
        "blank": blank(CITY, BLANK_YEAR),
        "schemas": {name: schema(name) for name in FILES},
        "packs": [asdict(pack) for pack in build_packs(root, out, progress, quality=quality)],
    }
    (out / "index.json").write_text(dumps(index) + "\n", encoding="utf-8", newline="\n")


def registers(data: Path) -> dict[str, Any]:
    """The files that every city-year is checked beside, by place."""
    names = [*REGISTERS, *(path.relative_to(data).as_posix() for path in (data / "documents").glob("*.yml"))]
    places = [PurePosixPath(name) for name in sorted(names)]
    files = [understood(place, read_file(data / place, shown(place))) for place in places]
    return {file.place.as_posix(): plain_file(file) for file in files}


def _copy_year(data: Path, out: Path, year: str) -> list[str]:
    """Copy a city-year and its worked cases as they were typed; gives their places."""
    places = [f"cities/{year}.yml", f"cities/{year}.cases.yml"]
    there = [place for place in places if (data / place).is_file()]
    for place in there:
        (out / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / place, out / place)
    return there
