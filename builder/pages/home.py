"""The home page, and the page of the calculator."""

from __future__ import annotations

from functools import partial

from builder.addresses import calendar_path, feed_path
from builder.pages import scale
from builder.pages.book import Book
from builder.pages.due import due_days
from builder.pages.environment import render
from builder.pages.limits import LISTED
from builder.pages.page import Page, relative
from builder.pages.provinces import parts

SHOWN = 4
"""How many dates are shown: the next ones, or the latest where nothing is due any more."""


def home(book: Book) -> Page:
    """What this is, what is on file, what is due."""
    coming, over = due_days(book)
    body = render(
        "home.md.jinja",
        book=book,
        units=[(region, book.years(region.id)) for region in book.catalog.province.regions],
        provinces=parts(book.catalog),
        coming=coming[:SHOWN],
        over=over[:SHOWN],
        feed=feed_path(),
        calendar=calendar_path(),
        bars=scale.bars,
        link=partial(relative, start=""),
    )
    return Page(
        "",
        "河南省专业技术人员继续教育学时自查",
        "按您所在城市、年度的通知，查要求、算学时、看日期；每个数字都能点到原文出处。",
        body,
        about="首页",
        hide=("toc",),
    )


def calculator(book: Book) -> Page:
    """The calculator with a chooser of city and year."""
    body = render(
        "calculator.md.jinja",
        book=book,
        years=book.newest[:LISTED],
        bars=scale.bars,
        link=partial(relative, start="calculator/"),
    )
    return Page(
        "calculator/",
        "学时自查",
        "填学时或打开台账，看是否达标、还差什么、下一步和日期。全部在浏览器里计算，不上传。",
        body,
        hide=("toc",),
        extra={"calculator": True},
        about="学时自查（计算器）",
    )
