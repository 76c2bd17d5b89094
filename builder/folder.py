"""The data folder: which files it may hold, and what became of each when it was read and structured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from builder.reading import Problem, Reading, read_file
from builder.reading.places import START, Place
from xueshi.model import structure as model
from xueshi.model.policy import BaseList, CityYear, Document, Platform, Province
from xueshi.validate.walk import walk

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

IGNORED = ("schema", "README.md")


@dataclass(frozen=True)
class DataFile:
    """One file of the data folder: as read, as an object of the model, or what could be saved of it."""

    place: PurePosixPath
    """Path inside the data folder."""
    reading: Reading
    value: object = None
    """The whole object; None when the file has errors or is a file of worked cases."""
    parts: tuple[tuple[model.Path, object], ...] = ()
    faults: tuple[Problem, ...] = ()

    @cached_property
    def nodes(self) -> tuple[tuple[model.Path, object], ...]:
        """Every sound object in the file with its path, outer before inner."""
        return tuple(node for path, part in self.parts for node in walk(part, path))

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the file's form and fields."""
        return [*self.reading.problems, *self.faults]

    def problem(self, fault: model.Fault) -> Problem:
        """A problem at the place of a fault."""
        return self.reading.places.problem(fault)

    def at_path(self, path: model.Path) -> Place:
        """Where a value stands."""
        return self.reading.places.find(path)


@dataclass(frozen=True)
class Folder:
    """All files of a data folder, in the order of their paths."""

    root: Path
    files: tuple[DataFile, ...]
    strays: tuple[PurePosixPath, ...] = field(default=())
    """Files that have no business there."""

    def under(self, name: str) -> Iterator[DataFile]:
        """The files of one register: ``documents``, ``cities``, ``platforms.yml`` …; no worked cases."""
        for file in self.files:
            if file.place.parts[0] == name and not is_cases(file.place):
                yield file

    def sound(self, name: str) -> bool:
        """Whether every file of a register was understood, so that a missing name is its user's fault."""
        return all(file.value is not None for file in self.under(name))


def read_folder(root: Path) -> Folder:
    """Read everything below ``root``. A register that is missing is a file that cannot be read."""
    found = sorted(
        PurePosixPath(path.relative_to(root).as_posix())
        for path in root.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    )
    wanted = [place for place in found if place.parts[0] not in IGNORED]
    known = [place for place in wanted if kind_of(place) is not None or is_cases(place)]
    missing = [PurePosixPath(name) for name in REGISTERS if PurePosixPath(name) not in known]
    files = tuple(_read(root, place) for place in sorted([*known, *missing]))
    return Folder(root, files, tuple(place for place in wanted if place not in known))


def kind_of(place: PurePosixPath) -> Any:
    """The kind of object a file holds, by its place; None for a file without one."""
    if is_cases(place):
        return None
    match place.parts:
        case (name,) if name in REGISTERS:
            return REGISTERS[name]
        case ("documents", _) if place.suffix == ".yml":
            return tuple[Document, ...]
        case ("cities", _, _) if place.suffix == ".yml":
            return CityYear
    return None


def is_cases(place: PurePosixPath) -> bool:
    """Whether a file holds worked cases."""
    return len(place.parts) == 3 and place.parts[0] == "cities" and place.name.endswith(".cases.yml")


def shown(root: Path, place: PurePosixPath) -> str:
    """The name of a file as an admin would type it: seen from the current folder where that is shorter."""
    path = root.absolute() / place
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _read(root: Path, place: PurePosixPath) -> DataFile:
    reading = read_file(root / place, shown(root, place))
    kind = kind_of(place)
    if kind is None or (reading.data is None and reading.problems):
        return DataFile(place, reading)
    made = model.structure_parts(kind, reading.data)
    doubted = {problem.path for problem in reading.problems if problem.path}
    faults = tuple(reading.places.problem(fault) for fault in made.faults if fault.path not in doubted)
    sound = made.value if not any(problem.is_error for problem in reading.problems) else None
    return DataFile(place, reading, sound, tuple(made.parts), faults)


def stray(root: Path, place: PurePosixPath) -> Problem:
    """A file that has no business in the data folder."""
    return Problem("E231", shown(root, place), START.line, START.column, (), place.as_posix(), ALLOWED_PLACES)
