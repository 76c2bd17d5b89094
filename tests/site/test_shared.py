"""Links with which numbers are shared, and what comes of one that was changed on its way."""

import re

import pytest
from playwright.sync_api import expect

from tests.site.calculator import (
    PINGDINGSHAN,
    PUBLIC,
    SANMENXIA,
    Calculator,
)
from tests.site.conftest import Visits


def shared_link(calculator: Calculator) -> str:
    """The link that the button copies."""
    calculator.button("复制分享链接").click()
    expect(calculator.root.get_by_text("链接里只有城市")).to_be_visible()
    link: str = calculator.page.evaluate("navigator.clipboard.readText()")
    return link


def visitor(visits: Visits, path: str, day: str = "2025-11-20") -> Calculator:
    """A calculator whose page may use the clipboard."""
    context = visits.context(permissions=["clipboard-read", "clipboard-write"])
    return Calculator(visits.page(path, context=context)).judge_on(day)


def test_a_shared_link_shows_exactly_what_was_shared_and_keeps_nothing(visits: Visits) -> None:
    link = shared_link(
        visitor(visits, SANMENXIA)
        .fill_hours(公需="30", 专业="６０")
        .all_approved("是")
        .expect_status("已达标")
    )
    assert "#share=1&of=sanmenxia%2F2025" in link
    path = link.removeprefix(visits.server.url)
    reader = visits.context()
    mine = Calculator(visits.page(SANMENXIA, context=reader)).fill_hours(公需="3", 专业="4")
    mine.open_ledger().paste(PUBLIC)
    mine.page.close()
    shown = Calculator(visits.page(path, context=reader))
    shown.expect_status("已达标")
    expect(shown.root.get_by_text("这是别人分享的数字，没有存到本机")).to_be_visible()
    expect(shown.verdict).to_contain_text("三门峡市 2025 年度 · 按 2025-11-20 判断")
    expect(shown.hours("专业")).to_have_value("６０")
    shown.open_ledger()
    expect(shown.rows).to_have_count(1)
    shown.page.reload()
    shown = Calculator(shown.page).expect_status("已达标")
    shown.button("看我自己填的").click()
    expect(shown.hours("公需")).to_have_value("3")
    expect(shown.root.get_by_text("别人分享的数字")).to_be_hidden()
    assert shown.page.url.endswith("#sanmenxia/2025")


def test_shared_numbers_that_are_edited_become_the_readers_own(visits: Visits) -> None:
    link = shared_link(visitor(visits, SANMENXIA).fill_hours(公需="30", 专业="10").expect_status("未达标"))
    reader = visits.context()
    shown = Calculator(visits.page(link.removeprefix(visits.server.url), context=reader))
    shown.fill_hours(专业="12")
    expect(shown.root.get_by_text("别人分享的数字")).to_be_hidden()
    shown.page.reload()
    again = Calculator(shown.page)
    expect(again.hours("公需")).to_have_value("30")
    expect(again.hours("专业")).to_have_value("12")


def test_answers_travel_with_a_link_and_words_do_not(visits: Visits) -> None:
    calculator = visitor(visits, PINGDINGSHAN, "2021-11-20").fill_hours(公需必修="12", 专业="60")
    calculator.hours("公需（分不清的）").fill("18")
    question = calculator.root.get_by_label(re.compile("其中公需必修是多少"))
    calculator.all_approved("是").expect_status("需补充信息")
    sums = calculator.root.get_by_role("group", name=re.compile("是不是公需必修、公需选修的合计"))
    sums.get_by_label("否", exact=True).check()
    question.fill("12")
    calculator.expect_status("已达标")
    path = shared_link(calculator).removeprefix(visits.server.url)
    shown = Calculator(visits.page(path)).expect_status("已达标")
    expect(shown.verdict).to_contain_text("2021 年度")
    expect(shown.root.get_by_label(re.compile("其中公需必修是多少"))).to_have_value("12")
    question.fill("张三")
    assert "%E5%BC%A0" not in shared_link(calculator)
    calculator.fill_hours(专业="张三").button("复制分享链接").click()
    expect(calculator.root.get_by_text("有读不懂的学时")).to_be_visible()


@pytest.mark.parametrize(
    "fragment",
    [
        "share=1",
        "share=9&of=sanmenxia/2025&h.public=30",
        "share=1&of=sanmenxia/2025&h.public=<script>",
        "share=1&of=sanmenxia/2025&h.public=30&name=x",
        "share=1&of=nowhere/2025&h.public=30",
        "share=1&of=sanmenxia/2025&h.never=30",
        "share=1&of=sanmenxia/2025&day=2025-02-30&h.public=30",
        "share=1&of=sanmenxia/2025&h.public=30&a.all_approved=%E6%9",
        "share=1&of=sanmenxia/2025&of=pingdingshan/2021&h.public=30",
    ],
)
def test_a_broken_link_is_not_used_and_says_so(visits: Visits, fragment: str) -> None:
    page = visits.page(f"calculator/#{fragment}")
    expect(page.locator("xueshi-calculator").get_by_text("分享链接不完整或被改动过")).to_be_visible()
    for field in page.locator("xueshi-calculator .quick input[type=text]").all():
        expect(field).to_have_value("")
