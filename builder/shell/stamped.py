"""All pages of the site: what people wrote through MkDocs, what is generated stamped into its shells."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from builder.pages.page import Page
from builder.shell.body import Body, body_of
from builder.shell.markdown import ASSETS, navigation, put_into_shell
from builder.shell.shape import FOLDER, Shape, shape_of, text_of, url_of
from builder.shell.stamp import Stamp, make_stamp
from builder.writing import write_file

AHEAD = 64
"""So many pages are looked at before MkDocs runs, to learn which shells are needed."""


class Stamper:
    """Makes pages. It keeps the shells, so that later pages of the same shapes need no MkDocs.

    ``work`` is a folder of its own; what people wrote in ``docs`` is rendered along with the shells.
    ``front`` is the folder in which pages look for our scripts and styles.
    """

    def __init__(
        self, config: Path, docs: Path, work: Path, base_url: str | None, front: str = ASSETS
    ) -> None:
        self._front = front
        self._config = config
        self._docs = docs
        self._work = work
        self._base_url = base_url
        self._stamps: dict[Shape, Stamp] = {}
        self._navigation = navigation(config)
        self.rendered = work / "site"
        """What MkDocs made besides the shells, once: pages of ``docs``, theme, scripts, styles."""
        self.prose: tuple[str, ...] = ()
        """The addresses of the pages of ``docs``."""

    def look_at(self, pages: Iterable[Page]) -> None:
        """Learn from examples which shells are needed, so that MkDocs runs once for all of them."""
        self.prepare(shape for _, _, shape in map(self._known, pages))

    def stamp(self, pages: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
        """Address and file of every page. Raises `ShellError` when MkDocs warns.

        Pages whose shape was not met among the first come last: MkDocs runs once more for them.
        """
        coming = iter(pages)
        first = [self._known(page) for page in islice(coming, AHEAD)]
        if not self._stamps:
            self.prepare(shape for _, _, shape in first)
        late: list[tuple[Page, Body, Shape]] = []
        for page, body, shape in chain(first, map(self._known, coming)):
            stamp = self._stamps.get(shape)
            if stamp is None:
                late.append((page, body, shape))
            else:
                yield page.url, stamp.fill(page, body)
        if late:
            self.prepare(shape for _, _, shape in late)
            for page, body, shape in late:
                yield page.url, self._stamps[shape].fill(page, body)

    def prepare(self, shapes: Iterable[Shape]) -> None:
        """Have MkDocs render the shells of these shapes, unless all are there.

        The first time it renders the site besides, which is left in ``rendered``.
        """
        wanted = [shape for shape in dict.fromkeys(shapes) if shape not in self._stamps]
        first = not self._stamps
        if not wanted and not first:
            return
        pages, out = self._work / "pages", self.rendered if first else self._work / "more"
        shutil.rmtree(pages, ignore_errors=True)
        shutil.copytree(self._docs, pages)
        urls = {shape: url_of(shape, number) for number, shape in enumerate([*self._stamps, *wanted])}
        for shape, url in urls.items():
            path = pages / url / "index.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of(shape), encoding="utf-8")
        put_into_shell(self._config, pages, out, self._base_url, self._front)
        for shape, url in urls.items():
            path = out / url / "index.html"
            own = isinstance(shape.place, str)
            if shape not in self._stamps:
                self._stamps[shape] = make_stamp(path.read_text(encoding="utf-8"), url, own=own)
            path.unlink()
        for folder in sorted(out.rglob(f"{FOLDER}*")):
            shutil.rmtree(folder)
        if first:
            (out / "sitemap.xml.gz").unlink(missing_ok=True)
            found = (path.parent.relative_to(out) for path in out.rglob("index.html"))
            self.prose = tuple(sorted("" if path == Path() else f"{path.as_posix()}/" for path in found))
        else:
            shutil.rmtree(out)

    def _known(self, page: Page) -> tuple[Page, Body, Shape]:
        body = body_of(page.body)
        return page, body, shape_of(page, body, self._navigation)


def write_page(site: Path, url: str, html: bytes) -> None:
    """Write a page where its address leads."""
    write_file(f"{site}/{url}index.html", html)
