"""One page on its way to the site generator: front matter, Markdown headings, HTML between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from builder.pages.citations import Citations


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path from the home page to a page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """A generated page. Addresses are written from the root of the site, without a leading slash."""

    url: str
    """Address: empty for the home page, else ending with a slash, like ``cities/sanmenxia/``."""
    title: str
    """Title of the browser's tab, without the name of the site."""
    description: str
    """One sentence for search engines and previews."""
    body: str
    """Markdown: headings with explicit ids, and blocks of HTML between them."""
    crumbs: tuple[Crumb, ...] = ()
    """The way from the home page, the page itself not included."""
    about: str = ""
    """What a correction sent from this page is about, e.g. a notice's number and the data file."""
    hide: tuple[str, ...] = ()
    """Parts of the shell to leave out: ``toc`` (contents list), ``report`` (correction block)."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Further front matter for the theme."""
    cites: Citations | None = field(default=None, compare=False)
    """The sources that the page cites; the pages of the documents list them again."""

    @property
    def path(self) -> str:
        """The file's path below the folder of pages."""
        return f"{self.url}index.md"

    @property
    def meta(self) -> dict[str, object]:
        """The front matter: what the shell shows of the page besides its body."""
        meta: dict[str, object] = {"title": self.title, "description": self.description}
        if self.crumbs:
            meta["crumbs"] = [{"title": crumb.title, "url": crumb.url} for crumb in self.crumbs]
        if self.about:
            meta["about"] = self.about
        if self.hide:
            meta["hide"] = list(self.hide)
        return meta | dict(self.extra)

    def text(self) -> str:
        """The whole file. Values are written as JSON, which every YAML reader understands."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.meta.items()]
        return "---\n" + "\n".join(lines) + "\n---\n\n" + self.body.strip() + "\n"


def relative(target: str, start: str) -> str:
    """The address of ``target`` as seen from the page ``start``; both from the root of the site.

    A fragment (``#hours``) is kept; an address with a scheme is returned as it is.
    """
    if "://" in target or target.startswith(("mailto:", "tel:", "#")):
        return target
    path, mark, fragment = target.partition("#")
    if path == start:
        return mark + fragment if fragment else "./"
    return _way(path, start) + mark + fragment


@lru_cache(maxsize=1024)  # a page leads to the same place many times
def _way(path: str, start: str) -> str:
    """The way from one folder to a file or another folder, which ends with a slash."""
    if start.endswith("/") and path.partition("/")[0] != start.partition("/")[0]:  # most ways
        return "../" * start.count("/") + path
    here, there = [part for part in start.split("/") if part], [part for part in path.split("/") if part]
    same = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        same += 1
    way = "/".join([".."] * (len(here) - same) + there[same:]) or "."
    return way + "/" if path == "" or path.endswith("/") else way
