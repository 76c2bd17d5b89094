"""The same pages through two site generators: MkDocs with our theme, and Hugo with our finished shell.

Run as ``python -m builder.bench.rivals mkdocs FOLDER``. Both get Markdown files with front matter, a short
navigation and no search.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from builder.catalog import Catalog
from builder.pages import all_pages
from builder.shell import put_into_shell

ROOT = Path(__file__).resolve().parents[2]
HUGO = {
    "baseURL": "https://example.org/",
    "title": "学时自查",
    "disableKinds": ["taxonomy", "term", "RSS"],
    "markup": {"goldmark": {"renderer": {"unsafe": True}}},
    "security": {"enableInlineShortcodes": False},
}


def write_rivals(catalog: Catalog, shell: Path, to: Path) -> int:
    """Write what both need below ``to``; ``shell`` is a finished page of a city-year. Returns the pages."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ROOT / "docs", to / "mkdocs" / "pages")
    content, layouts = to / "hugo" / "content", to / "hugo" / "layouts"
    count = 0
    for page in all_pages(catalog):
        count += 1
        text = page.text()
        for path in (to / "mkdocs" / "pages" / page.path, content / page.url / "_index.md"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("{{", "{ {"), encoding="utf-8")
    for name in ("single", "list", "home"):
        path = layouts / "_default" / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(hugo_layout(shell.read_text("utf-8")), encoding="utf-8")
    (to / "hugo" / "hugo.json").write_text(json.dumps(HUGO), encoding="utf-8")
    return count


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


def main(what: str, folder: Path) -> None:
    """Build one of them in this process; Hugo is a program of its own."""
    if what == "mkdocs":
        put_into_shell(ROOT / "mkdocs.yml", folder / "pages", folder / "site", None)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
