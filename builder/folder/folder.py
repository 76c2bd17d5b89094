"""All files of the data folder; those that stayed as they were are not read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path, PurePosixPath

from builder.folder.file import DataFile, understood
from builder.folder.places import FOLDERS, REGISTERS, is_cases, listing, meant_by, shown, stray, unread
from builder.marks import Mark, mark_of
from builder.reading import Problem, read_file
from builder.reading.aside import laid_aside
from builder.reading.quick import forget


@dataclass(frozen=True)
class Folder:
    """All files of a data folder, in the order of their paths."""

    root: Path
    files: tuple[DataFile, ...]
    strays: tuple[PurePosixPath, ...] = field(default=())
    """Files and folders that have no business there."""
    problems: tuple[Problem, ...] = ()
    """Folders that are missing, empty or closed, and the strays."""

    @cached_property
    def worked(self) -> tuple[DataFile, ...]:
        """The files of worked cases."""
        return tuple(file for file in self.files if is_cases(file.place))

    @cached_property
    def _registers(self) -> dict[str, list[DataFile]]:
        found: dict[str, list[DataFile]] = {}
        for file in self.files:
            if not is_cases(file.place):
                found.setdefault(file.place.parts[0], []).append(file)
        return found

    def under(self, name: str) -> Iterator[DataFile]:
        """The files of one register: ``documents``, ``cities``, ``platforms.yml`` …; no worked cases."""
        return iter(self._registers.get(name, ()))

    def sound(self, name: str) -> bool:
        """Whether every file of a register was understood, so that a missing name is its user's fault."""
        files = self._registers.get(name, [])
        return bool(files) and all(file.value is not None for file in files)


class Shelf:
    """Files as they were read last: one whose time and size are the same is not read again."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Mark, DataFile]] = {}

    def take(self, root: Path, place: PurePosixPath) -> DataFile:
        """The file at a place, as it is now."""
        key = str(place)
        mark = mark_of(f"{root}/{key}")
        if mark is None:
            self._files.pop(key, None)
            return understood(place, read_file(root / place, shown(root, place)))
        known = self._files.get(key)
        if known is None or known[0] != mark:
            name = shown(root, place)
            place = PurePosixPath(key)  # a path that was sorted and joined carries much along
            known = (mark, _light(root, understood(place, read_file(root / place, name)), name))
            self._files[key] = known
        return known[1]

    def keep(self, places: Iterable[PurePosixPath]) -> None:
        """Forget the files that are no longer there."""
        for place in self._files.keys() - set(map(str, places)):
            del self._files[place]


def _light(root: Path, file: DataFile, name: str) -> DataFile:
    """The file without its text and its plain data, where nothing is wrong with it."""
    if file.problems:
        return file
    cases = file.reading.data if is_cases(file.place) else None
    return replace(file, reading=laid_aside(root, str(file.place), name, cases))


def read_folder(root: Path, shelf: Shelf | None = None) -> Folder:
    """Read everything below ``root``. A register that is missing is a file that cannot be read.

    With a ``shelf``, only what changed since it was last used is read.
    """
    shelf = shelf or Shelf()
    found, strays, problems = listing(root)
    told = {PurePosixPath(name) for name in FOLDERS if shown(root, name) in {item.file for item in problems}}
    told |= {place for item in strays for place in (item, meant_by(item)) if place is not None}
    for name in FOLDERS:
        if not any(place.parts[0] == name for place in (*found, *told)):
            why = "里面没有数据文件" if (root / name).is_dir() else "文件夹不存在"
            problems.append(unread(root, name, why))
    missing = [PurePosixPath(name) for name in REGISTERS if PurePosixPath(name) not in found]
    places = sorted({*found, *missing}, key=attrgetter("parts"))
    files = tuple(shelf.take(root, place) for place in places)
    shelf.keep(places)
    forget()
    problems += [stray(root, place) for place in strays]
    return Folder(root, files, tuple(strays), tuple(problems))
