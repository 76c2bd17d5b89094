"""The text of the site's pages, section by section, cut out of the finished HTML.

The site writes its own HTML, so a few patterns read it fifty times faster than a parser. What must not be
found (persons' names, drawings, the calculator) is left out here: ``data-search-exclude`` marks it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

UNSEARCHED = ("404.html", "card/", "errors/", "fields/", "search/", "shapes/")
"""Pages that are not searched by their words: their codes and fields are found as exact tokens."""

REFERENCES = ("errors/", "fields/", "shapes/")

LEFT_OUT = ("data",)
"""Sections without words of their own."""

SOURCES = "sources"
"""The section that lists sources: only the words as printed are kept of it."""

_MAIN = re.compile(r'<article[^>]*>(.*?)(?:<section class="xs-report"|</article>)', re.DOTALL)
_LEFT_OUT = re.compile(
    r"<(svg|script|noscript|nav|form|xueshi-calculator|textarea)\b.*?</\1>"
    r"|<details class=\"xs-contents\">.*?</details>"
    r"|<p class=\"xs-tags\">.*?</p>"
    r"|<sup\b.*?</sup>"
    r"|<(\w+)[^>]*\bdata-search-exclude\b[^>]*>.*?</\2>",
    re.DOTALL,
)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_SECTION = re.compile(r'<h2[^>]*\bid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_HEADING = re.compile(r'<h[123][^>]*\bid="([^"]+)"[^>]*>(.*?)</h[123]>', re.DOTALL)
_EVIDENCE = re.compile(r'<q class="xs-evidence">(.*?)</q>', re.DOTALL)
_PROVISION = re.compile(r'<section class="xs-prov">(.*?)</section>', re.DOTALL)
_NAMES = re.compile(r"</(?:dt|h3)>")
_CELLS = re.compile(r"</t[dh]>|<br\s*/?>|<(?:p|dd|span)\b[^>]*>")
_BLOCKS = re.compile(r"<(?:p|li|tr|div|h3|details|summary|section|ul|ol|dl|table)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r" ([。，；：、）”])|(?<=：) ")
_SPACE = re.compile(r"[ \t\r\f\v\u2060]+")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page; the first has no id and no heading."""

    id: str
    heading: str
    text: str
    """Passages, one a line."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What can be found on one page. ``url`` is written from the root of the site."""

    url: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A heading of a page of codes or fields."""

    url: str
    id: str
    heading: str


def references(site: Path) -> list[Reference]:
    """The headings of the pages that are searched by codes and names only."""
    found = []
    for url in REFERENCES:
        file = site / url / "index.html"
        main = _MAIN.search(file.read_text(encoding="utf-8")) if file.is_file() else None
        if main is not None:
            found += [Reference(url, key, _plain(heading)) for key, heading in _HEADING.findall(main[1])]
    return found


def page_files(site: Path) -> list[Path]:
    """The HTML files of a built site that are searched, in the order of their addresses."""
    found = (path for path in site.rglob("*.html") if "assets" not in path.relative_to(site).parts[:1])
    return sorted(path for path in found if not path.relative_to(site).as_posix().startswith(UNSEARCHED))


def address(file: Path, site: Path) -> str:
    """The address of a file's page: ``cities/sanmenxia/2025/``, empty for the home page."""
    return file.relative_to(site).as_posix().removesuffix("index.html")


def read_page(url: str, text: str) -> PageText | None:
    """The searchable text of a page; None for one without an article."""
    main = _MAIN.search(text)
    if main is None:
        return None
    body = _LEFT_OUT.sub(" ", main[1])
    title = _TITLE.search(body)
    parts = _SECTION.split(body[title.end() :] if title else body)
    sections = [Section("", "", _passages(parts[0]))]
    for key, heading, content in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if key in LEFT_OUT:
            continue
        words = "\n".join(map(_plain, _EVIDENCE.findall(content))) if key == SOURCES else _passages(content)
        sections.append(Section(key, _plain(heading), words))
    name = _plain(title[1]) if title else ""
    return PageText(url, name, tuple(item for item in sections if item.text or item.heading))


def _passages(content: str) -> str:
    """The text between the tags: a line for each block, a provision with its name on one line."""
    flat = content.replace("\n", " ")
    one_line = _PROVISION.sub(lambda found: f"\n{_inline(found[1])}\n", flat)
    marked = _BLOCKS.sub("\n", _NAMES.sub("：", one_line))
    lines = (_plain(_CELLS.sub(" ", line)).strip("： ") for line in marked.split("\n"))
    return "\n".join(line for line in lines if line)


def _inline(content: str) -> str:
    return _TAG.sub("", _CELLS.sub(" ", _NAMES.sub("：", content)))


def _plain(content: str) -> str:
    words = _SPACE.sub(" ", html.unescape(_TAG.sub("", content)).replace("\n", " ")).strip()
    return _GAP.sub(lambda found: found[1] or "", words)
