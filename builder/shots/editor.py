"""The way through the data editor in pictures, in the order of its steps.

Notice, its draft, the form, a mistake, the text, the page to be, saved; what follows is the page of the year.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from builder.shots.states import State

ADDRESS = "admin/"
PATIENCE_MS = 60_000

NOTICE = """\
关于做好某市年度专业技术人员继续教育工作的通知（虚构，只供拍照）
一、全年累计不少于90学时，其中公需科目不少于30学时，专业科目不少于60学时。
二、12月31日前完成学习和申报，学时不得结转。
"""


def editor_states(site: Path) -> Iterator[State]:
    """The steps of one change, on the newest year of the site."""
    years = json.loads((site / "assets/editor/index.json").read_text("utf-8"))["years"]
    if not years:
        return
    year = max(years, key=lambda key: key.rpartition("/")[2])
    yield State("editor-1-notice", ADDRESS, _notice)
    yield State("editor-2-draft", ADDRESS, _draft)
    yield State("editor-3-form", ADDRESS, partial(_form, year))
    yield State("editor-4-mistake", ADDRESS, partial(_mistake, year))
    yield State("editor-5-text", ADDRESS, partial(_text, year))
    yield State("editor-6-preview", ADDRESS, partial(_preview, year))
    yield State("editor-7-saved", ADDRESS, partial(_saved, year))
    yield State("editor-8-page", f"cities/{year}/", lambda _: None)


def _opened(page: Page, year: str) -> Locator:
    root = page.locator("xueshi-editor")
    root.get_by_label("城市和年度").select_option(year)
    root.get_by_role("button", name="打开", exact=True).click()
    expect(root.locator(".topbar")).to_be_visible(timeout=PATIENCE_MS)
    return root


def _unfold(root: Locator, *titles: str) -> None:
    for title in titles:
        root.locator("summary", has=root.page.locator(f".title:text-is('{title}')")).first.click()


def _to_top(page: Page) -> None:
    """A picture of the whole page begins at its top, or what sticks to the window lies across it."""
    page.evaluate("() => scrollTo(0, 0)")


def _form(year: str, page: Page) -> None:
    _unfold(_opened(page, year), "截止日期", "申报截止")
    _to_top(page)


def _mistake(year: str, page: Page) -> None:
    """More hours for a part than the whole has."""
    root = _opened(page, year)
    _unfold(root, "科目和学时", "下级科目")
    root.locator(".items > li summary").first.click()
    hours = root.locator(".items > li .is-number input").first
    hours.fill("91")
    hours.press("Tab")
    expect(root.locator(".found > li").first).to_be_visible(timeout=PATIENCE_MS)
    _to_top(page)


def _text(year: str, page: Page) -> None:
    _opened(page, year).get_by_role("tab", name="文本").click()
    _to_top(page)


def _preview(year: str, page: Page) -> None:
    root = _opened(page, year)
    root.get_by_role("tab", name="预览").click()
    expect(root.frame_locator("iframe").locator(".xs-lede")).to_be_visible(timeout=PATIENCE_MS)
    root.locator(".trying input[type=text]").first.fill("30")
    root.get_by_role("button", name="试算").click()
    expect(root.locator(".verdict-box")).to_be_visible(timeout=PATIENCE_MS)
    root.locator("iframe").scroll_into_view_if_needed()
    _to_top(page)


def _saved(year: str, page: Page) -> None:
    root = _opened(page, year)
    by = root.get_by_label("谁核对的")
    by.fill("市人社局专技科")
    by.press("Tab")
    expect(root.locator(".saved")).to_have_class("saved open", timeout=PATIENCE_MS)
    with page.expect_download():
        root.get_by_role("button", name="保存", exact=True).click()
    expect(root.locator(".saved")).to_contain_text("已下载")
    _to_top(page)


def _notice(page: Page) -> None:
    root = page.locator("xueshi-editor")
    root.get_by_label("年度", exact=True).fill("2026")
    root.get_by_label("通知的文字").fill(NOTICE)
    _to_top(page)


def _draft(page: Page) -> None:
    _notice(page)
    root = page.locator("xueshi-editor")
    root.get_by_role("button", name="起草", exact=True).click()
    expect(root.locator(".topbar")).to_be_visible(timeout=PATIENCE_MS)
    _to_top(page)
