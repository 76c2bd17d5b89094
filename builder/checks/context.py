"""What a check across files may look at: the folder, its registers, and who stands behind a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from builder.catalog import named_documents
from builder.folder import NAMED, DataFile, Folder
from builder.reading import Problem
from xueshi.model import structure as model
from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Held, Platform, Region
from xueshi.model.structure import Fault
from xueshi.model.values import Source

T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """The data under check. Registers hold what could be understood, even of files with errors."""

    folder: Folder
    sources: Path | None = None

    def every(self, register: str, kind: type[T]) -> Iterator[tuple[DataFile, model.Path, T]]:
        """Every sound object of a class in the files of a register, with its file and path."""
        for file in self.folder.under(register):
            for path, node in file.gist.objects if kind in NAMED else file.nodes:
                if isinstance(node, kind):
                    yield file, path, node

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by printed number and by title."""
        return named_documents([node for _, _, node in self.every("documents", Document)])

    @cached_property
    def platforms(self) -> dict[str, Platform]:
        """Platforms by id."""
        return {node.id: node for _, _, node in self.every("platforms.yml", Platform)}

    @cached_property
    def base_lists(self) -> dict[str, BaseList]:
        """Lists of bases by id."""
        return {node.id: node for _, _, node in self.every("bases.yml", BaseList)}

    @cached_property
    def regions(self) -> dict[str, Region]:
        """Regions by id."""
        return {node.id: node for _, _, node in self.every("regions.yml", Region)}

    def city_years(self) -> Iterator[tuple[DataFile, CityYear]]:
        """Every city-year that is sound as a whole."""
        for file, path, node in self.every("cities", CityYear):
            if path == ():
                yield file, node

    @cached_property
    def wrong_notices(self) -> dict[str, str]:
        """City-year files whose main notice is that of another city or year, with the code that says so."""
        found = {}
        for file in self.folder.under("cities"):
            document = self.documents.get(main_notice(file) or "")
            city, year = written(file, "city"), written(file, "year")
            if document is None:
                continue
            if document.region is not None and city == file.place.parts[1] != document.region:
                found[file.place.as_posix()] = "E241"
            elif str(year) == file.place.stem and str(year) not in f"{document.number}{document.title}":
                found[file.place.as_posix()] = "E235"
        return found

    def may_rest_on(self, held: Held, file: DataFile) -> bool:
        """Whether a source of a file may stand in a document that is held that way: a quick first look."""
        found = [self.documents.get(ref) for ref in file.gist.sources if ref is not None]
        if None in file.gist.sources:
            found.append(self.documents.get(main_notice(file) or ""))
            found += [node for _, node in file.gist.objects if isinstance(node, Document)]
        return any(document is not None and document.held is held for document in found)

    def used_sources(
        self, held: Held | None = None
    ) -> Iterator[tuple[DataFile, model.Path, Source, Document | None]]:
        """Every source with the document it stands in; None where that cannot be known.

        With ``held``, those of files that may rest on documents held that way.
        """
        for file in self.folder.files:
            for path, node in file.nodes if held is None or self.may_rest_on(held, file) else ():
                if isinstance(node, Source):
                    own = None if node.document is not None else _own_document(file, path)
                    yield file, path, node, own or self.document_of(file, node)

    def document_of(self, file: DataFile, source: Source) -> Document | None:
        """The document a source of a file stands in; None where it is unknown, or the wrong main notice."""
        if source.document is None and file.place.as_posix() in self.wrong_notices:
            return None
        return self.documents.get(source.document or main_notice(file) or "")


def written(file: DataFile, name: str) -> object:
    """A field of the file as written, even where the rest of the file is broken."""
    if isinstance(file.value, CityYear):
        return getattr(file.value, name)
    data = file.reading.data
    return data.get(name) if isinstance(data, dict) else None


def main_notice(file: DataFile) -> str | None:
    """The first notice that a city-year file names, read even where the rest of the file is broken."""
    if isinstance(file.value, CityYear):
        return file.value.notices[0] if file.value.notices else None
    data = file.reading.data if file.place.parts[0] == "cities" else None
    if not isinstance(data, dict):
        return None
    notices = data.get("notices")
    first = notices[0] if isinstance(notices, list) and notices else None
    return first if isinstance(first, str) else None


def _own_document(file: DataFile, path: model.Path) -> Document | None:
    """The document whose entry a source without a document belongs to: a remark on itself."""
    if file.place.parts[0] != "documents":
        return None
    found = (node for where, node in file.gist.objects if where == path[:1])
    return next((cast(Document, node) for node in found), None)


def problem(
    file: DataFile,
    path: model.Path,
    code: str,
    found: str,
    *,
    allowed: tuple[str, ...] = (),
    hint: str | None = None,
    on_key: bool = False,
) -> Problem:
    """A problem at a path of a file, at the value or at its key."""
    return file.problem(Fault(code, path, found, allowed, hint, on_key))


def gathered(code: str, used: Iterable[tuple[DataFile, model.Path, str]]) -> Iterator[tuple[DataFile, Fault]]:
    """One fault for each name, at its first place, with the number of its places: one slip is one message."""
    places: dict[str, list[tuple[DataFile, model.Path]]] = {}
    for file, path, name in used:
        places.setdefault(name, []).append((file, path))
    for name, found in places.items():
        distinct = {(file.place, path) for file, path in found}
        times = f"（共 {len(distinct)} 处）" if len(distinct) > 1 else ""
        file, path = found[0]
        yield file, Fault(code, path, f"“{name}”{times}")
