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
    """A part of a file as it was last made: what of, and where it lies."""

    part: Part
    keys: tuple[Key, ...]
    start: int
    end: int


@dataclass(slots=True)
class _Made:
    """A recipe as it was last made."""

    recipe: Recipe
    keys: tuple[Key, ...]
    path: str
    digest: bytes = b""
    stretches: dict[Hashable, _Stretch] = field(default_factory=dict)


class Workshop:
    """Makes what must be made. One workshop serves one folder, as long as program and theme stay the same."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}
        self._notes = Notes()
        self._met: set[str] = set()
        self._folders: set[Path] = set()
        self._changes = Changes()
        self._same: dict[tuple[Key, ...], tuple[Key, ...]] = {}

    @property
    def hashes(self) -> Mapping[str, bytes]:
        """The SHA-256 of every file that is made here, by its path below the site."""
        return {made.path: made.digest for made in self._made.values()}

    def begin(self, catalog: Catalog) -> None:
        """A new making: find out which answers are not what they were."""
        self._changes = Changes()
        self._met = set()
        self._folders = set()
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
        stamp: Callable[[Iterable[Page]], Iterator[tuple[str, str]]],
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
                made.path = f"{page.url}index.html"
                note(page)
                waiting[page.url] = made
                yield page

        for url, html in stamp(pages()):
            self._write(site, waiting.pop(url), html.encode("utf-8"))

    def finish(self, site: Path) -> Changes:
        """Delete what no recipe makes any more. Returns all that was done since the beginning."""
        for name in [name for name in self._made if name not in self._met]:
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
            if recipe.name in self._met:
                raise ValueError(f"two recipes for {recipe.name}")
            self._met.add(recipe.name)
            made = self._made.get(recipe.name)
            if made is None:
                made = self._made[recipe.name] = _Made(recipe, (), recipe.name)
                yield recipe, made
            elif not recipe.like(made.recipe) or not self._notes.hold(made.keys):
                yield recipe, made

    def _noted(self, asked: Asked) -> tuple[Key, ...]:
        """What was asked. Most files of a kind ask the same: one note serves them all."""
        keys = tuple(asked.keys)
        return self._same.setdefault(keys, keys)

    def _write(self, site: Path, made: _Made, content: bytes) -> None:
        digest = hashlib.sha256(content).digest()
        if digest == made.digest:
            return
        self._place(site, made).write_bytes(content)
        made.digest = digest
        self._changes.written.append(made.path)

    def _place(self, site: Path, made: _Made) -> Path:
        """Where a file goes; its folder is there."""
        path = site / made.path
        if (folder := path.parent) not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return path

    def _assemble(self, site: Path, catalog: Catalog, made: _Made, asked: Asked, parts: Parts) -> None:
        """Write a file part by part; those that would be what they were are copied from the last one."""
        path = self._place(site, made)
        draft = path.with_name(f"{path.name}.part")
        digest, stretches, end = hashlib.sha256(), dict[Hashable, _Stretch](), 0
        with _bytes_of(path if made.stretches else None) as old, draft.open("wb") as out:
            for item in parts.items:
                start = end
                if isinstance(item, str):
                    content = item.encode("utf-8")
                else:
                    last = made.stretches.get(item.name)
                    if last is not None and old and self._is_good(last, item):
                        content, keys = old[last.start : last.end], last.keys
                    else:
                        own = self._notes.ask(catalog)
                        content, keys = item.make(own, *item.args).encode("utf-8"), self._noted(own)
                    asked.keys.update(dict.fromkeys(keys))
                    stretches[item.name] = _Stretch(item, keys, start, start + len(content))
                end = start + len(content)
                digest.update(content)
                out.write(content)
        made.stretches = stretches
        if digest.digest() == made.digest:
            draft.unlink()
            return
        draft.replace(path)
        made.digest = digest.digest()
        self._changes.written.append(made.path)

    def _is_good(self, last: _Stretch, part: Part) -> bool:
        """Whether a part would be made as it was."""
        return last.part.make is part.make and last.part.args == part.args and self._notes.hold(last.keys)


@contextmanager
def _bytes_of(path: Path | None) -> Iterator[mmap.mmap | None]:
    """The bytes of a file without reading it whole; None where there is none."""
    if path is None or not path.is_file() or path.stat().st_size == 0:
        yield None
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as found:
        yield found
