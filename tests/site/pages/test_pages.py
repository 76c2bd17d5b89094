"""What holds for every page of the built site, whatever it shows."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from builder.catalog import Catalog
from builder.shell import put_into_shell
from tests.site.pages.conftest import BASE_URL, ROOT, HtmlPage, words
from xueshi.model.values import EVIDENCE_MAX, Silence

DATA = ("application/json", "application/ld+json")
"""Types of script elements that hold data and run nothing."""

SPOKEN_ELSEWHERE = "https://creativecommons.org/"


def target(page: HtmlPage, address: str) -> tuple[str, str]:
    """The file that an address of a page leads to, and the fragment."""
    parts = urlsplit(address)
    start = "/" if page.path.name == "404.html" else "/" + page.path.as_posix()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(start), unquote(parts.path)))
    if parts.path.endswith(("/", ".")) or not parts.path:
        path = "/" + page.path.as_posix() if not parts.path else path.rstrip("/") + "/index.html"
    return path.lstrip("/"), unquote(parts.fragment)


def test_every_page_is_valid_html(documents: list[HtmlPage]) -> None:
    """A strict parser finds nothing to complain about."""
    for page in documents:
        assert page.tree is not None, page.path


def test_no_link_is_dead(published: Path, documents: list[HtmlPage]) -> None:
    """Every address inside the site leads to a file, and every fragment to an element of it."""
    ids = {page.path.as_posix(): set(page.ids) for page in documents}
    dead = []
    for page in documents:
        for element in page.tree.iter():
            for name in ("href", "src", "action"):
                address = element.get(name)
                if address is None or urlsplit(address).scheme:
                    continue
                path, fragment = target(page, address)
                unknown = fragment and path in ids and fragment not in ids[path]
                if unknown or not (published / path).is_file():
                    dead.append((page.url, address))
    assert dead == []


def test_no_id_stands_twice(documents: list[HtmlPage]) -> None:
    """A link to an id cannot be mistaken."""
    for page in documents:
        twice = [name for name, count in Counter(page.ids).items() if count > 1]
        assert twice == [], page.path


def test_nothing_is_fetched_from_another_host(pages: list[HtmlPage], published: Path) -> None:
    """Other hosts are only linked to, and only those that the notices or the licence name."""
    for page in pages:
        for element in page.tree.iter():
            for name in ("src", "srcset", "action", "data", "poster"):
                assert not urlsplit(element.get(name) or "").netloc, (page.path, element.tag)
            if element.tag == "link" and element.get("rel") != "canonical":
                assert not urlsplit(element.get("href") or "").netloc, page.path
    for sheet in published.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_outward_links_are_those_of_the_data(pages: list[HtmlPage], catalog: Catalog) -> None:
    """A page links to no address that the data does not hold."""
    known = {address.url for platform in catalog.platforms for address in platform.addresses}
    known |= {document.url for document in catalog.documents}
    known -= set(Silence)
    for page in pages:
        for link in page.all("a"):
            address = link.get("href") or ""
            if urlsplit(address).netloc and not address.startswith(SPOKEN_ELSEWHERE):
                assert address in known, (page.path, address)


def test_pages_speak_chinese(pages: list[HtmlPage]) -> None:
    """Every page says so, and has one heading of its own, a title and a description."""
    titles: Counter[str] = Counter()
    for page in pages:
        assert page.tree.get("lang") == "zh-Hans", page.path
        assert len(page.all("h1")) == 1, page.path
        title = words(page.all("title")[0])
        assert re.search(r"[\u4e00-\u9fff]", title), page.path
        titles[title] += 1
        descriptions = [meta for meta in page.all("meta") if meta.get("name") == "description"]
        assert len(descriptions) == 1, page.path
        assert descriptions[0].get("content"), page.path
    assert [title for title, count in titles.items() if count > 1] == []


def test_headings_descend_one_by_one(pages: list[HtmlPage]) -> None:
    """No heading skips a level, so that a reader who listens knows where it belongs."""
    for page in pages:
        article = page.all("article")[0]
        levels = [int(item.tag[1]) for item in article.iter() if re.fullmatch(r"h[1-6]", str(item.tag))]
        assert levels[0] == 1, page.path
        for before, after in pairwise(levels):
            assert after <= before + 1, (page.path, before, after)


def test_nothing_runs_inline(documents: list[HtmlPage]) -> None:
    """No script, style or handler stands in the page itself: a content policy can forbid them."""
    for page in documents:
        for element in page.tree.iter():
            assert "style" not in element.attrib, (page.path, element.tag, element.get("class"))
            assert not [name for name in element.attrib if name.startswith("on")], (page.path, element.tag)
        for script in page.all("script"):
            assert script.get("src") or script.get("type") in DATA, page.path
        assert page.all("style") == [], page.path


def test_evidence_is_a_few_words(pages: list[HtmlPage]) -> None:
    """What is quoted from a document is never longer than its few words."""
    quoted = [(page.path, words(item)) for page in pages for item in page.all("q")]
    assert quoted
    assert [item for item in quoted if len(item[1]) > EVIDENCE_MAX] == []


def test_every_page_takes_corrections(pages: list[HtmlPage]) -> None:
    """Without an address each page offers a text to copy that says which page it is about."""
    for page in pages:
        if page.url in ("404.html", "search/"):
            continue
        texts = [item for item in page.all("textarea") if item.get("id") == "report-text"]
        assert len(texts) == 1, page.path
        assert BASE_URL + page.url in (texts[0].text or "")
        assert texts[0].get("readonly") is not None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailto:jiucuo@example.cn", "mailto:jiucuo@example.cn?subject=%E7%BA%A0%E9%94%99"),
        ("https://example.cn/jiucuo", "https://example.cn/jiucuo"),
    ],
)
def test_corrections_go_where_the_settings_say(address: str, expected: str, tmp_path: Path) -> None:
    """An address in mkdocs.yml becomes the link of every page."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# 首页 {#top}\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace('corrections: ""', f"corrections: {address}")
    settings = settings.replace("custom_dir: theme", f"custom_dir: {ROOT / 'theme'}")
    settings = re.sub(r"^nav:.*?(?=^not_in_nav)", "", settings, flags=re.MULTILINE | re.DOTALL)
    config = tmp_path / "mkdocs.yml"
    config.write_text(settings, encoding="utf-8")
    put_into_shell(config, tmp_path / "pages", tmp_path / "out", None)
    page = HtmlPage(Path("index.html"), (tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert [link for link in page.all("a") if (link.get("href") or "").startswith(expected)]


def test_persons_names_stay_out_of_the_search(published: Path, catalog: Catalog) -> None:
    """The search finds a base and its telephone, never its contact."""
    files = sorted((published / "search").rglob("*.gzip"))
    texts = "".join(gzip.decompress(file.read_bytes()).decode() for file in files)
    bases = [base for bases in catalog.base_lists for base in bases.bases]
    contacts = [base.contact for base in bases if base.contact]
    assert contacts
    assert [name for name in contacts if name in texts] == []
    assert [base.phone for base in bases if base.phone and base.phone not in texts] == []


def test_each_page_names_its_own_address(pages: list[HtmlPage]) -> None:
    """Canonical link and preview lead to the page itself, with its own description."""
    for page in pages:
        if page.path.name == "404.html":
            continue
        canonical = [item.get("href") for item in page.all("link") if item.get("rel") == "canonical"]
        preview = {item.get("property"): item.get("content") for item in page.all("meta")}
        description = [item.get("content") for item in page.all("meta") if item.get("name") == "description"]
        assert canonical == [preview["og:url"]] == [BASE_URL + page.url], page.path
        assert [preview["og:description"]] == description
        assert preview["og:title"]


def test_every_page_is_on_the_map_of_the_site(published: Path, pages: list[HtmlPage]) -> None:
    """The sitemap lists every page but the one for wrong addresses."""
    listed = re.findall(r"<loc>(.*?)</loc>", (published / "sitemap.xml").read_text(encoding="utf-8"))
    there = {unquote(urlsplit(address).path).strip("/") for address in listed}
    assert there == {page.url.strip("/") for page in pages if page.path.name != "404.html"}


def test_search_engines_are_told_the_way_and_the_data(catalog: Catalog, pages: list[HtmlPage]) -> None:
    """Each page names the way to it; a city-year also its data, with place, period, licence and address."""
    datasets = {}
    for page in pages:
        told = [item for item in page.all("script") if item.get("type") == "application/ld+json"]
        if page.url in ("", "404.html"):
            assert told == [], page.path
            continue
        (element,) = told
        graph = {item["@type"]: item for item in json.loads(element.text or "")["@graph"]}
        way = graph["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in way] == list(range(1, len(way) + 1))
        assert way[0]["item"] == BASE_URL
        assert way[-1]["item"] == BASE_URL + page.url
        if "Dataset" in graph:
            datasets[page.url] = graph["Dataset"]
    for year in catalog.city_years:
        data = datasets.pop(f"cities/{year.city}/{year.year}/")
        assert data["dateModified"] == year.checked_on.isoformat()
        (download,) = data["distribution"]
        assert download["contentUrl"] == f"{BASE_URL}api/v1/cities/{year.city}/{year.year}.json"
    assert datasets == {}


def test_every_page_is_two_clicks_from_home(pages: list[HtmlPage]) -> None:
    """Whoever does not search still gets everywhere."""
    by_path = {page.path.as_posix(): page for page in pages}
    reached = near = {"index.html"}
    for _ in range(2):
        near = {
            target(by_path[path], address)[0]
            for path in near
            for link in by_path[path].all("a")
            if (address := link.get("href")) and not urlsplit(address).scheme
        } & by_path.keys()
        reached = reached | near
    assert sorted(by_path.keys() - reached) == ["404.html"]
