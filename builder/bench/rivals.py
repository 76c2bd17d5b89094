"""The same pages several ways: MkDocs with our theme, Hugo three ways (`hugo`), and our own stamping.

All get Markdown files with front matter, a short navigation and no search. Ours gets bodies that are finished
HTML between headings: that they are made from data is ours alone, and measured apart. MkDocs gets these and,
once more, the same words as plain Markdown (`markdown`), which is what somebody would type for it.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path

from builder.bench.hugo import DOKS, PLAIN, SHELL, Hugo, hugo_source, write_doks, write_plain, write_shell
from builder.bench.markdown import as_markdown
from builder.catalog import Catalog
from builder.pages.recipes import all_pages

ROOT = Path(__file__).resolve().parents[2]
COMPARED = 300
"""So many pages are held against each other, evenly spread over all."""

ENDS = "|".join((r"<section class=\"xs-report\"", "</article>", r"<div class=\"page-footer-meta"))
ARTICLE = re.compile(rf"<h1[ >](?!.*<h1[ >]).*?(?={ENDS})", re.DOTALL)
DRAWN = re.compile(r"<(script|style)\b.*?</\1>|<details class=\"xs-contents\">.*?</details>", re.DOTALL)
LINK, FILE = re.compile(r"\]\((?!\w+:)([^)]*/)\)"), r"](\1index.md)"
"""A link to another page, and how MkDocs has it: to the page's file."""
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Written:
    """What was laid out for all of them."""

    urls: tuple[str, ...]
    """The addresses of the generated pages."""
    bodies: float
    """CPU seconds for making their bodies from the data."""


def write_rivals(catalog: Catalog, shell: Path, to: Path, hugo: Hugo | None) -> Written:
    """Write what they need below ``to``; ``shell`` is a finished page of a city-year.

    ``html`` and ``typed`` are for MkDocs, each with its folder ``pages``; Hugo's are called like its ways.
    """
    shutil.rmtree(to, ignore_errors=True)
    for name in ("html", "typed"):
        shutil.copytree(ROOT / "docs", to / name / "pages")
    urls, bodies = [], 0.0
    pages = all_pages(catalog)
    while True:
        began = time.process_time()
        page = next(pages, None)
        bodies += time.process_time() - began
        if page is None:
            break
        urls.append(page.url)
        _write(to / "html" / "pages" / page.path, page.text().replace("{{", "{ {"))
    _write_typed(urls, to, hugo)
    if hugo is not None:
        for url in urls:
            _copy(to / "html" / "pages" / url / "index.md", to / SHELL / "content" / url / "_index.md")
        write_shell(to / SHELL, shell.read_text("utf-8"))
        write_plain(to / PLAIN, to / "content", hugo)
        if hugo.theme is not None:
            write_doks(to / DOKS, to / "content", hugo.theme)
    return Written(tuple(urls), bodies)


def _write_typed(urls: Sequence[str], to: Path, hugo: Hugo | None) -> None:
    """The same pages in plain Markdown; for Hugo, pages without others below them are leaves."""
    known = frozenset(urls)
    above = {f"{url.rstrip('/').rpartition('/')[0]}/".removeprefix("/") for url in urls}
    for url in urls:
        _, front, body = (to / "html" / "pages" / url / "index.md").read_text("utf-8").split("---\n", 2)
        text = as_markdown(body, partial(_address, url, known))
        _write(to / "typed" / "pages" / url / "index.md", f"---\n{front}---\n{LINK.sub(FILE, text)}")
        if hugo is not None:
            name = "_index.md" if url in above else "index.md"
            _write(to / "content" / url / name, hugo_source(text, front))


def _address(url: str, known: Collection[str], href: str) -> str | None:
    """The address of another site or of a generated page, as it stands in a page; None for anything else."""
    if "://" in href:
        return href
    path = href.partition("#")[0]
    target = posixpath.normpath(posixpath.join(url, path)) + "/"
    return path if path.endswith("/") and target.removeprefix("./") in known else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, to)


def equal_pages(urls: Sequence[str], one: Path, other: Path) -> tuple[int, int]:
    """How many of some pages have the same words in both folders, and of how many."""
    chosen = urls[:: max(1, len(urls) // COMPARED)]
    same = (words(one / url / "index.html") == words(other / url / "index.html") for url in chosen)
    return sum(same), len(chosen)


def words(path: Path) -> str:
    """All words of a page's article, without blanks."""
    if not path.is_file():
        return f"no {path.name}"
    found = ARTICLE.search(path.read_text("utf-8"))
    return "" if found is None else "".join(unescape(TAG.sub(" ", DRAWN.sub(" ", found[0]))).split())
