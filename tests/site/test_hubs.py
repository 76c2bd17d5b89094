"""The pages one finds things by: last days by the reader's own day, lists that can be narrowed."""

from __future__ import annotations

import datetime

from playwright.sync_api import expect

from tests.site.conftest import Visits


def test_last_days_are_grouped_by_the_day_of_the_reader(visits: Visits) -> None:
    """The page was built on another day; it says whose day it goes by."""
    context = visits.context(width=360)
    context.clock.set_fixed_time(datetime.datetime(2025, 9, 10, 9, tzinfo=datetime.UTC))
    page = visits.page("dates/", context=context)
    expect(page.locator("[data-xs-today]")).to_contain_text("2025年9月10日")
    expect(page.locator("[data-xs-due=within-7] li")).to_have_count(1)
    expect(page.locator("[data-xs-due=within-7] .xs-due__left")).to_have_text("还有 5 天")
    expect(page.locator("[data-xs-count=within-7] .xs-soon__number")).to_have_text("1")
    expect(page.locator("[data-xs-due=within-30]")).to_be_hidden()
    expect(page.locator("[data-xs-due=later] li")).to_contain_text("三门峡 2025 年度")


def test_the_last_day_itself_is_not_over(visits: Visits) -> None:
    """“前” includes the day."""
    context = visits.context()
    context.clock.set_fixed_time(datetime.datetime(2025, 12, 31, 12, tzinfo=datetime.UTC))
    page = visits.page("dates/", context=context)
    expect(page.locator("[data-xs-due=within-7] .xs-due__left")).to_have_text("今天")


def test_bases_are_narrowed_by_words_and_kept_in_the_address(visits: Visits) -> None:
    """Lists without a match go with their heading; the address brings the same choice back."""
    page = visits.page("bases/")
    page.get_by_label("名称、电话").fill("灵宝")
    expect(page.locator("[data-xs-item]:visible")).to_have_count(1)
    expect(page.locator(".xs-filter [role=status]")).to_have_text("1 项，共 50 项")
    expect(page.locator("h2:visible")).to_have_count(3)
    again = visits.page(page.url.split("/", 3)[3])
    expect(again.locator("[data-xs-item]:visible")).to_have_count(1)
    again.get_by_role("button", name="全部显示").click()
    expect(again.locator("[data-xs-item]:visible")).to_have_count(50)


def test_a_list_is_narrowed_as_people_type_and_says_when_nothing_is_left(visits: Visits) -> None:
    """Not while an input method composes; without a telephone's punctuation; an unknown choice is none."""
    page = visits.page("bases/?level=没有的级别&page=3")
    shown = page.locator("[data-xs-item]:visible")
    expect(shown).to_have_count(50)
    expect(page.get_by_label("级别")).to_have_value("")
    expect(page.get_by_role("button", name="全部显示")).to_be_hidden()
    field = page.get_by_label("名称、电话")
    field.evaluate(
        "field => { field.value = 'ling'; field.dispatchEvent("
        "new InputEvent('input', { isComposing: true, bubbles: true })); }"
    )
    expect(shown).to_have_count(50)
    field.evaluate(
        "field => { field.value = '灵宝'; field.dispatchEvent("
        "new CompositionEvent('compositionend', { bubbles: true })); }"
    )
    expect(shown).to_have_count(1)
    field.fill("0398-285 0937")
    expect(shown).to_contain_text("三门峡市建筑业协会")
    field.fill("火星")
    expect(page.locator(".xs-filter [role=status]")).to_contain_text("没有符合的，共 50 项")
    page.get_by_role("button", name="全部显示").click()
    expect(shown).to_have_count(50)
    assert page.url.endswith("?page=3")


def test_platforms_are_narrowed_by_year_and_subject(visits: Visits) -> None:
    """As the notice lists them."""
    page = visits.page("platforms/")
    page.get_by_label("城市和年度").select_option("平顶山 2021 年度")
    expect(page.locator("[data-xs-item]:visible")).to_have_count(3)
    page.get_by_label("科目").select_option("公需")
    expect(page.locator("[data-xs-item]:visible")).to_have_count(2)
