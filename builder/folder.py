"""The data folder: which files it may hold, and what became of each when it was read and structured."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from builder.marks import Mark, mark_of
from builder.reading import Problem, Reading, read_file, reason
from builder.reading.aside import LaidAside, laid_aside
from builder.reading.places import START, Place
from builder.reading.quick import forget
from xueshi.model import structure as model
from xueshi.model.policy import CityYear, ListedPlatform
from xueshi.model.registers import BaseList, Document, Platform, Province, Region
from xueshi.model.values import Source
from xueshi.validate import validate
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

FOLDERS = ("cities", "documents")
"""Folders that must hold at least one file."""

IGNORED = ("schema", "README.md")
"""Names at the top that are no data."""

HIDDEN = ("Thumbs.db", "desktop.ini")
"""Files that Windows leaves behind unseen; like names that begin with a dot they are passed over."""

ENDINGS = re.compile(r"(?:\.(?:ya?ml|txt|json))+", re.IGNORECASE)
"""Endings that programs put in the place of ``.yml``, or after it."""


Nodes = tuple[tuple[model.Path, object], ...]
"""Objects with their paths."""

NAMED = (CityYear, Document, ListedPlatform, Platform, BaseList, Region)
"""What other files name, or what names other files."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What the checks across files ask of every file, found in one walk."""

    objects: Nodes
    """The objects of the classes in ``NAMED``."""
    documents: tuple[str, ...]
    """Every document that the file names, each once."""
    sources: tuple[str | None, ...]
    """The documents that its sources name, each once; None where one names none."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of the data folder: as read, as an object of the model, or what could be saved of it."""

    place: PurePosixPath
    """Path inside the data folder."""
    reading: Reading | LaidAside
    value: object = None
    """The whole object; None when the file has errors or is a file of worked cases."""
    parts: tuple[tuple[model.Path, object], ...] = ()
    faults: tuple[Problem, ...] = ()
    _found: list[tuple[Callable[[DataFile], object], object]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    """What was found in this file alone, by what looked for it: there are few of these, and many files."""

    @property
    def nodes(self) -> Nodes:
        """Every sound object in the file with its path, outer before inner; not kept, they are many."""
        return tuple(node for path, part in self.parts for node in walk(part, path))

    @property
    def gist(self) -> Gist:
        """What other files are held against."""
        return self.once(_gist)

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What is wrong inside single objects of the file."""
        return self.once(_doubts)

    def once[T](self, find: Callable[[DataFile], T]) -> T:
        """What is found in this file alone, looked for once."""
        for finder, found in self._found:
            if finder is find:
                return found  # type: ignore[return-value]
        result = find(self)
        self._found.append(_nothing(find) if result == () else (find, result))
        return result

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


def _gist(file: DataFile) -> Gist:
    nodes = file.nodes
    sources = tuple(dict.fromkeys(node.document for _, node in nodes if isinstance(node, Source)))
    objects = tuple((path, node) for path, node in nodes if isinstance(node, NAMED))
    documents = {ref: None for ref in sources if ref is not None}
    for _, node in objects:
        if isinstance(node, CityYear):
            documents.update(dict.fromkeys(node.notices))
        elif isinstance(node, Document):
            documents.update(dict.fromkeys(node.rests_on))
    return Gist(objects, tuple(documents), sources)


def _doubts(file: DataFile) -> tuple[Problem, ...]:
    return tuple(file.problem(fault) for path, part in file.parts for fault in validate(part, path))


@cache
def _nothing[T](find: T) -> tuple[T, tuple[()]]:
    """That nothing was found, which is so of most files: one note for all of them."""
    return find, ()


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
    found, strays, problems = _listing(root)
    told = {PurePosixPath(name) for name in FOLDERS if shown(root, name) in {item.file for item in problems}}
    told |= {place for item in strays for place in (item, meant_by(item)) if place is not None}
    for name in FOLDERS:
        if not any(place.parts[0] == name for place in (*found, *told)):
            why = "里面没有数据文件" if (root / name).is_dir() else "文件夹不存在"
            problems.append(_unread(root, name, why))
    missing = [PurePosixPath(name) for name in REGISTERS if PurePosixPath(name) not in found]
    places = sorted({*found, *missing}, key=attrgetter("parts"))
    files = tuple(shelf.take(root, place) for place in places)
    shelf.keep(places)
    forget()
    problems += [stray(root, place) for place in strays]
    return Folder(root, files, tuple(strays), tuple(problems))


def _listing(root: Path) -> tuple[list[PurePosixPath], list[PurePosixPath], list[Problem]]:
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
        _unread(root, Path(error.filename).relative_to(root).as_posix(), reason(error, root))
        for error in closed
        if Path(error.filename) != root
    ]
    return known, sorted(strays), problems


def _is_passed_over(inside: PurePosixPath, name: str) -> bool:
    return name.startswith(".") or name in HIDDEN or (name in IGNORED and not inside.parts)


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
        case ("cities", _, _) if place.suffix == ".yml":
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


VALUE_CODES = frozenset({"E015", "E016", "E029", "E030"})
"""What may be wrong with the form of a value; whether there is such a field is another question."""


def understood(place: PurePosixPath, reading: Reading) -> DataFile:
    """One file that was read, as an object of the model or what could be saved; its place tells its kind."""
    kind = kind_of(place)
    if kind is None or (reading.data is None and reading.problems):
        return DataFile(place, reading)
    made = model.structure_parts(kind, reading.data)
    chosen = {fault.path for fault in made.faults if fault.code == "E106"}
    # `no` in a field that takes certain words: those help, and true or false would be wrong once more.
    said = [item for item in reading.problems if item.code != "E017" or item.path not in chosen]
    if len(said) < len(reading.problems):
        reading = replace(reading, problems=said)
    doubted = {item.path: item.code for item in said if item.path}
    found = [
        fault
        for fault in made.faults
        if fault.path not in doubted or (fault.code == "E103" and doubted[fault.path] in VALUE_CODES)
    ]
    found += _empty(reading.data, (), {fault.path for fault in made.faults})
    faults = tuple(reading.places.problem(fault) for fault in found)
    broken = faults or any(problem.is_error for problem in reading.problems)
    return DataFile(place, reading, None if broken else made.value, tuple(made.parts), faults)


def _empty(data: object, path: model.Path, told: Set[model.Path]) -> Iterator[model.Fault]:
    """Fields that are written without a value: what was lost there, nobody can say."""
    if path in told:
        return
    if data is None and path:
        yield model.Fault("E110", path, "", ("有内容的值，或者整行删掉",))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _empty(value, (*path, key), told)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _empty(value, (*path, index), told)


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
    if len(place.parts) > 1:
        return None
    names = {name.removesuffix(".yml"): name for name in (REGISTERS if place.suffix else FOLDERS)}
    close = difflib.get_close_matches(place.stem.lower(), names, n=1, cutoff=0.7)
    return PurePosixPath(names[close[0]]) if close else None


def _unread(root: Path, place: PurePosixPath | str, why: str) -> Problem:
    """A folder that could not be read."""
    return Problem("E028", shown(root, place), START.line, START.column, (), why)
