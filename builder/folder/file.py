"""One file of the data folder: what became of it when it was read and structured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath

from builder.folder.places import kind_of
from builder.reading import Problem, Reading
from builder.reading.aside import LaidAside
from builder.reading.places import Place
from xueshi.model import structure as model
from xueshi.model.policy import CityYear, ListedPlatform
from xueshi.model.registers import BaseList, Document, Platform, Region
from xueshi.model.values import Source
from xueshi.validate import validate
from xueshi.validate.walk import walk

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
