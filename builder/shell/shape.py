"""What two pages must have in common to share a shell, and the page of placeholders that gives it.

Every text of the front matter varies freely and has a placeholder; flags, numbers, lists of words, the length
of lists and the names of keys do not: they may decide what the theme shows. So does the depth of the address,
its first part (the tab), and whether there are no sections, few or many.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from builder.pages.page import Page
from builder.shell.body import Body

FEW = 3
"""A page with more sections than these has a list of contents at its top, too."""
FOLDER = "xs-shell-"
"""Begins the name of the folders in which shells are made; no address of the site may."""
TOP, REST, END = "xs0top0sx", "xs0rest0sx", "xs0end0sx"
HEAD = "xs0head{}0sx"
HEAD_ID = "xs-head-{}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a page, as far as the shell is concerned."""

    place: tuple[str, int] | str
    """First part of the address and its depth; for a page of the navigation the address itself."""
    meta: str
    """The front matter, placeholders in the place of texts, as JSON."""
    heads: int
    """Sections of the placeholder: 0, 1 or one more than few."""


def texts_of(value: object, name: str = "") -> dict[str, str]:
    """All texts in the front matter by the names of their placeholders."""
    if isinstance(value, str):
        return {name: value} if value else {}
    found: dict[str, str] = {}
    for key, item in _items(value):
        found |= texts_of(item, f"{name}.{key}" if name else key)
    return found


def shape_of(page: Page, body: Body, navigation: frozenset[str]) -> Shape:
    """The shape of a page; ``navigation`` holds the addresses that the tabs lead to."""
    parts = page.url.split("/")
    place = page.url if page.url in navigation else (parts[0], len(parts) - 1)
    heads = min(len(body.contents), 1) if len(body.contents) <= FEW else FEW + 1
    return Shape(place, json.dumps(_placeheld(page.meta), sort_keys=True), heads)


def url_of(shape: Shape, number: int) -> str:
    """The address at which the shell of a shape is made."""
    if isinstance(shape.place, str):
        return shape.place
    first, depth = shape.place
    own = f"{FOLDER}{number}"
    return "/".join([own] if depth == 1 else [first, own, *("x" for _ in range(depth - 2))]) + "/"


def text_of(shape: Shape) -> str:
    """The page of placeholders as Markdown."""
    meta = json.loads(shape.meta)
    lines = [f"{key}: {json.dumps(value)}" for key, value in meta.items()]
    heads = [f"## {HEAD.format(at)} {{#{HEAD_ID.format(at)}}}" for at in range(shape.heads)]
    parts = [f"# {TOP} {{#top}}", f'<div id="{REST}"></div>', *heads, f'<div id="{END}"></div>']
    return "---\n" + "\n".join(lines) + "\n---\n\n" + "\n\n".join(parts) + "\n"


def _placeheld(value: object, name: str = "") -> object:
    if isinstance(value, str):
        return f"xs&0{name}&0sx" if value else value
    if isinstance(value, dict):
        return {key: _placeheld(item, f"{name}.{key}" if name else key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [
            item if isinstance(item, str) else _placeheld(item, f"{name}.{at}")
            for at, item in enumerate(value)
        ]
    return value


def _items(value: object) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list | tuple):
        return [(str(at), item) for at, item in enumerate(value) if not isinstance(item, str)]
    return []
