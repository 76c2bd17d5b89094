"""`build.py bench zensical`: the same ``mkdocs.yml``, theme and pages through Zensical, compared with MkDocs.

The site does not use Zensical.
What must agree is what readers and programs take from a page: words and links of the article, contents list,
breadcrumbs, tabs, title, description, canonical address and structured data (decisions/, Zensical).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib

from builder.catalog import Catalog
from builder.hosting.policy import page_policy
from builder.pages.recipes import all_pages
from builder.shell import put_into_shell
from builder.tools import python_tool

ADDRESS = "https://example.org/below/"
SETTINGS = {
    "site_name: ": f"site_url: {ADDRESS}\nsite_name: ",
    "  name: material\n": "  name: material\n  variant: classic\n",
    "  generator: false\n": f'  generator: false\n  policy: "{page_policy()}"\n  front: assets/\n',
}
"""What Zensical has to find in the file, because it takes no settings from outside: our builder hands address
and policy to MkDocs. ``variant`` is a word of Zensical's own; MkDocs passes over it."""

PARTS = {
    "正文": ("article", {}),
    "面包屑": ("nav", {"class": "xs-crumbs"}),
    "栏目": ("nav", {"data-md-component": "tabs"}),
    "目录": ("nav", {"class": "md-nav md-nav--secondary"}),
    "页脚": ("footer", {}),
}
"""Parts of a page by the element that holds them."""


def bench_zensical(root: Path, catalog: Catalog, say: Callable[[str], None]) -> int:
    """Build all pages both ways and print what differs; 1 when a part of a page does or a page is missing."""
    tool = python_tool("zensical")
    work = root / "build" / "zensical"
    _write(root, catalog, work)
    say("MkDocs …")
    put_into_shell(work / "mkdocs.yml", work / "build" / "pages", work / "mkdocs", ADDRESS)
    say("Zensical …")
    environment = os.environ | {"PYTHONPATH": str(tool), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-c", "from zensical.main import cli; cli()", "build", "--strict"]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr)
        return 1
    return _compared(work / "mkdocs", work / "build" / "site")


def _write(root: Path, catalog: Catalog, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    pages = work / "build" / "pages"
    shutil.copytree(root / "docs", pages)
    shutil.copytree(root / "theme", work / "theme")
    for page in all_pages(catalog):
        path = pages / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text(), encoding="utf-8")
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    for old, new in SETTINGS.items():
        text = text.replace(old, new, 1)
    (work / "mkdocs.yml").write_text(text, encoding="utf-8")


def _compared(one: Path, other: Path) -> int:
    """Print for each part on how many pages it is the same."""
    found = {path.relative_to(one).as_posix() for path in one.rglob("*.html")}
    missing = sorted(name for name in found if not (other / name).is_file())
    names = sorted(found - set(missing))
    differ: dict[str, list[str]] = {part: [] for part in [*PARTS, "标题、描述、地址", "结构化数据"]}
    for name in names:
        first, second = (dict(parts_of(folder / name, name)) for folder in (one, other))
        for part, places in differ.items():
            if first.get(part) != second.get(part):
                places.append(name)
    print(f"| {len(names)} 页，MkDocs 与 Zensical | 相同 | 不同 |\n|---|---|---|")
    for part, places in differ.items():
        print(f"| {part} | {len(names) - len(places)} | {'、'.join(places[:4]) or '无'} |")
    print(f"\n只有 MkDocs 生成的页：{'、'.join(missing) or '无'}")
    return 1 if missing or any(differ.values()) else 0


def parts_of(file: Path, name: str) -> Iterator[tuple[str, object]]:
    """The parts of a page in the form in which they are compared: words, ids, addresses in full."""
    page: Element = html5lib.parse(file.read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False)
    url = ADDRESS + name.removesuffix("index.html")
    for part, (tag, marks) in PARTS.items():
        items = (item for item in page.iter(tag) if all(item.get(key) == marks[key] for key in marks))
        yield part, [list(_told(item, url)) for item in items]
    metas = {item.get("name") or item.get("property"): item.get("content") for item in page.iter("meta")}
    links = [item.get("href") for item in page.iter("link") if item.get("rel") == "canonical"]
    title = next(page.iter("title")).text
    yield (
        "标题、描述、地址",
        (title, metas.get("description"), metas.get("og:title"), metas.get("og:url"), links),
    )
    data = [item.text or "" for item in page.iter("script") if item.get("type") == "application/ld+json"]
    yield "结构化数据", [json.loads(text) for text in data]


def _told(element: Element, url: str) -> Iterator[tuple[str, ...]]:
    """Every link, id and run of words below an element; how code is coloured is left aside."""
    for item in element.iter():
        address, own = item.get("href"), item.get("id")
        if address is not None:
            yield "to", urljoin(url, address).replace("/./", "/").removesuffix("/.")
        if own is not None and not own.startswith("__"):
            yield "id", own
        if item.get("name"):
            yield "name", str(item.get("name"))
    yield "words", re.sub(r"\s+", "", "".join(element.itertext()))
