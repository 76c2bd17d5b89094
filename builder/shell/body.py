"""The body of a generated page as HTML: its Markdown is headings with explicit ids, and HTML between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

HEADING = re.compile(r"(#{1,6}) (.+?) *\{#([\w-]+)\} *")
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Body:
    """A body in the parts that the shell puts in different places."""

    top: str
    """The heading of the page."""
    rest: str
    contents: tuple[tuple[str, str], ...]
    """Id and title (as HTML) of each section."""


def body_of(markdown: str) -> Body:
    """The parts of a body. Raises ``ValueError`` for one that does not begin with its heading."""
    contents: list[tuple[str, str]] = []

    def html(line: str) -> str:
        match = HEADING.fullmatch(line)
        if match is None:
            return line
        level, title, anchor = len(match[1]), match[2], match[3]
        if level == 2:
            contents.append((anchor, TAGS.sub("", title) if "<" in title else title))
        return f'<h{level} id="{anchor}">{title}</h{level}>'

    first, *others = markdown.strip().split("\n#")  # most of a body is HTML: only these lines are looked at
    parts = [line if at == 0 else f"#{line}" for at, line in enumerate((first, *others))]
    whole = "\n".join(
        html(line) + mark + after for line, mark, after in (part.partition("\n") for part in parts)
    )
    top, mark, rest = whole.partition("</h1>")
    if not mark or not top.startswith("<h1 "):
        raise ValueError(markdown[:80])
    return Body(top + mark, rest.lstrip("\n"), tuple(contents))


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())
