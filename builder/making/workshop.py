"""Makes the files of recipes below a folder, and remembers what each was made of."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from builder.catalog import Catalog
from builder.making.asked import Asked, Key
from builder.making.memory import Notes
from builder.making.recipe import Part, Parts, Recipe
from builder.pages.page import Page
from builder.writing import write_file

PAGE = "index.html"
"""The file of a page, in the folder that its address names."""


@dataclass(slots=True)
class Changes:
    """What one making did, as paths below the site."""

    written: list[str] = field(default_factory=list)
    """Files that are new or hold something else than before."""
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a file as it was last made: what of, and how long it is; there are many."""

    part: Part
    keys: tuple[Key, ...]
    size: int


@dataclass(slots=True)
class _Made:
    """A recipe as it was last made."""

    recipe: Recipe
    keys: tuple[Key, ...]
    path: str
    making: int
    """The last making that wanted it."""
    digest: bytes = b""
    stretches: tuple[_Stretch | int, ...] = ()
    """What a file in parts consists of, in its order; of what is no part only the size."""


class _Hashes(Mapping[str, bytes]):
    """The hashes of files by their paths, looked up where they are."""

    def __init__(self, made: Mapping[str, _Made]) -> None:
        self._made = made

    def __getitem__(self, path: str) -> bytes:
        made = self._made.get(path) or self._made[path.removesuffix(PAGE)]
        if made.path != path:
            raise KeyError(path)
        return made.digest

    def __iter__(self) -> Iterator[str]:
        return (made.path for made in self._made.values())

    def __len__(self) -> int:
        return len(self._made)


class Workshop:
    """Makes what must be made. One workshop serves one folder, as long as program and theme stay the same."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}
        self._notes = Notes()
        self._making = 0
        self._changes = Changes()
        self._same: dict[tuple[Key, ...], tuple[Key, ...]] = {}

    @property
    def hashes(self) -> Mapping[str, bytes]:
        """The SHA-256 of every file that is made here, by its path below the site."""
        return _Hashes(self._made)

    def begin(self, catalog: Catalog) -> None:
        """A new making: find out which answers are not what they were."""
        self._changes = Changes()
        self._making += 1
        self._notes.begin(catalog)

    def make(self, site: Path, catalog: Catalog, recipes: Iterable[Recipe]) -> None:
        """Make files that are complete as their recipe gives them."""
        for recipe, made in self._to_make(recipes):
            asked = self._notes.ask(catalog)
            result = recipe.make(asked, *recipe.args)
            assert not isinstance(result, Page)
            if isinstance(result, Parts):
                self._assemble(site, catalog, made, asked, result)
            else:
                self._write(site, made, result if isinstance(result, bytes) else result.encode("utf-8"))
            made.recipe, made.keys = recipe, self._noted(asked)

    def make_pages(
        self,
        site: Path,
        catalog: Catalog,
        recipes: Iterable[Recipe],
        stamp: Callable[[Iterable[Page]], Iterator[tuple[str, bytes]]],
        note: Callable[[Page], None],
    ) -> None:
        """Make pages: ``stamp`` puts them into the shell, ``note`` is told of each that is made anew."""
        waiting: dict[str, _Made] = {}

        def pages() -> Iterator[Page]:
            for recipe, made in self._to_make(recipes):
                asked = self._notes.ask(catalog)
                page = recipe.make(asked, *recipe.args)
                made.recipe, made.keys = recipe, self._noted(asked)
                assert isinstance(page, Page)
                assert page.url == recipe.name
                made.path = f"{page.url}{PAGE}"
                note(page)
                waiting[page.url] = made
                yield page

        for url, html in stamp(pages()):
            self._write(site, waiting.pop(url), html)

    def finish(self, site: Path) -> Changes:
        """Delete what no recipe makes any more. Returns all that was done since the beginning."""
        for name in [name for name, made in self._made.items() if made.making != self._making]:
            made = self._made.pop(name)
            path = site / made.path
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == site or any(folder.iterdir()):
                    break
                folder.rmdir()
            self._changes.removed.append(made.path)
        if self._changes.removed:
            self._notes.keep(key for made in self._made.values() for key in made.keys)
        return self._changes

    def _to_make(self, recipes: Iterable[Recipe]) -> Iterator[tuple[Recipe, _Made]]:
        for recipe in recipes:
            made = self._made.get(recipe.name)
            if made is None:
                made = self._made[recipe.name] = _Made(recipe, (), recipe.name, self._making)
                yield recipe, made
                continue
            if made.making == self._making:
                raise ValueError(f"two recipes for {recipe.name}")
            made.making = self._making
            if not recipe.like(made.recipe) or not self._notes.hold(made.keys):
                yield recipe, made

    def _noted(self, asked: Asked) -> tuple[Key, ...]:
        """What was asked. Most files of a kind ask the same: one note serves them all."""
        keys = tuple(asked.keys)
        return self._same.setdefault(keys, keys)

    def _write(self, site: Path, made: _Made, content: bytes) -> None:
        digest = hashlib.sha256(content).digest()
        if digest == made.digest:
            return
        write_file(f"{site}/{made.path}", content)
        made.digest = digest
        self._changes.written.append(made.path)

    def _assemble(self, site: Path, catalog: Catalog, made: _Made, asked: Asked, parts: Parts) -> None:
        """Write a file part by part; those that would be what they were are copied from the last one."""
        path = site / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        digest, last, stretches = hashlib.sha256(), _placed(made.stretches), list[_Stretch | int]()
        with _bytes_of(path if made.stretches else None) as old, draft.open("wb") as out:
            for item in parts.items:
                if isinstance(item, str):
                    content = item.encode("utf-8")
                    stretches.append(len(content))
                else:
                    start, stretch = last.get(item.name, (0, None))
                    if stretch is not None and old and self._is_good(stretch, item):
                        content = old[start : start + stretch.size]
                    else:
                        own = self._notes.ask(catalog)
                        content = item.make(own, *item.args).encode("utf-8")
                        stretch = _Stretch(item, self._noted(own), len(content))
                    asked.keys.update(dict.fromkeys(stretch.keys))
                    stretches.append(stretch)
                digest.update(content)
                out.write(content)
        made.stretches = tuple(stretches)
        if digest.digest() == made.digest:
            draft.unlink()
            return
        draft.replace(path)
        made.digest = digest.digest()
        self._changes.written.append(made.path)

    def _is_good(self, last: _Stretch, part: Part) -> bool:
        """Whether a part would be made as it was."""
        return last.part.make is part.make and last.part.args == part.args and self._notes.hold(last.keys)


def _placed(stretches: tuple[_Stretch | int, ...]) -> dict[Hashable, tuple[int, _Stretch]]:
    """The parts of a file by their names, and where each begins."""
    placed, start = dict[Hashable, tuple[int, _Stretch]](), 0
    for stretch in stretches:
        if isinstance(stretch, int):
            start += stretch
        else:
            placed[stretch.part.name] = (start, stretch)
            start += stretch.size
    return placed


@contextmanager
def _bytes_of(path: Path | None) -> Iterator[mmap.mmap | None]:
    """The bytes of a file without reading it whole; None where there is none."""
    if path is None or not path.is_file() or path.stat().st_size == 0:
        yield None
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as found:
        yield found
