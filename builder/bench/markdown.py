"""The body of a generated page as somebody would type it in Markdown: the same words, without our HTML.

Headings of the body are Markdown already. Paragraphs, lists, tables and links become Markdown; what Markdown
has no word for (a drawing, a form, a class) leaves its words behind as paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from builder.shell.body import HEADING

VOID = frozenset(("br", "circle", "hr", "img", "input", "line", "path", "polyline", "rect", "use", "wbr"))
TEXTUAL = (
    "abbr",
    "b",
    "data",
    "em",
    "i",
    "label",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tspan",
)
INLINE = frozenset((*TEXTUAL, "a", "br", "code", "u", "wbr"))
UNSAID = frozenset(("script", "style", "template"))
SPECIAL = re.compile(r"[\\`*_{}\[\]|#]")
CHARACTERS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "~": "&#126;"})
NUMBERED = re.compile(r"(\d+)([.)])(?= |$)")
BULLET = re.compile(r"([-+])(?= |$)")
MARKS = ("-   ", "1.  ")
"""Begin an item of a list, of a numbered one."""
INDENT = "    "

Link = Callable[[str], str | None]
"""What an address in a page is in the Markdown of it; None where only the words are to stay."""


@dataclass(slots=True)
class _Node:
    tag: str
    href: str = ""
    children: list[_Node | str] = field(default_factory=list)


class _Tree(HTMLParser):
    """HTML that we wrote ourselves, so that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("div")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, dict(attrs).get("href") or "")
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Node(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def as_markdown(body: str, link: Link) -> str:
    """The whole body of a page."""
    blocks: list[str] = []
    waiting: list[str] = []
    for line in [*body.splitlines(), "# end {#end}"]:
        if HEADING.fullmatch(line):
            blocks += _Writer(link).html("\n".join(waiting))
            blocks.append(line)
            waiting.clear()
        else:
            waiting.append(line)
    return "\n\n".join(blocks[:-1]) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    link: Link

    def html(self, text: str) -> Iterator[str]:
        tree = _Tree()
        tree.feed(text)
        tree.close()
        return self.blocks(tree.open[0])

    def blocks(self, node: _Node) -> Iterator[str]:
        """What an element holds, as blocks of Markdown."""
        run: list[_Node | str] = []
        for child in node.children:
            if isinstance(child, str) or child.tag in INLINE:
                run.append(child)
                continue
            yield from self.paragraph(run)
            run.clear()
            yield from self.block(child)
        yield from self.paragraph(run)

    def paragraph(self, run: list[_Node | str]) -> Iterator[str]:
        text = self.line(run)
        if text:
            yield BULLET.sub(
                r"\\\1", NUMBERED.sub(r"\1\\\2", text, count=1) if text[0].isdigit() else text, 1
            )

    def block(self, node: _Node) -> Iterator[str]:
        tag = node.tag
        if tag in UNSAID:
            return
        if tag in ("ul", "ol"):
            mark = MARKS[tag == "ol"]
            items = (self.blocks(child) for child in node.children if isinstance(child, _Node))
            yield _listed(_item(mark, list(item)) for item in items)
        elif tag == "dl":
            yield _listed(self.terms(node))
        elif tag == "table":
            yield self.table(node)
        elif len(tag) == len("h3") and tag[0] == "h" and tag[1].isdigit():
            yield f"{'#' * int(tag[1])} {self.line(node.children)}"
        else:
            yield from self.blocks(node)

    def terms(self, node: _Node) -> Iterator[str]:
        """Terms and what is said of them, as a list."""
        term = ""
        for child in node.children:
            if isinstance(child, str):
                continue
            if child.tag == "div":
                yield from self.terms(child)
            elif child.tag == "dt":
                term = f"**{self.line(child.children)}** "
            else:
                first, *others = [*self.blocks(child)] or [""]
                said = [term.rstrip(), first] if first.startswith(MARKS) else [term + first]
                yield _item("-   ", [*filter(None, said), *others])
                term = ""

    def table(self, node: _Node) -> str:
        rows = [
            [self.line(cell.children) for cell in row.children if isinstance(cell, _Node)]
            for row in _all(node, "tr")
        ]
        wide = max(map(len, rows))
        rows = [row + [""] * (wide - len(row)) for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], f"|{' --- |' * wide}", *lines[1:]])

    def line(self, run: list[_Node | str]) -> str:
        """Words in a row: what is in blocks there is told in one line."""
        return " ".join("".join(map(self.inline, run)).split())

    def inline(self, item: _Node | str) -> str:
        if isinstance(item, str):
            return SPECIAL.sub(r"\\\g<0>", item.translate(CHARACTERS))
        if item.tag in UNSAID:
            return ""
        if item.tag == "code":
            return f"`{''.join(child for child in item.children if isinstance(child, str))}`"
        text = "".join(map(self.inline, item.children))
        if item.tag not in INLINE or item.tag == "br":
            return f" {text} "
        to = self.link(item.href) if item.tag == "a" and text.strip() else None
        return text if to is None else f"[{text.strip()}]({escape(to)})"


def _listed(items: Iterable[str]) -> str:
    """Items as one list: with blank lines between them where one has several blocks."""
    found = [item for item in items if item]
    return ("\n\n" if any("\n" in item for item in found) else "\n").join(found)


def _item(mark: str, blocks: list[str]) -> str:
    if not blocks:
        return ""
    text = "\n\n".join(blocks).replace("\n", f"\n{INDENT}")
    return mark + re.sub(r"^ +$", "", text, flags=re.MULTILINE)


def _all(node: _Node, tag: str) -> Iterator[_Node]:
    for child in node.children:
        if isinstance(child, _Node):
            if child.tag == tag:
                yield child
            else:
                yield from _all(child, tag)
