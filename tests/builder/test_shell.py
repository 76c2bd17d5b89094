"""Generated pages are stamped into finished shells: they must be the pages that MkDocs would make of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest

from builder.catalog import load_catalog
from builder.pages.page import Page
from builder.pages.recipes import all_pages
from builder.shell import Stamper, put_into_shell, write_page
from builder.shell.body import body_of
from builder.shell.shape import shape_of, texts_of

ROOT = Path(__file__).resolve().parents[2]
CONFIG, DOCS = ROOT / "mkdocs.yml", ROOT / "docs"
SITE = "https://example.cn/below/"
ODD = Page(
    "cities/odd/",
    '“甲”<乙> & "丙"',
    "一句 <话> & 'x'",
    "# 甲 &amp; 乙 {#top}\n\n"
    + "\n\n".join(f"## 节 {at} &lt;b&gt; {{#s-{at}}}\n\n<p>{at}</p>" for at in range(5)),
    about='纠错 "甲" & <乙>',
)
"""A page whose texts have every sign that HTML gives a meaning."""

ADDRESSES = {"href", "src", "content", "action", "data-base"}


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """Every generated page of the repository's data, and an odd one."""
    catalog, problems = load_catalog(ROOT / "data")
    assert catalog is not None, problems
    return [*all_pages(catalog), ODD]


@pytest.fixture(scope="module")
def stamped(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its generated pages stamped."""
    stamper = Stamper(CONFIG, DOCS, tmp_path_factory.mktemp("stamped"), SITE)
    for url, html in stamper.stamp(pages):
        write_page(stamper.rendered, url, html)
    return stamper.rendered


@pytest.fixture(scope="module")
def rendered(pages: list[Page], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, every page rendered by MkDocs from its Markdown."""
    folder = tmp_path_factory.mktemp("rendered")
    shutil.copytree(DOCS, folder / "pages")
    for page in pages:
        path = folder / "pages" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text(), encoding="utf-8")
    put_into_shell(CONFIG, folder / "pages", folder / "site", SITE)
    return folder / "site"


def shown(element: Element, url: str) -> list[str]:
    """Everything a reader or a program gets of a page: elements, words, attributes, addresses in full."""
    found = []
    for item in element.iter():
        attributes = {
            name: urljoin(SITE + url, value)
            if name in ADDRESSES and "/" in value and " " not in value
            else value
            for name, value in item.attrib.items()
        }
        found.append(f"<{item.tag} {_sorted(attributes)}>{_words(item.text)}")
        found.append(_words(item.tail))
    return [line for line in found if line]


def _sorted(attributes: Mapping[str, str]) -> str:
    return " ".join(f"{name}={' '.join(value.split())!r}" for name, value in sorted(attributes.items()))


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def tree(site: Path, url: str) -> Element:
    """The parsed page."""
    found: Element = html5lib.parse(
        (site / url / "index.html").read_text("utf-8"), treebuilder="etree", namespaceHTMLElements=False
    )
    return found


def test_stamped_pages_are_those_that_mkdocs_makes(pages: list[Page], stamped: Path, rendered: Path) -> None:
    """Text, headings, links, contents lists, titles, previews: element by element the same."""
    for page in pages:
        if page is ODD:  # MkDocs cuts what looks like a tag out of a title
            continue
        assert shown(tree(stamped, page.url), page.url) == shown(tree(rendered, page.url), page.url), page.url


def test_nothing_of_the_shells_is_published(stamped: Path, rendered: Path) -> None:
    """The folder has the same files as a site that MkDocs made alone."""

    def files(site: Path) -> set[str]:
        return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}

    assert files(stamped) == files(rendered) - {"sitemap.xml.gz"}
    texts = [path.read_text("utf-8") for path in stamped.rglob("*.html")]
    assert [text[:60] for text in texts if "xs-shell" in text or "0sx" in text] == []


def test_signs_of_html_in_a_text_stay_text(stamped: Path) -> None:
    """A title or description can break neither head nor body."""
    page = tree(stamped, ODD.url)
    title = next(page.iter("title"))
    assert title.text == f"{ODD.title} - 学时自查"
    contents = {item.get("content") for item in page.iter("meta")}
    assert ODD.description in contents


def test_pages_of_one_kind_share_a_shell(pages: list[Page]) -> None:
    """Another city, year or document needs no other shell; how many there are does not depend on the data."""
    shapes = {shape_of(page, body_of(page.body), frozenset()) for page in pages if page.url.count("/") > 1}
    assert len(shapes) < len([page for page in pages if page.url.count("/") > 1]) / 2


def test_every_text_of_the_front_matter_has_a_name() -> None:
    assert texts_of({"title": "甲", "crumbs": [{"title": "乙", "url": ""}], "hide": ["toc"], "n": 1}) == {
        "title": "甲",
        "crumbs.0.title": "乙",
    }
