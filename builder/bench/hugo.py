"""Hugo three ways: our own technique done by it, as its documentation builds a site, and with a theme.

`SHELL` has one layout, our finished shell, and finished HTML bodies: what our stamping does, in Go. `PLAIN`
is the skeleton of a theme that Hugo itself writes (``hugo new theme``) with the page of a documentation site:
navigation, way, list of contents, neighbours. `DOKS` is a documentation theme as it is published. The last
two get Markdown. None searches, none minifies.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.node import find_node, packaged_node
from builder.shell.body import HEADING, plain
from builder.tools import node_tool, python_tool

PROGRAM = "hugo/binaries/hugo*"
"""In the package that brings it."""
LAYOUT = Path(__file__).parent / "hugo-docs" / "docs.html"
SHELL, PLAIN, DOKS = "shell", "plain", "doks"
SETTINGS: dict[str, Any] = {
    "baseURL": "https://example.org/",
    "title": "学时自查",
    "locale": "zh-Hans",
    "disableKinds": ["taxonomy", "term", "RSS"],
    "markup": {
        "goldmark": {"renderer": {"unsafe": True}, "extensions": {"typographer": False, "linkify": False}},
        "tableOfContents": {"startLevel": 2, "endLevel": 2},
    },
    "outputs": {"home": ["HTML"], "section": ["HTML"], "page": ["HTML"]},
    "security": {"enableInlineShortcodes": False},
}
TABS = {"首页": "/", "城市": "/cities/", "平台": "/platforms/", "基地": "/bases/", "文件": "/documents/"}
THEME = ("inline-svg", "doks-core", "images", "seo", "core")
"""The packages that have its layouts; the first that has a file gives it."""
CHOSEN = {
    "colorMode": "auto",
    "colorModeToggler": True,
    "navbarSticky": True,
    "containerBreakpoint": "lg",
    "sectionNav": [],  # as for all, a short navigation: a tree of all pages on each would be quadratic
    "breadcrumbTrail": True,
    "headlineHash": False,
    "scrollSpy": True,
    "bootstrapJavascript": True,
    "flexSearch": False,
    "editPage": False,
    "lastMod": False,
}


@dataclass(frozen=True, slots=True)
class Hugo:
    """What was installed for it."""

    program: Path
    theme: Path | None
    """The folder ``node_modules`` with the theme; None where it cannot be had."""

    def command(self, way: str, folder: Path) -> list[str]:
        """Builds a site. What Hugo calls development is the theme without minification."""
        command = [str(self.program), "--quiet", "-s", str(folder)]
        return [*command, "-e", "development"] if way == DOKS else command


def find_hugo(say: Callable[[str], None], *, theme: bool) -> Hugo | None:
    """Install it, with the theme where that is wanted; None where it cannot be had."""
    try:
        program = next(python_tool("hugo").glob(PROGRAM))
    except subprocess.CalledProcessError:
        say("Hugo 装不上，不比较。")
        return None
    if not theme:
        return Hugo(program, None)
    node = find_node(os.environ) or packaged_node(Path(sys.executable))
    try:
        return Hugo(program, node_tool("hugo-doks", node.npm) if node else None)
    except subprocess.CalledProcessError:
        say("Hugo 的 Doks 主题装不上，不比较。")
        return Hugo(program, None)


def hugo_source(markdown: str, front: str) -> str:
    """A page for `PLAIN` and `DOKS`: their layouts print the title above the content."""
    first, _, rest = markdown.partition("\n")
    found = HEADING.fullmatch(first)
    assert found
    title = json.dumps(plain(found[2]), ensure_ascii=False)
    front = re.sub(
        r"^title: (.*)$", rf'title: {title}\nseo: {{"title": \1}}', front, count=1, flags=re.MULTILINE
    )
    return f"---\n{front}layout: single\n---\n{rest}"


def write_shell(to: Path, html: str) -> None:
    """Lay out the site of `SHELL`; its content is there."""
    for name in ("single", "list", "home"):
        _write(to / "layouts" / "_default" / f"{name}.html", shell_layout(html))
    _write(to / "hugo.json", json.dumps(SETTINGS))


def write_plain(to: Path, content: Path, hugo: Hugo) -> None:
    """Lay out the site of `PLAIN`."""
    made = to / "themes" / PLAIN
    _write(to / "hugo.json", "{}")
    subprocess.run([str(hugo.program), "new", "theme", PLAIN, "--quiet"], cwd=to, check=True)
    for name in ("home", "section", "page", "single"):
        shutil.copyfile(LAYOUT, made / "layouts" / f"{name}.html")
    shutil.rmtree(made / "content")
    settings = {"theme": PLAIN, "contentDir": str(content), "menus": _menus()}
    _write(to / "hugo.json", json.dumps(SETTINGS | settings, ensure_ascii=False))


def write_doks(to: Path, content: Path, theme: Path) -> None:
    """Lay out the site of `DOKS`, with the files that it expects every site to have."""
    for name in ("scss/common/_variables-custom.scss", "scss/common/_custom.scss"):
        _write(to / "assets" / name, "")
    _write(to / "layouts" / "_partials" / "footer" / "script-footer-custom.html", "")
    (to / "node_modules").symlink_to(theme)
    mounts = [("assets", "assets"), ("layouts", "layouts"), (str(content), "content")]
    mounts += [(f"node_modules/@thulite/{name}/layouts", "layouts") for name in THEME]
    mounts += [(f"node_modules/@thulite/{name}/assets", "assets") for name in ("doks-core", "core")]
    mounts += [(f"node_modules/@thulite/doks-core/{name}", name) for name in ("data", "i18n", "static")]
    settings = {
        "menus": _menus(),
        "module": {"mounts": [{"source": source, "target": target} for source, target in mounts]},
        "params": {"doks": CHOSEN, "seo": {"schemas": {"type": "Organization"}}},
        "security": {"node": {"permissions": {"allowRead": [str(theme)]}}},
    }
    _write(to / "hugo.json", json.dumps(SETTINGS | settings, ensure_ascii=False))


def shell_layout(html: str) -> str:
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


def _menus() -> dict[str, Sequence[dict[str, object]]]:
    return {
        "main": [
            {"name": name, "pageRef": url, "weight": at} for at, (name, url) in enumerate(TABS.items(), 1)
        ]
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
