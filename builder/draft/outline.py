"""The clauses of a notice, told by its headings: ``二``, ``二（三）``, ``第八条``, ``附件 1``, 开头, 版记."""

from __future__ import annotations

import re
from bisect import bisect_right

NUMERAL = "[一二三四五六七八九十]{1,3}"
HEADING = re.compile(
    rf"^(?:(?P<section>{NUMERAL})、|\((?P<part>{NUMERAL})\)|(?P<article>第[一二三四五六七八九十百]+条)"
    r"|附件(?P<annex>\d{1,2}|[一二三四五六七八九十])?(?P<list>:)?)(?P<rest>[^\n]*)",
    re.MULTILINE,
)
MASTHEAD = re.compile(
    r"^(?:[一-鿿]{4,30}(?:局|厅|委员会|办公室|委)文件|[一-鿿]{2,10}[〔\[(【]20\d\d[〕\])】]\d{1,4}号)$",
    re.MULTILINE,
)
"""The head of a notice: who issues it, or its number, on a line of its own."""

LABEL_MOST = 30
"""A first sentence of at most so many characters is what the clause is called."""


class Outline:
    """The headings of one text; ``at`` names the clause an offset lies in, ``label`` what it is called."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = [0]
        self._names: list[str] = ["开头"]
        self._labels: list[str] = [""]
        self.annexes = len(text)
        """Where the first annex begins; the end of the text when there is none."""
        self._attached(text)
        section, label = "", ""
        for match in HEADING.finditer(text):
            rest = re.split(r"[。:;,]", match["rest"], maxsplit=1)[0]
            own = rest if len(rest) <= LABEL_MOST else ""
            if match["section"]:
                section, label = match["section"], own
                self._add(match.start(), section, own)
            elif match["part"]:
                self._add(match.start(), f"{section}（{match['part']}）", f"{label} {own}")
            elif match["article"]:
                self._add(match.start(), match["article"], own)
            else:
                self._annex(match, text)
                section, label = "附件", own

    def _attached(self, text: str) -> None:
        """A second notice behind the first, as when one passes on another, is no part of the first."""
        begun = re.search(r"^[一二1][、.]", text, re.MULTILINE)
        if begun is not None:
            second = MASTHEAD.search(text, begun.end())
            self.annexes = second.start() if second else self.annexes

    def _annex(self, match: re.Match[str], text: str) -> None:
        alone = not match["list"] and not match["rest"]
        titled = not match["list"] and bool(match["annex"]) and len(match["rest"]) <= LABEL_MOST
        if alone or titled:
            self.annexes = min(self.annexes, match.start())
            number = match["annex"] or ""
            self._add(match.start(), f"附件 {number}".strip(), match["rest"] or _next(text, match.end()))
        elif match["list"]:
            self._add(match.start(), "附件清单", "")

    def _add(self, start: int, name: str, label: str) -> None:
        self._starts.append(start)
        self._names.append(name)
        self._labels.append(label.strip())

    def at(self, offset: int) -> str:
        """The name of the clause around an offset."""
        return self._names[bisect_right(self._starts, offset) - 1]

    def label(self, offset: int) -> str:
        """What the clause around an offset is called, with the section it belongs to."""
        return self._labels[bisect_right(self._starts, offset) - 1]

    def start(self, offset: int) -> int:
        """Where the clause around an offset begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]


def _next(text: str, offset: int) -> str:
    line = re.match(r"\n?([^\n]*)", text[offset:])
    return line[1] if line else ""
