"""The site below an address of its own, built once for the tests of this folder, and its pages as trees."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from builder.catalog import Catalog, load_catalog
from builder.progress import Progress
from builder.site import build_site

ROOT = Path(__file__).resolve().parents[3]
BASE_URL = "https://example.cn/"


@dataclass(frozen=True)
class HtmlPage:
    """One file of the site."""

    path: Path
    """From the root of the site, like ``cities/index.html``."""
    text: str

    @cached_property
    def tree(self) -> Element:
        """The parsed page; a parse error is an exception."""
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True
        )
        tree: Element = parser.parse(self.text)
        return tree

    @property
    def url(self) -> str:
        """The page's address from the root of the site."""
        return self.path.as_posix().removesuffix("index.html")

    def all(self, tag: str, kind: str | None = None) -> list[Element]:
        """The elements of a tag, of a class if one is named."""
        found = self.tree.iter(tag)
        return [item for item in found if kind is None or kind in (item.get("class") or "").split()]

    @cached_property
    def ids(self) -> list[str]:
        """All ids, in the order of the page."""
        return [value for item in self.tree.iter() if (value := item.get("id")) is not None]


def words(element: Element) -> str:
    """The text of an element without needless space."""
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built from the data of the repository."""
    folder = tmp_path_factory.mktemp("published")
    said = io.StringIO()
    progress = Progress(said)
    out = folder / "out"
    errors = build_site(ROOT, ROOT / "data", out, base_url=BASE_URL, progress=progress, work=folder / "work")
    assert errors == 0, said.getvalue()
    return out


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The data of the repository."""
    found, problems = load_catalog(ROOT / "data")
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def documents(published: Path) -> list[HtmlPage]:
    """Every HTML file of the site."""
    return [
        HtmlPage(path.relative_to(published), path.read_text(encoding="utf-8"))
        for path in sorted(published.rglob("*.html"))
    ]


@pytest.fixture(scope="session")
def pages(documents: list[HtmlPage]) -> list[HtmlPage]:
    """Every page in the shell of the site."""
    return [page for page in documents if page.path.parts[0] != "card"]


@pytest.fixture(scope="session")
def cards(documents: list[HtmlPage]) -> list[HtmlPage]:
    """The cards for other people's pages."""
    return [page for page in documents if page.path.parts[0] == "card"]
