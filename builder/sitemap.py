"""`sitemap.xml`: the addresses of all pages, for search engines. It needs the site's public address."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def sitemap(urls: Iterable[str], base_url: str | None) -> str:
    """The text of the map; without a public address it is empty, because it may hold none but full ones."""
    found = [f"<url><loc>{escape(base_url + url)}</loc></url>\n" for url in sorted(urls)] if base_url else []
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(found)}</urlset>\n'
