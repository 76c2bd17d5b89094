"""The same pages three ways: MkDocs with our theme, Hugo with our finished shell, and our own stamping.

All three get the same Markdown files with front matter, a short navigation and no search. The bodies are
finished HTML between headings: that they are made from data is ours alone, and measured apart.
Run as ``python -m builder.bench.rivals mkdocs FOLDER`` or ``… ours FOLDER``.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.pages.page import Crumb, Page
from builder.shell import Stamper, put_into_shell, write_page

if TYPE_CHECKING:
    from builder.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
HUGO = {
    "baseURL": "https://example.org/",
    "title": "学时自查",
    "disableKinds": ["taxonomy", "term", "RSS"],
    "markup": {"goldmark": {"renderer": {"unsafe": True}, "extensions": {"typographer": False}}},
    "security": {"enableInlineShortcodes": False},
}
EXAMPLES = 6
"""Of each kind so many files are looked at first, to learn which shells are needed."""
COMPARED = 300
"""So many pages are held against each other, evenly spread over all."""

ARTICLE = re.compile(r"<h1[ >].*?(?=<section class=\"xs-report\"|</article>)", re.DOTALL)
DRAWN = re.compile(r"<(script|style)\b.*?</\1>|<details class=\"xs-contents\">.*?</details>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Written:
    """What was laid out for all of them."""

    urls: tuple[str, ...]
    """The addresses of the generated pages."""
    bodies: float
    """CPU seconds for making their bodies from the data."""


def write_rivals(catalog: Catalog, shell: Path, to: Path) -> Written:
    """Write what they need below ``to``; ``shell`` is a finished page of a city-year."""
    from builder.pages.recipes import all_pages  # not at the top: who stamps the files needs none of it

    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ROOT / "docs", to / "mkdocs" / "pages")
    content, layouts = to / "hugo" / "content", to / "hugo" / "layouts"
    urls, bodies = [], 0.0
    pages = all_pages(catalog)
    while True:
        began = time.process_time()
        page = next(pages, None)
        bodies += time.process_time() - began
        if page is None:
            break
        urls.append(page.url)
        text = page.text().replace("{{", "{ {")
        for path in (to / "mkdocs" / "pages" / page.path, content / page.url / "_index.md"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in ("single", "list", "home"):
        path = layouts / "_default" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(hugo_layout(shell.read_text("utf-8")), encoding="utf-8")
    (to / "hugo" / "hugo.json").write_text(json.dumps(HUGO), encoding="utf-8")
    return Written(tuple(urls), bodies)


def hugo_layout(html: str) -> str:
    """Our shell as a layout of Hugo: title, description, contents list, way and body come from the page."""
    html = html.replace("{{", "")
    html = re.sub(r"<title>.*?</title>", "<title>{{ .Title }}</title>", html)
    html = re.sub(r'(<meta name="description" content=")[^"]*', r"\1{{ .Params.description }}", html, count=1)
    listed = '{{ range .Params.crumbs }}<li><a href="{{ .url }}">{{ .title }}</a></li>{{ end }}'
    html = re.sub(r'(<nav class="xs-crumbs".*?<ol>).*?(</ol>)', rf"\1{listed}\2", html, count=1, flags=re.S)
    html = re.sub(
        r'(<ul class="md-nav__list".*?>).*?(</ul>)', r"\1{{ .TableOfContents }}\2", html, count=1, flags=re.S
    )
    start, end = html.index('<div class="xs-page'), html.index('<section class="xs-report"')
    return f'{html[:start]}<div class="xs-page">{{{{ .Content }}}}</div>{html[end:]}'


def stamp_folder(folder: Path) -> None:
    """Ours from the same files: read Markdown with front matter, write the pages of the site."""
    stamper = Stamper(ROOT / "mkdocs.yml", ROOT / "docs", folder / "stamped", None)
    prose = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    names = [path.relative_to(folder / "pages").as_posix() for path in folder.glob("pages/**/index.md")]
    names = [name for name in names if name not in prose]
    kinds: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
    for name in names:
        first, *rest = name.split("/")
        kinds[first, len(rest), "-" in "".join(rest[:1])].append(name)  # a province is called like in-41
    few = [name for found in kinds.values() for name in found[:EXAMPLES]]
    stamper.look_at(_page(folder / "pages", name) for name in few)
    for url, html in stamper.stamp(_page(folder / "pages", name) for name in names):
        write_page(stamper.rendered, url, html)


def _page(folder: Path, name: str) -> Page:
    with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 (many files: a Path for each takes longer)
        _, head, body = file.read().decode("utf-8").split("---\n", 2)
    values = (line.partition(": ") for line in head.splitlines())
    meta: dict[str, Any] = {key: json.loads(value) for key, _, value in values}
    return Page(
        name.removesuffix("index.md"),
        meta.pop("title"),
        meta.pop("description"),
        body,
        tuple(Crumb(item["title"], item["url"]) for item in meta.pop("crumbs", ())),
        meta.pop("about", ""),
        tuple(meta.pop("hide", ())),
        meta,
    )


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


def main(what: str, folder: Path) -> None:
    """Build one of them in this process; Hugo is a program of its own."""
    if what == "mkdocs":
        put_into_shell(ROOT / "mkdocs.yml", folder / "pages", folder / "site", None)
    else:
        stamp_folder(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
