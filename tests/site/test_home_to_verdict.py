"""From home to verdict, and what a result says first: the real site, a real browser, the real Python."""

import re

from playwright.sync_api import expect

from builder.serving.server import SiteServer
from tests.site.calculator import PINGDINGSHAN, SANMENXIA, Calculator, quick, tab_until
from tests.site.conftest import Visits

STILL = """
  const { shadowRoot } = document.querySelector("xueshi-calculator");
  const form = shadowRoot.querySelector(".app");
  window.still = [];
  const seen = () => form.isConnected || (watch.disconnect(), window.still.push(form.inert));
  const watch = new MutationObserver(seen);
  watch.observe(shadowRoot, { childList: true, subtree: true });
"""
"""Notes, when the form gives way to another, whether it could still be used."""

# From home to verdict


def test_by_mouse_from_home_to_verdict(visits: Visits) -> None:
    page = visits.page()
    page.locator(f'main a[href*="{SANMENXIA}"]:visible').first.click()
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="60")
    calculator.all_approved("是").expect_status("已达标")
    calculator.fill_hours(专业="59.5").expect_status("未达标")
    expect(calculator.verdict).to_contain_text("0.5")


def test_by_keyboard_alone_from_home_to_verdict(visits: Visits) -> None:
    page = visits.page()
    tab_until(page, f'a[href*="{SANMENXIA}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SANMENXIA}*")
    calculator = Calculator(page)
    tab_until(page, "input[type=date]")
    # The parts of a date field depend on the browser's language; the day itself is set as its calendar would.
    calculator.judge_on("2025-11-20")
    tab_until(page, ".quick input[type=text]")
    page.keyboard.type("30")
    page.keyboard.press("Tab")
    page.keyboard.type("６０")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    calculator.expect_status("已达标")


def test_the_ledger_by_keyboard_alone(visits: Visits) -> None:
    calculator = quick(visits)
    page = calculator.page
    calculator.tabs.get_by_role("tab", name="快速自查").focus()
    page.keyboard.press("ArrowRight")
    expect(calculator.tabs.get_by_role("tab", name="逐条台账")).to_be_focused()
    tab_until(page, "button.strong")
    page.keyboard.press("Enter")
    expect(calculator.root.get_by_label("完成日期", exact=True)).to_be_focused()
    page.keyboard.type("2025-03-05")
    tab_until(page, "select")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(calculator.button("添加一行")).to_be_focused()
    calculator.expect_status("未达标")
    assert calculator.cells() == [["2025-03-05", "公需", "30", *[""] * 7]]
    tab_until(page, ".act button + button")
    page.keyboard.press("Enter")
    expect(calculator.rows).to_have_count(0)
    expect(calculator.button("撤销：删除第 2 行")).to_be_focused()
    page.keyboard.press("Enter")
    expect(calculator.rows).to_have_count(1)


def test_the_page_of_its_own_offers_what_is_on_file_and_names_what_is_not(visits: Visits) -> None:
    page = visits.page("calculator/")
    root = page.locator("xueshi-calculator")
    city = root.get_by_label("城市")
    expect(city.locator("option:enabled")).to_contain_text(["请选择", "平顶山市", "三门峡市"])
    expect(city.locator('optgroup[label="尚未收录"] option')).to_have_count(16)
    city.select_option(label="三门峡市")
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="10")
    calculator.expect_status("未达标")
    page.reload()
    calculator = Calculator(page)
    expect(calculator.hours("公需")).to_have_value("30")
    page.evaluate(f"() => {{ {STILL} }}")
    city.select_option(label="平顶山市")
    expect(calculator.hours("公需必修")).to_have_value("")
    calculator.judge_on("2021-11-20").fill_hours(公需必修="24").expect_status("未达标")
    expect(calculator.verdict).to_contain_text("平顶山市 2021 年度")
    # Until the other form stood there nothing could be typed into the one before.
    assert page.evaluate("() => window.still") == [True]
    city.select_option(label="三门峡市")
    expect(calculator.hours("专业")).to_have_value("10")


def test_it_works_below_a_sub_path(visits: Visits, server: SiteServer) -> None:
    with SiteServer(server.folder, prefix="/hn/xueshi/") as below:
        calculator = Calculator(visits.page(SANMENXIA, base=below.url)).judge_on("2025-11-20")
        calculator.fill_hours(公需="30", 专业="60").all_approved("是").expect_status("已达标")
        calculator.root.locator(".bars summary").first.click()
        expect(calculator.root.get_by_role("link", name="看这份文件").first).to_have_attribute(
            "href", re.compile(re.escape(below.url) + "documents/")
        )


# What the result says first


def test_what_is_missing_is_said_once(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="30", 专业="54.5").expect_status("未达标")
    assert calculator.verdict.inner_text().count("还差") == 1
    expect(calculator.verdict).to_contain_text("5.5")


def test_an_open_question_is_named_and_nothing_is_called_missing_that_hangs_on_it(visits: Visits) -> None:
    calculator = quick(visits, PINGDINGSHAN, "2021-11-20", width=360)
    calculator.hours("公需（分不清的）").fill("30")
    calculator.fill_hours(专业="60").expect_status("需补充信息")
    calculator.verdict.get_by_role("button", name="都已申报并审核通过了吗？").click()
    expect(calculator.root.get_by_role("radio", name="是", exact=True)).to_be_focused()
    calculator.all_approved("是")
    expect(calculator.verdict.get_by_role("button")).to_have_count(0)
    calculator.expect_status("需补充信息")
    for part in (calculator.verdict, calculator.root.locator(".strip"), calculator.root.locator(".bars")):
        expect(part).not_to_contain_text("还差 公需必修")
    lacking = calculator.root.get_by_role("row").filter(has_text="公需必修")
    expect(lacking).to_contain_text("等您回答")
    expect(lacking).not_to_contain_text("还差")
