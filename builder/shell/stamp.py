"""A finished shell, cut where the placeholders stand, and filled with a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from builder.pages.page import Page
from builder.shell.body import Body
from builder.shell.shape import END, HEAD, HEAD_ID, REST, TOP, texts_of

TEXT = re.compile(r"xs(&amp;|&|%26|\\u0026)0([\w.]+)\1(?:0sx)")
"""A text of the front matter; the form of its first sign tells how the theme wrote it."""

WRITTEN: dict[str, Callable[[str], str]] = {
    "&": escape,
    "&amp;": escape,
    "%26": lambda text: quote(text, safe="/"),
    "\\u0026": lambda text: json.dumps(text)[1:-1].replace("<", "\\u003c").replace("&", "\\u0026"),
}

Piece = Callable[[Page, Body, dict[str, str]], bytes]


@dataclass(frozen=True)
class Stamp:
    """The shell of one shape: fixed texts, encoded once, and between them what each page puts there."""

    pieces: tuple[bytes | Piece, ...]

    def fill(self, page: Page, body: Body) -> bytes:
        """The whole file of a page."""
        texts = texts_of(page.meta)
        return b"".join(
            [piece if isinstance(piece, bytes) else piece(page, body, texts) for piece in self.pieces]
        )


def make_stamp(shell: str, url: str, *, own: bool) -> Stamp:
    """Cut a rendered page of placeholders; ``url`` is its address, which ``own`` says is the real one.

    Raises ``ValueError`` when the theme lost a placeholder.
    """
    top = f'<h1 id="top">{TOP}</h1>'
    start, end = f'<div id="{REST}"></div>', f'<div id="{END}"></div>'
    pieces: list[str | Piece] = [shell]
    pieces = _cut_once(pieces, top, top, lambda _page, body, _texts: body.top)
    pieces = _cut_once(pieces, start, end, lambda _page, body, _texts: body.rest)
    while (listed := _next_list(pieces)) is not None:
        at, begin, stop, item = listed
        text = pieces[at]
        assert isinstance(text, str)
        pieces[at : at + 1] = [text[:begin], _contents(item), text[stop:]]
    if not own:
        pieces = _cut_all(pieces, url, lambda page, _body, _texts: page.url.encode("utf-8"))
    return Stamp(tuple(_texts(pieces)))


def _cut_once(pieces: Sequence[str | Piece], start: str, end: str, new: Piece) -> list[str | Piece]:
    """Put ``new`` in the place of what stands from ``start`` to ``end``."""
    made: list[str | Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and start in piece:
            before, _, rest = piece.partition(start)
            after = rest if start == end else rest.partition(end)[2]
            made += [before, new, after]
        else:
            made.append(piece)
    if len(made) != len(pieces) + 2:
        raise ValueError(start)
    return made


def _cut_all(pieces: Sequence[str | Piece], mark: str, new: Piece) -> list[str | Piece]:
    made: list[str | Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            for text in piece.split(mark):
                made += [text, new]
            made.pop()
        else:
            made.append(piece)
    return made


def _next_list(pieces: Sequence[str | Piece]) -> tuple[int, int, int, str] | None:
    """Where the next list of sections stands, and its first item."""
    first = f'href="#{HEAD_ID.format(0)}"'
    for at, piece in enumerate(pieces):
        if isinstance(piece, str) and (found := piece.find(first)) >= 0:
            begin = piece.rindex("<li", 0, found)
            item = piece[begin : piece.index("</li>", found) + len("</li>")]
            stop, number = begin, 0
            while (here := piece.find(f'href="#{HEAD_ID.format(number)}"', stop)) >= 0:
                stop, number = piece.index("</li>", here) + len("</li>"), number + 1
            return at, begin, stop, item
    return None


def _contents(item: str) -> Piece:
    before, between, after = re.split(f"{HEAD_ID.format(0)}|{HEAD.format(0)}", item)

    def listed(_page: Page, body: Body, _texts: dict[str, str]) -> bytes:
        items = [f"{before}{anchor}{between}{title}{after}" for anchor, title in body.contents]
        return "".join(items).encode("utf-8")

    return listed


def _texts(pieces: Sequence[str | Piece]) -> list[bytes | Piece]:
    made: list[bytes | Piece] = []
    for piece in pieces:
        if not isinstance(piece, str):
            made.append(piece)
            continue
        at = 0
        for match in TEXT.finditer(piece):
            made += [piece[at : match.start()].encode("utf-8"), _text(match[2], WRITTEN[match[1]])]
            at = match.end()
        made.append(piece[at:].encode("utf-8"))
    return [piece for piece in made if piece != b""]


def _text(name: str, written: Callable[[str], str]) -> Piece:
    return lambda _page, _body, texts: written(texts[name]).encode("utf-8")
