"""Makes the files of recipes below a folder, and remembers what each was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from builder.catalog import Catalog
from builder.making.asked import Key
from builder.making.memory import Notes
from builder.making.recipe import Recipe
from builder.pages.page import Page


@dataclass(slots=True)
class Changes:
    """What one making did, as paths below the site."""

    written: list[str] = field(default_factory=list)
    """Files that are new or hold something else than before."""
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


@dataclass(slots=True)
class _Made:
    """A recipe as it was last made."""

    recipe: Recipe
    keys: tuple[Key, ...]
    path: str
    digest: bytes = b""


class Workshop:
    """Makes what must be made. One workshop serves one folder, as long as program and theme stay the same."""

    def __init__(self) -> None:
        self._made: dict[str, _Made] = {}
        self._notes = Notes()
        self._met: set[str] = set()
        self._changes = Changes()

    def begin(self, catalog: Catalog) -> None:
        """A new making: find out which answers are not what they were."""
        self._changes = Changes()
        self._met = set()
        self._notes.begin(catalog)

    def make(self, site: Path, catalog: Catalog, recipes: Iterable[Recipe]) -> None:
        """Make files that are complete as their recipe gives them."""
        for recipe, made in self._to_make(recipes):
            text = self._cook(catalog, recipe, made)
            assert not isinstance(text, Page)
            self._write(site, made, text if isinstance(text, bytes) else text.encode("utf-8"))

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
                page = self._cook(catalog, recipe, made)
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

    def _cook(self, catalog: Catalog, recipe: Recipe, made: _Made) -> Page | str | bytes:
        asked = self._notes.ask(catalog)
        result = recipe.make(asked, *recipe.args)
        made.recipe, made.keys = recipe, tuple(asked.keys)
        return result

    def _write(self, site: Path, made: _Made, content: bytes) -> None:
        digest = hashlib.blake2b(content, digest_size=16).digest()
        if digest == made.digest:
            return
        path = site / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.digest = digest
        self._changes.written.append(made.path)
