"""Two city-years side by side: ``/compare/``. Without a script, the two newest; with one, any two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from builder.pages.book import Book
from builder.pages.environment import render
from builder.pages.page import Page, relative
from builder.pages.sides import FOLDER, GROUPS, Cell, Side, side

URL = "compare/"
TITLE = "城市和年度对照"
FEWEST = 2
"""So many city-years there must be to compare."""
ABSENT = "没有这一项"


@dataclass(frozen=True, slots=True)
class Row:
    """One question with both answers; None where that side does not have it."""

    name: str
    first: Cell | None
    second: Cell | None

    @property
    def differs(self) -> bool:
        """Whether the answers differ."""
        return (self.first.key if self.first else None) != (self.second.key if self.second else None)


def page(book: Book) -> Page:
    """The page; with fewer than `FEWEST` city-years it says so, because every page leads to it."""
    if len(book.newest) < FEWEST:
        body = render("compare-too-few.md.jinja", count=len(book.newest), link=partial(relative, start=URL))
        return Page(URL, TITLE, "收录了两个城市年度以后，可以逐项对照。", body, hide=("toc",), about=TITLE)
    first, second = (side(book, year) for year in book.newest[:2])
    groups = [(name, found) for name in GROUPS if (found := rows(first, second, name))]
    every = [row for _, found in groups for row in found]
    body = render(
        "compare.md.jinja",
        sides=(first, second),
        groups=groups,
        groups_in_order=GROUPS,
        total=len(every),
        different=sum(1 for row in every if row.differs),
        absent=ABSENT,
        folder=FOLDER,
        link=partial(relative, start=URL),
    )
    return Page(
        URL,
        TITLE,
        "任选两个城市或年度，逐项对照要求、日期、入账、平台；不同的行有标记，每一项有出处。",
        body,
        hide=("toc",),
        about=TITLE,
        extra={"script": "compare"},
    )


def rows(first: Side, second: Side, group: str) -> list[Row]:
    """The questions of a section in the order of the first side, then those that only the second has."""
    one, other = ({cell.id: cell for cell in item.cells if cell.group == group} for item in (first, second))
    return [
        Row((one.get(key) or other[key]).name, one.get(key), other.get(key))
        for key in dict.fromkeys((*one, *other))
    ]
