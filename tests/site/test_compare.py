"""Two city-years side by side in a browser: chosen, shared by address, narrowed to what differs."""

from playwright.sync_api import expect

from tests.site.calculator import axe, width_overflow
from tests.site.conftest import Visits


def test_a_pair_is_chosen_shared_and_narrowed(visits: Visits) -> None:
    """The address leads another reader to the same pair; differing rows say so in words."""
    page = visits.page("compare/", width=360, height=740, dark=True)
    heads = page.locator(".xs-cmp thead a")
    expect(page.locator("#cmp-a-city")).to_be_enabled()
    before = heads.all_inner_texts()
    page.select_option("#cmp-a-city", "pingdingshan")
    expect(heads.first).to_have_text("平顶山市 2021 年度")
    page.select_option("#cmp-b-city", "sanmenxia")
    expect(heads.last).to_have_text("三门峡市 2025 年度")
    assert page.url.endswith("?a=pingdingshan/2021&b=sanmenxia/2025")
    assert heads.all_inner_texts() != before
    assert width_overflow(page) == 0
    rows = page.locator(".xs-cmp tbody tr:not(.xs-cmp__group):visible")
    every = rows.count()
    page.check("#cmp-only")
    assert 0 < rows.count() < every
    expect(page.locator(".xs-cmp__sum")).to_have_text(f"共 {every} 项，{rows.count()} 项不同。")
    assert rows.count() == page.locator(".xs-cmp__mark:visible").count()
    assert axe(page, "main") == []

    shared = visits.page(page.url.partition("/compare/")[2].join(["compare/", ""]))
    expect(shared.locator(".xs-cmp thead a").first).to_have_text("平顶山市 2021 年度")


def test_an_address_of_what_is_not_on_file_says_so(visits: Visits) -> None:
    """And keeps a pair that is."""
    page = visits.page("compare/?a=pingdingshan/2021&b=zhengzhou/2024")
    expect(page.locator(".xs-cmp__sum")).to_contain_text("没有收录 zhengzhou/2024，请另选。")
    expect(page.locator(".xs-cmp thead a")).to_have_count(2)


def test_without_a_script_the_newest_pair_is_there(visits: Visits) -> None:
    """Readable, with its sources; only the choice needs a script."""
    page = visits.page("compare/", context=visits.context(java_script_enabled=False))
    assert page.locator(".xs-cmp tbody tr").count() > 10
    assert page.locator(".xs-cmp__differs .xs-cmp__mark").count() > 3
