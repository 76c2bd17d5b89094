"""The published files that an open file is checked beside, as plain data that is parsed fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from builder.folder import DataFile, understood
from builder.reading import Place, Places, Reading
from xueshi.model.structure import Path

SHOWN = "data"
"""The folder as it is called in messages."""

PRIVATE = "contact"
"""Persons' names, which stay on the pages of the site."""

LISTS = ("platforms.yml", "bases.yml")
"""Registers to whose end a draft adds entries."""

NAMED = ("id", "title", "number", "name", "aliases")
"""Fields whose line is told in a message about another file: what must not occur twice."""


def shown(place: PurePosixPath) -> str:
    """The name of a file in messages."""
    return f"{SHOWN}/{place.as_posix()}"


def plain_file(file: DataFile) -> dict[str, Any]:
    """One published file for the page: its data without persons' names, and the lines of its names."""
    lines = [
        [list(path), place.line]
        for path, place in file.reading.places.values.items()
        if any(step in NAMED for step in path[-2:])
    ]
    return {"data": _public(file.reading.data), "lines": lines}


def beside(files: Mapping[str, Any]) -> Iterator[DataFile]:
    """Published files back from plain data."""
    for name, content in files.items():
        place = PurePosixPath(name)
        places = Places(shown(place), [])
        for steps, line in content["lines"]:
            path: Path = tuple(steps)
            places.values[path] = Place(line, 1)
        yield understood(place, Reading(content["data"], places, []))


def added(file: DataFile, published: DataFile | None) -> DataFile:
    """New entries of a register, as a draft has them, with the published ones behind them.

    A file that has any of the published entries is the whole register and stays as it is.
    """
    mine = file.reading.data
    known = published.reading.data if published is not None else None
    if file.place.name not in LISTS or not isinstance(mine, list) or not isinstance(known, list):
        return file
    if _ids(mine) & _ids(known):
        return file
    joined = Reading([*mine, *known], file.reading.places, file.reading.problems)
    return understood(file.place, joined)


def _ids(entries: list[Any]) -> set[str]:
    return {str(entry.get("id")) for entry in entries if isinstance(entry, Mapping)}


def _public(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _public(value) for key, value in data.items() if key != PRIVATE}
    return [_public(item) for item in data] if isinstance(data, list) else data
