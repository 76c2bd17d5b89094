"""One data file open on the desk of the page: read, checked beside the published files, shown as a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.catalog import Catalog
from builder.checks.run import check_folder
from builder.editor.beside import added, shown
from builder.folder import REGISTERS, DataFile, Folder, understood
from builder.reading import Problem, Reading, read_bytes, read_text
from xueshi.model.policy import CityYear

CITY = re.compile(r"^city: *([a-z]+)", re.MULTILINE)
YEAR = re.compile(r"^year: *(\d{4})\b", re.MULTILINE)
BOM = "\ufeff".encode()
UNSAVED_CITY = "city"
"""Stands for the folder of a file that does not name its city."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of a file from disk; None when it is no text that can be worked on.

    How its lines ended, and whether a mark stood before it, is remembered for saving.
    """

    text: str | None
    crlf: bool
    bom: bool
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the open file found; the catalog it is part of when there is no error."""

    reading: Reading
    catalog: Catalog | None
    problems: list[Problem]


def open_bytes(content: bytes, name: str) -> Opened:
    """The text of a file; what keeps it from being read as one is told."""
    reading = read_bytes(content, name)
    if reading.data is None and not reading.places.lines:
        return Opened(None, False, False, reading.problems)
    encodings = [problem for problem in reading.problems if problem.code == "E001"]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    crlf = "\r\n" in text
    return Opened(text.replace("\r\n", "\n"), crlf, content.startswith(BOM), encodings)


def place_of(name: str, text: str) -> PurePosixPath:
    """The place in the data folder a file belongs to, by its name and by what it says of itself."""
    if name in REGISTERS:
        return PurePosixPath(name)
    city, year = CITY.search(text), YEAR.search(text)
    if city or year or re.fullmatch(r"\d{4}\.yml", name):
        stem = name.removesuffix(".yml") if re.fullmatch(r"\d{4}\.yml", name) else year[1] if year else "0000"
        return PurePosixPath("cities", city[1] if city else UNSAVED_CITY, f"{stem}.yml")
    stem = re.sub(r"\.ya?ml$|[^a-z0-9-]", "", name.lower()) or "draft"
    return PurePosixPath("documents", f"{stem}.yml")


def schema_of(place: PurePosixPath) -> str:
    """The name of the schema that a file of that place keeps to."""
    return {"cities": "city-year", "documents": "documents"}.get(place.parts[0], place.stem)


def read_open(text: str, place: PurePosixPath) -> DataFile:
    """The open file as the checks see a file of the folder."""
    return understood(place, read_text(text, shown(place)))


def check(text: str, place: PurePosixPath, files: Iterable[DataFile], *, cases: bool) -> Checked:
    """Check the open file beside published ones. ``cases``: with the worked cases."""
    reading = read_text(text, shown(place))
    file = understood(place, reading)
    beside = list(files)
    others = [other for other in beside if other.place != place]
    whole = added(file, next((other for other in beside if other.place == place), None))
    folder = Folder(Path(), tuple(sorted([whole, *others], key=lambda item: item.place)))
    catalog, problems = check_folder(folder, work=cases)
    return Checked(reading, catalog, problems)


def city_year(checked: Checked, place: PurePosixPath) -> CityYear | None:
    """The open city-year in a sound catalog."""
    if checked.catalog is None or place.parts[0] != "cities":
        return None
    return checked.catalog.city_year(place.parts[1], int(place.stem))
