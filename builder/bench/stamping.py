"""MkDocs, or our own stamping, over a folder of Markdown files, in a process of its own.

Run as ``python -m builder.bench.stamping mkdocs FOLDER`` or ``… ours FOLDER``; the folder ``pages`` there has
the files.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from builder.pages.page import Crumb, Page
from builder.shell import Stamper, put_into_shell, write_page

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = 6
"""Of each kind so many files are looked at first, to learn which shells are needed."""


def stamp_folder(folder: Path) -> None:
    """Ours from the same files: read Markdown with front matter, write the pages of the site."""
    stamper = Stamper(ROOT / "mkdocs.yml", ROOT / "docs", folder / "stamped", None)
    prose = frozenset(_names(ROOT / "docs"))
    names = [name for name in _names(folder / "pages") if name not in prose]
    kinds: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
    for name in names:
        first, *rest = name.split("/")
        kinds[first, len(rest), "-" in "".join(rest[:1])].append(name)  # a province is called like in-41
    few = [name for found in kinds.values() for name in found[:EXAMPLES]]
    stamper.look_at(_page(folder / "pages", name) for name in few)
    for url, html in stamper.stamp(_page(folder / "pages", name) for name in names):
        write_page(stamper.rendered, url, html)


def _names(folder: Path) -> list[str]:
    """The paths below a folder of all pages that have a folder of their own."""
    start = len(f"{folder}/")
    return [f"{at[start:]}/index.md".lstrip("/") for at, _, files in os.walk(folder) if "index.md" in files]


def _page(folder: Path, name: str) -> Page:
    with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 (many: a Path takes longer)
        _, head, body = file.read().split(b"---\n", 2)
    values = (line.partition(": ") for line in head.decode("utf-8").splitlines())
    meta: dict[str, Any] = {key: json.loads(value) for key, _, value in values}
    return Page(
        name.removesuffix("index.md"),
        meta.pop("title"),
        meta.pop("description"),
        body.decode("utf-8"),
        tuple(Crumb(item["title"], item["url"]) for item in meta.pop("crumbs", ())),
        meta.pop("about", ""),
        tuple(meta.pop("hide", ())),
        meta,
    )


def main(what: str, folder: Path) -> None:
    """Build ``site`` of a folder, or ``stamped/site``."""
    if what == "mkdocs":
        put_into_shell(ROOT / "mkdocs.yml", folder / "pages", folder / "site", None)
    else:
        stamp_folder(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
