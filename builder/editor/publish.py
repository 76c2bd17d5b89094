"""What the build lays out for the editor: schemas, registers as data, city-years as typed, packs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from builder.catalog import Catalog
from builder.editor.beside import plain_file, shown
from builder.editor.drafting import BLANK_YEAR, CITY
from builder.folder import REGISTERS, understood
from builder.fresh.blank import blank
from builder.hosting.hashes import Marks
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
    marks: Marks | None = None,
) -> None:
    """Write all that the editor loads below ``assets/editor`` of the site, from published data.

    With the ``marks`` of an earlier writing, what no changed file of the data shows in stays as it is.
    Errors: those of ``build_packs``.
    """
    out = site / FOLDER
    names = [f"{item.city}/{item.year}" for item in catalog.city_years]
    years = {year: _places(data, year) for year in names}
    if marks is not None and _stands(data, out, years, marks):
        for place in chain.from_iterable(years.values()):
            if not marks.same(data, place):
                _copy(data, out, place)
        return
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    rest: dict[str, Any] = {
        "years": {year: _copy_year(data, out, places, marks) for year, places in years.items()},
        "blank": blank(CITY, BLANK_YEAR),
        "schemas": {name: schema(name) for name in FILES},
        "packs": [asdict(pack) for pack in build_packs(root, out, progress, quality=quality)],
    }
    with (out / "index.json").open("w", encoding="utf-8", newline="\n") as index:
        index.write(f'{{"schema_version": {SCHEMA_VERSION}, "files": {{')
        for at, (name, file) in enumerate(registers(data)):
            index.write(f"{', ' if at else ''}{dumps(name)}: {dumps(file)}")
        index.write(f"}}, {dumps(rest)[1:]}\n")


def registers(data: Path) -> Iterator[tuple[str, Any]]:
    """The files that every city-year is checked beside, with their places, one after the other."""
    for name in _register_names(data):
        place = PurePosixPath(name)
        yield name, plain_file(understood(place, read_file(data / place, shown(place))))


def _register_names(data: Path) -> list[str]:
    return sorted(
        [*REGISTERS, *(path.relative_to(data).as_posix() for path in (data / "documents").glob("*.yml"))]
    )


def _stands(data: Path, out: Path, years: Mapping[str, list[str]], marks: Marks) -> bool:
    """Whether the index is that of these registers and years; what is asked about is marked."""
    same = [marks.same(data, name) for name in _register_names(data)]
    listed = marks.kept("years", (name for year, places in years.items() for name in (year, *places)))
    return all(same) and listed and out.is_dir()


def _places(data: Path, year: str) -> list[str]:
    """A city-year and its worked cases, as far as they are there."""
    found = (f"cities/{year}.yml", f"cities/{year}.cases.yml")
    return [place for place in found if os.path.isfile(f"{data}/{place}")]  # noqa: PTH113 (there are many)


def _copy_year(data: Path, out: Path, places: list[str], marks: Marks | None) -> list[str]:
    """Copy a city-year and its worked cases as they were typed; gives their places."""
    for place in places:
        if marks is not None:
            marks.same(data, place)
        _copy(data, out, place)
    return places


def _copy(data: Path, out: Path, place: str) -> None:
    (out / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(data / place, out / place)
