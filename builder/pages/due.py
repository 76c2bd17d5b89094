"""``/dates/``: the last days of all city-years by how soon they come.

Grouped by the day of the data; the page's script groups them again by the reader's own day.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial

from builder import deadlines
from builder.addresses import calendar_path
from builder.pages.book import Book
from builder.pages.environment import render
from builder.pages.page import Page, relative
from xueshi.model.policy import CityYear

URL = "dates/"
WITHIN = (7, 30, 90)
"""Bounds of the groups, in days from today; today itself is day 0."""
SHOWN = 400
"""At most so many days still to come are listed, the nearest first, whatever the number of cities."""
SHOWN_PAST = 40


@dataclass(frozen=True, slots=True)
class DueDay:
    """One date of one city-year."""

    year: CityYear
    day: datetime.date
    dues: tuple[deadlines.Due, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Dates that come about as soon; ``within`` is the largest number of days, None for no bound."""

    key: str
    title: str
    within: int | None
    days: tuple[DueDay, ...]


def due_days(book: Book) -> tuple[list[DueDay], list[DueDay]]:
    """Dates still to come on the day of the data, earliest first; and those gone by, latest first."""
    found = [
        DueDay(year, day.date, day.dues)
        for year in book.catalog.city_years
        for day in deadlines.days(year)
        if day.date is not None
    ]
    found.sort(key=lambda item: (item.day, item.year.city))
    coming = [item for item in found if item.day >= book.as_of]
    over = [item for item in found if item.day < book.as_of]
    return coming, over[::-1]


def groups(book: Book) -> list[Group]:
    """All groups, the soonest first, those gone by last; a group may be empty."""
    coming, over = due_days(book)
    made, after = [], -1
    for bound in (*WITHIN, None):
        days = [
            item
            for item in coming[:SHOWN]
            if after < (left := (item.day - book.as_of).days) and (bound is None or left <= bound)
        ]
        title = f"{bound} 天内" if bound is not None else "更晚"
        made.append(Group(f"within-{bound}" if bound else "later", title, bound, tuple(days)))
        after = bound if bound is not None else after
    return [*made, Group("past", "已经过去", None, tuple(over[:SHOWN_PAST]))]


def due(book: Book) -> Page:
    """The page."""
    made = groups(book)
    body = render(
        "due.md.jinja",
        book=book,
        groups=made,
        calendar=calendar_path(),
        link=partial(relative, start=URL),
    )
    return Page(
        URL,
        "即将截止",
        "各市学习、申报、审核、备案的最后日期，7 天、30 天、90 天内截止的排在前面。",
        body,
        about="即将截止（各城市年度的截止日期）",
        hide=("toc",),
        extra={"script": "due"},
    )
