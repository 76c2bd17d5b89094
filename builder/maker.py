"""All files of the site that follow from the data, and what stands beside them: one plain list of steps.

A new kind of file is a function that gives recipes, and one word in ``FILES``. What looks at the finished
site as a whole is a function and one word in ``AFTER``.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol, cast

from builder.api.archive import write_archive
from builder.api.files import api_recipes
from builder.catalog import Catalog
from builder.feeds import feed_recipes
from builder.making.recipe import Recipe
from builder.making.workshop import Changes, Workshop
from builder.pages.card import card_recipes
from builder.pages.documents import Taking
from builder.pages.page import Page
from builder.pages.recipes import document_recipes, page_recipes
from builder.pages.sides import side_recipes
from builder.redirects import redirect_recipes
from builder.sheets import Editions, sheet_recipes
from builder.shell import ASSETS, Stamper
from builder.sitemap import write_sitemap

FILES: tuple[Callable[[Catalog], Iterator[Recipe]], ...] = (
    api_recipes,
    card_recipes,
    redirect_recipes,
    side_recipes,
)
"""What gives recipes of files from the catalog alone."""


class Timed(Protocol):
    """Runs something, and may look at the clock."""

    def __call__[T](self, name: str, run: Callable[[], T], /) -> T: ...


def at_once[T](_name: str, run: Callable[[], T]) -> T:
    """Runs it."""
    return run()


EXAMPLES = 6
"""So many pages of each kind are made to learn which shells are needed."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose files are all made, for the steps that look at it as a whole."""

    folder: Path
    catalog: Catalog
    pages: tuple[str, ...]
    """The addresses of all pages, those of ``docs`` among them."""
    base_url: str | None
    changes: Changes
    first: bool
    """Whether it is made for the first time."""


class Maker:
    """Makes the site of a catalog, and then those of later catalogs in its place, as little as it may.

    ``work`` is a folder of its own. As long as a maker lives, ``docs``, theme and program stay the same.
    """

    def __init__(self, root: Path, work: Path, base_url: str | None, front: str = ASSETS) -> None:
        self._stamper = Stamper(root / "mkdocs.yml", root / "docs", work, base_url, front)
        self._base_url = base_url
        self._workshop = Workshop()
        self._taking = Taking()
        self._editions = Editions()
        self._begun = False
        self.made = self._stamper.rendered
        """Where the first site is made, theme and prose included."""

    @property
    def hashes(self) -> Mapping[str, bytes]:
        """The SHA-256 of every file that follows from the data, by its path."""
        return self._workshop.hashes

    def make(
        self,
        catalog: Catalog,
        site: Path,
        say: Callable[[str], None] = lambda _: None,
        timed: Timed = at_once,
    ) -> Changes:
        """Make what must be made below ``site``. Raises `ShellError` when the shell cannot be made.

        ``say`` is told how far it is, ``timed`` runs each phase under its name.
        """
        gc.freeze()  # the catalog stays: to look for garbage in it again and again is waste
        workshop, stamp, note = self._workshop, self._stamper.stamp, self._taking.note
        workshop.begin(catalog)
        urls = [recipe.name for recipe in page_recipes(catalog)]
        urls += [recipe.name for recipe in document_recipes(catalog, Taking())]
        self._taking.keep(urls)
        first, self._begun = not self._begun, True
        if first:
            timed("版式", lambda: self._stamper.look_at(_examples(catalog)))
        say("数据接口")

        def pages() -> None:
            workshop.make_pages(site, catalog, page_recipes(catalog, self._editions), stamp, note)
            workshop.make_pages(site, catalog, document_recipes(catalog, self._taking), stamp, note)

        def files() -> None:
            for recipes in FILES:
                workshop.make(site, catalog, recipes(catalog))
            workshop.make(site, catalog, sheet_recipes(catalog, self._editions))
            workshop.make(site, catalog, feed_recipes(catalog, self._base_url))

        def whole() -> None:
            made = Site(site, catalog, (*self._stamper.prose, *urls), self._base_url, changes, first)
            for after in AFTER if changes else ():
                after(made)

        timed("数据接口", files)
        say(f"{len(urls)} 页")
        timed("页面", pages)
        changes = workshop.finish(site)
        timed("全站", whole)
        return changes


def _examples(catalog: Catalog) -> Iterator[Page]:
    """The first pages of every kind."""
    met: Counter[object] = Counter()
    for recipe in chain(page_recipes(catalog), document_recipes(catalog, Taking())):
        kind = recipe.args[0]
        if met[kind] < EXAMPLES:
            met[kind] += 1
            yield cast(Page, recipe.make(catalog, *recipe.args))


def _map(site: Site) -> None:
    write_sitemap(site.folder, site.pages, site.base_url)


def _archive(site: Site) -> None:
    names = [recipe.name for recipe in api_recipes(site.catalog)]
    write_archive(site.folder, names, None if site.first else site.changes.written)


AFTER: tuple[Callable[[Site], None], ...] = (_map, _archive)
"""What is made of the whole site whenever something of it changed."""
