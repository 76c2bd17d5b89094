"""Which files the data folder may hold, and what is told of all others."""

from __future__ import annotations

import difflib
import os
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from unicodedata import normalize

from builder.reading import Problem, reason
from builder.reading.places import START
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform, Province

REGISTERS: dict[str, Any] = {
    "regions.yml": Province,
    "platforms.yml": tuple[Platform, ...],
    "bases.yml": tuple[BaseList, ...],
}
"""Files that must be there, with what they hold."""

ALLOWED_PLACES = (
    "regions.yml",
    "platforms.yml",
    "bases.yml",
    "documents/<名称>.yml",
    "cities/<城市代号>/<年度>.yml",
    "cities/<城市代号>/<年度>.cases.yml",
)
"""What the data folder may hold, as shown to admins."""

FOLDERS = ("cities", "documents")
"""Folders that must hold at least one file."""

IGNORED = ("schema", "README.md")
"""Names at the top that are no data."""

HIDDEN = ("Thumbs.db", "desktop.ini")
"""Files that Windows leaves behind unseen; they are passed over."""

HALF_MADE = (".", "~$")
"""How the names of files begin that programs keep while somebody works."""

YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
"""The year in the name of a file."""

ENDINGS = re.compile(r"(?:\.(?:ya?ml|txt|json))+", re.IGNORECASE)
"""Endings that programs put in the place of ``.yml``, or after it."""


def listing(root: Path) -> tuple[list[PurePosixPath], list[PurePosixPath], list[Problem]]:
    """Files of the data, what is none, and the folders that could not be opened. Links are not followed."""
    known: list[PurePosixPath] = []
    strays: list[PurePosixPath] = []
    closed: list[OSError] = []
    for folder, folders, names in root.walk(on_error=closed.append):
        inside = PurePosixPath(folder.relative_to(root).as_posix())
        for name in [*folders, *names]:
            if _is_passed_over(inside, name):
                folders[:] = [other for other in folders if other != name]
                continue
            place = inside / name
            if name not in folders or not _may_hold_data(place):
                (known if is_cases(place) or kind_of(place) is not None else strays).append(place)
                folders[:] = [other for other in folders if other != name]
    problems = [
        unread(root, Path(error.filename).relative_to(root).as_posix(), reason(error, root))
        for error in closed
        if Path(error.filename) != root
    ]
    return known, sorted(strays), problems


def _is_passed_over(inside: PurePosixPath, name: str) -> bool:
    return name.startswith(HALF_MADE) or name in HIDDEN or (name in IGNORED and not inside.parts)


def _may_hold_data(place: PurePosixPath) -> bool:
    """Whether a folder is one of those that data lies in."""
    return place.parts in (("documents",), ("cities",)) or (
        len(place.parts) == 2 and place.parts[0] == "cities"
    )


def kind_of(place: PurePosixPath) -> Any:
    """The kind of object a file holds, by its place; None for a file without one."""
    if is_cases(place):
        return None
    match place.parts:
        case (name,) if name in REGISTERS:
            return REGISTERS[name]
        case ("documents", _) if place.suffix == ".yml":
            return tuple[Document, ...]
        case ("cities", _, name) if re.fullmatch(r"\d{4}\.yml", name, re.ASCII):
            return CityYear
    return None


def is_cases(place: PurePosixPath) -> bool:
    """Whether a file holds worked cases."""
    text = str(place)
    return text.endswith(".cases.yml") and text.startswith("cities/") and text.count("/") == 2


def shown(root: Path, place: PurePosixPath | str) -> str:
    """The name of a file as an admin would type it: seen from the current folder where that is shorter."""
    top, here = _seen(root, os.getcwd())  # noqa: PTH109 (asked for every file)
    return f"{top}{place}".removeprefix(here)


@lru_cache(maxsize=4)
def _seen(root: Path, here: str) -> tuple[str, str]:
    """A folder and the current one, as the names of files begin that lie there."""
    return f"{root.absolute().as_posix().rstrip('/')}/", f"{Path(here).as_posix().rstrip('/')}/"


def stray(root: Path, place: PurePosixPath) -> Problem:
    """A file or folder that has no business in the data folder."""
    link, inner = (root / place).is_symlink(), (root / place).is_dir()
    name = place.as_posix() + ("（链接）" if link else "（文件夹）" if inner else "")
    meant = meant_by(place)
    hint = None if meant is None or (root / meant).exists() else meant.as_posix()
    return Problem("E231", shown(root, place), START.line, START.column, (), name, ALLOWED_PLACES, hint)


def meant_by(place: PurePosixPath) -> PurePosixPath | None:
    """The place of data that a stray was probably meant to be: another ending, a slip in the name."""
    if match := ENDINGS.search(place.name):
        renamed = place.with_name(place.name[: match.start()] + ".yml")
        if renamed != place and (kind_of(renamed) is not None or is_cases(renamed)):
            return renamed
        if (
            len(place.parts) == 3
            and place.parts[0] == "cities"
            and (year := YEAR.search(normalize("NFKC", place.name)))
        ):
            return place.with_name(f"{year[0]}.yml")
    if len(place.parts) > 1:
        return None
    names = {name.removesuffix(".yml"): name for name in (REGISTERS if place.suffix else FOLDERS)}
    close = difflib.get_close_matches(place.stem.lower(), names, n=1, cutoff=0.7)
    return PurePosixPath(names[close[0]]) if close else None


def unread(root: Path, place: PurePosixPath | str, why: str) -> Problem:
    """A folder that could not be read."""
    return Problem("E028", shown(root, place), START.line, START.column, (), why)
