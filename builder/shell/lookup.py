"""What the search of the theme knows of a stamped page: the sections of its body, persons' names left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.pages.page import Page
from builder.shell.body import body_of, plain

SECTION = re.compile(r'<h[12] id="([^"]+)">(.*?)</h[12]>')
HIDDEN = re.compile(r"<span data-search-exclude>.*?</span>")


def search_entries(page: Page) -> Iterable[dict[str, object]]:
    """One entry for the page, and one for each section."""
    settings = page.extra.get("search")
    boost = settings.get("boost", 1) if isinstance(settings, Mapping) else 1
    body = body_of(page.body)
    cut = SECTION.split(body.top + HIDDEN.sub("", body.rest))[1:]
    for anchor, title, html in zip(cut[::3], cut[1::3], cut[2::3], strict=True):
        where = page.url if anchor == "top" else f"{page.url}#{anchor}"
        yield {"location": where, "title": plain(title), "text": plain(html), "boost": boost}


def add_to_search(site: Path, pages: Iterable[dict[str, object]]) -> None:
    """Add entries to the index that MkDocs wrote; nothing where there is none."""
    index = site / "search" / "search_index.json"
    if index.is_file():
        found = json.loads(index.read_bytes())
        found["docs"] += pages
        index.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
