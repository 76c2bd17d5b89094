"""The way to another generator stays open: nothing is used that Zensical was seen not to take (decisions/).

Zensical itself is no part of the set-up: ``build.py bench zensical`` runs it and compares every page.
"""

import re
from pathlib import Path

import pytest
import yaml

from builder.bench.zensical import PARTS, SETTINGS, parts_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "theme").rglob("*.html"))
SETTINGS_READ = {
    "site_name",
    "site_description",
    "docs_dir",
    "site_dir",
    "copyright",
    "extra",
    "theme",
    "extra_css",
    "nav",
    "not_in_nav",  # passed over: only MkDocs tells of pages that no list names
    "plugins",
    "markdown_extensions",
    "validation",
}
"""Keys that were tried with it."""
THEME_READ = {"name", "custom_dir", "language", "font", "favicon", "features", "icon", "palette"}
EXTENSIONS = {"attr_list", "tables", "toc"}

PAGE = """<html><head><title>页</title><meta name="description" content="{about}"></head><body>
<article><h1 id="top">页</h1><p>一句 <a href="{link}">话</a></p><pre><span>{code}</span></pre></article>
</body></html>"""


def settings() -> dict[str, object]:
    """``mkdocs.yml`` without the one function it names."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    found: dict[str, object] = yaml.safe_load(re.sub(r"!!python/\S+", "", text))
    return found


def test_the_settings_are_among_those_that_were_tried() -> None:
    told = settings()
    assert set(told) <= SETTINGS_READ
    assert isinstance(told["theme"], dict)
    assert set(told["theme"]) <= THEME_READ
    assert told["plugins"] == [], "Zensical passes over plugins without a word"
    listed = told["markdown_extensions"]
    assert isinstance(listed, list)
    assert {name for item in listed for name in ([item] if isinstance(item, str) else item)} <= EXTENSIONS


def test_each_setting_that_has_to_be_added_has_its_place() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [old for old in SETTINGS if old not in text] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_what_both_engines_know(template: Path) -> None:
    """MiniJinja has no methods of Python's texts and lists; its replace takes two arguments."""
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    code = " ".join(re.findall(r"\{[{%](.*?)[%}]\}", text, re.DOTALL))
    methods = (
        r"\.(?:append|extend|startswith|endswith|format|items|get|split|join|strip|replace|lower|upper)\("
    )
    assert re.findall(methods, code) == []
    assert "is_homepage" not in code
    assert re.findall(r"replace\([^()]*,[^()]*,[^()]*\)", code) == []


def test_links_in_running_html_mean_the_same_in_both() -> None:
    """MkDocs leaves them, Zensical reads them from the source file's folder: only an index has one folder."""
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "index.md"]
    found = [path.name for path in pages if re.search(r'href="\.', path.read_text("utf-8"))]
    assert found == []


def test_the_comparison_notices_what_readers_would(tmp_path: Path) -> None:
    """Another word, link or description is a difference; how code is coloured or written apart is none."""
    same = {"about": "甲", "link": "../x/", "code": "a: 1"}
    coloured = PAGE.format(**same).replace("a: 1", "<b>a</b>: <i>1</i>")
    pages = [
        PAGE.format(**same),
        coloured,
        PAGE.format(**same | {"link": "../y/"}),
        PAGE.format(**same | {"about": "乙"}),
    ]
    told = []
    for number, text in enumerate(pages):
        file = tmp_path / f"{number}.html"
        file.write_text(text, encoding="utf-8")
        told.append(dict(parts_of(file, "page/index.html")))
    assert set(PARTS) < set(told[0])
    assert told[0] == told[1]
    assert told[0]["正文"] != told[2]["正文"]
    assert told[0] != told[3]
