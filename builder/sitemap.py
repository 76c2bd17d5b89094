"""`sitemap.xml`: the addresses of all pages, for search engines. It needs the site's public address."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path


def write_sitemap(site: Path, urls: Iterable[str], base_url: str | None) -> None:
    """Write the map of a site; without a public address there is none, because it may hold only full ones."""
    path = site / "sitemap.xml"
    if base_url is None:
        path.unlink(missing_ok=True)
        return
    found = "".join(f"<url><loc>{escape(base_url + url)}</loc></url>\n" for url in sorted(urls))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    path.write_text(f"{head}{found}</urlset>\n", encoding="utf-8", newline="\n")
