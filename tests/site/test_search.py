"""The search box in a real browser: opened, typed into, walked through by keyboard, read by tools."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.serving.server import SiteServer
from tests.site.calculator import axe
from tests.site.conftest import Visits

RESULT = "[data-search-result]"


def hrefs(page: Page) -> list[str]:
    """Where the results lead, from the root of the site; all of one moment."""
    expect(page.locator(RESULT).first).to_be_visible()
    found: list[str] = page.locator(RESULT).evaluate_all("all => all.map(link => link.getAttribute('href'))")
    return [re.sub(r"^https?://[^/]+/", "", href) for href in found]


@pytest.mark.parametrize("path", ["", "search/", "cities/sanmenxia/2025/"])
def test_an_address_with_a_query_opens_its_results(visits: Visits, path: str) -> None:
    page = visits.page(f"{path}?q=三门峡 2025")
    assert hrefs(page)[0] == "cities/sanmenxia/2025/"
    expect(page.get_by_role("dialog", name="站内查找")).to_be_visible()


def test_nothing_of_the_search_is_loaded_before_somebody_reaches_for_it(visits: Visits) -> None:
    page = visits.page()
    page.wait_for_load_state("networkidle")
    before = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in before if "search" in name or "pagefind" in name] == []
    page.get_by_role("button", name="查找").first.click()
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_text("可以这样查")).to_be_visible()


def test_the_way_to_a_page_by_keyboard_alone(visits: Visits) -> None:
    """Open with a key, type, walk down and up, type on, follow a result; the way back leads to them."""
    page = visits.page("about/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("searchbox", name="查找")
    expect(field).to_be_focused()
    page.keyboard.type("三门峡 结转")
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(RESULT).first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".xs-hit__place").first).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(RESULT).first).to_be_focused()
    page.keyboard.press("n")  # the theme's key for the next page
    expect(field).to_have_value("三门峡 结转n")
    page.keyboard.press("Backspace")
    expect(page.locator("[data-shown='三门峡 结转']")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(RESULT).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/cities/sanmenxia/2025/$"))
    page.go_back()
    assert hrefs(page)[0] == "cities/sanmenxia/2025/"
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/about/$"))
    page.keyboard.press("/")
    expect(field).to_be_focused()
    field.fill("")
    expect(page.get_by_text("最近查过")).to_be_visible()
    page.get_by_role("button", name="三门峡 结转").click()
    assert hrefs(page)[0] == "cities/sanmenxia/2025/"
    field.fill("")
    page.get_by_role("button", name="清除").click()
    expect(page.get_by_text("最近查过")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('xueshi.search.recent')") is None


def test_the_field_of_the_home_page_leads_into_the_box_with_what_was_typed(visits: Visits) -> None:
    page = visits.page()
    field = page.locator("#xs-find")
    field.focus()
    page.keyboard.type("p")
    expect(page.locator("#xs-search-field")).to_be_focused()
    page.keyboard.type("ds 2021")
    expect(page.locator("#xs-search-field")).to_have_value("pds 2021")
    expect(page.locator("[data-shown='pds 2021']")).to_be_visible()
    assert hrefs(page)[0] == "cities/pingdingshan/2021/"


def test_a_city_can_be_chosen_and_what_is_not_on_file_is_said(visits: Visits) -> None:
    page = visits.page("?q=公需课")
    assert len({href.split("/")[1] for href in hrefs(page) if href.startswith("cities/")}) > 1
    page.get_by_label("只看城市").select_option(label="三门峡市")
    expect(page.get_by_text("公需课没有找到")).to_be_hidden()
    expect(page.locator(f"{RESULT}[href*=pingdingshan]")).to_have_count(0)
    page.get_by_label("只看城市").select_option(label="郑州市")
    expect(page.locator(".xs-search__missing")).to_contain_text("尚未收录郑州市任何年度的通知")
    expect(page.get_by_role("status").filter(has_text="尚未收录郑州市")).to_be_visible()
    page.get_by_label("只看城市").select_option("")
    page.locator("#xs-search-field").fill("火星移民")
    expect(page.locator(".xs-search__body")).to_contain_text("没有找到“火星移民”")
    assert hrefs(page)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_tools_and_narrow_screens_can_use_it(visits: Visits, width: int, dark: bool) -> None:
    page = visits.page("?q=审核要几天", width=width, height=740, dark=dark)
    hrefs(page)
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
    assert axe(page, "html") == []
    small = page.evaluate(
        "[...document.querySelectorAll('dialog button, dialog select, dialog input, dialog a')]"
        ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    )
    assert small == []


def test_what_is_typed_is_shown_as_text(visits: Visits) -> None:
    page = visits.page()
    page.keyboard.press("/")
    field = page.locator("#xs-search-field")
    for typed in (
        "<script>document.title='x'</script><img src=x onerror=document.title='x'>",
        "\u202e" + "学" * 10_000,
    ):
        field.fill(typed)
        expect(page.locator(".xs-search__body")).to_have_attribute("data-shown", typed)
        assert hrefs(page), "what is found, or the newest years"
    assert page.title() != "x"
    assert page.locator("dialog img, dialog script").count() == 0


def test_what_did_not_come_is_told_and_not_taken_for_silence(visits: Visits) -> None:
    """First the box itself, then the texts of the pages; each can be asked for again."""
    visits.forgive("ERR_FAILED", "Failed to fetch dynamically imported module")
    context = visits.context()
    page = visits.page(context=context)
    context.route("**/search/panel.js", lambda route: route.abort())
    page.get_by_role("button", name="查找").first.click()
    expect(page.get_by_text("这一部分没有打开")).to_be_visible()
    context.unroute_all()
    page.get_by_role("button", name="知道了").click()
    context.route("**/search/text/**", lambda route: route.abort())
    page.keyboard.press("/")
    field = page.locator("#xs-search-field")
    field.fill("公需课在哪学")
    body = page.locator(".xs-search__body")
    expect(body).to_contain_text("有的内容没有取到")
    expect(body).not_to_contain_text("没有哪一页写着")
    assert hrefs(page)
    context.unroute_all()
    page.get_by_role("button", name="再试一次").click()
    expect(body).not_to_contain_text("有的内容没有取到")
    expect(body.locator("mark").first).to_be_visible()
    expect(page.get_by_label("只看城市").locator("option")).to_have_count(19)


def test_an_address_in_the_encoding_of_old_pages_is_read(visits: Visits) -> None:
    page = visits.page("?q=%C8%FD%C3%C5%CF%BF+2025")
    expect(page.locator("#xs-search-field")).to_have_value("三门峡 2025")
    assert hrefs(page)[0] == "cities/sanmenxia/2025/"


def test_it_works_in_a_folder_of_a_host(visits: Visits, site: Path) -> None:
    """All addresses are relative; the pages' own policy allows no inline script and no evaluation."""
    with SiteServer(site, prefix="/xueshi/") as server:
        page = visits.page("about/?q=学时不得结转", base=server.url)
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        assert hrefs(page)[0] == "xueshi/cities/sanmenxia/2025/"
