"""The body of a generated page as HTML: its Markdown is headings with explicit ids, and HTML between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

HEADING = re.compile(r"(#{1,6}) (.+?) *\{#([\w-]+)\} *")
MARKED = re.compile(rb"\n(#.*)")
"""A line that may be a heading: most of a body is HTML, which is not looked at."""
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Body:
    """A body in the parts that the shell puts in different places, encoded as the file will be."""

    top: bytes
    """The heading of the page."""
    rest: bytes
    contents: tuple[tuple[str, str], ...]
    """Id and title (as HTML) of each section."""


def body_of(markdown: str) -> Body:
    """The parts of a body. Raises ``ValueError`` for one that does not begin with its heading."""
    text = markdown.encode("utf-8").strip()
    first = text.partition(b"\n")[0]
    top, _ = _heading(first)
    if not top.startswith(b"<h1 "):
        raise ValueError(markdown[:80])
    contents: list[tuple[str, str]] = []
    parts: list[bytes] = []
    at = len(first)
    for match in MARKED.finditer(text, at):
        html, listed = _heading(match[1])
        if listed is not None:
            contents.append(listed)
        begin, end = match.span(1)
        parts += (text[at:begin], html)
        at = end
    parts.append(text[at:])
    parts[0] = parts[0].lstrip(b"\n")
    return Body(top, b"".join(parts), tuple(contents))


@lru_cache(maxsize=1024)  # most pages have the sections of other pages
def _heading(line: bytes) -> tuple[bytes, tuple[str, str] | None]:
    """A line as HTML; of a section its id and title, too. What is no heading stays as it is."""
    match = HEADING.fullmatch(line.decode("utf-8"))
    if match is None:
        return line, None
    level, title, anchor = len(match[1]), match[2], match[3]
    listed = (anchor, TAGS.sub("", title) if "<" in title else title) if level == 2 else None
    return f'<h{level} id="{anchor}">{title}</h{level}>'.encode(), listed


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())
