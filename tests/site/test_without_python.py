"""Where Python cannot run or files cannot be saved, the page says so and offers what works there."""

from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, expect

from builder.browser import FLAGS, find_browser
from builder.serving.server import SiteServer
from tests.site.calculator import SANMENXIA, Calculator
from tests.site.conftest import Visits

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 "
    "XWEB/1160065 MMWEBSDK/20231202 Mobile Safari/537.36 MicroMessenger/8.0.47"
)
"""What WeChat's own browser calls itself."""


@pytest.fixture
def without_webassembly(browser: Browser, server: SiteServer) -> Iterator[Visits]:
    """Visits with a browser that compiles nothing, as the safest modes of Edge and Safari do."""
    options = [*FLAGS, "--js-flags=--jitless"]
    bare = browser.browser_type.launch(executable_path=find_browser(), args=options)
    yield Visits(bare, server)
    bare.close()


def test_without_webassembly_it_says_so_and_leads_to_a_sheet_to_print(without_webassembly: Visits) -> None:
    page = without_webassembly.page(SANMENXIA)
    calculator = Calculator(page).fill_hours(公需="30")
    expect(calculator.verdict).to_contain_text("不支持 WebAssembly")
    expect(calculator.root.get_by_role("row").filter(has_text="专业")).to_contain_text("至少 60")
    assert calculator.axe() == []
    calculator.root.get_by_role("link", name="手填核对表").click()
    expect(page.locator("#sheet").get_by_role("button", name="打印这张表")).to_be_visible()
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(printed) == 1
    words = printed[0].get_textpage().get_text_bounded()
    assert "三门峡市 2025 年度继续教育学时核对表" in words
    assert "审核通过的" in words
    assert "学习平台" not in words
    assert without_webassembly.unforgiven() == []


def test_in_wechat_a_file_is_offered_as_text_instead_of_being_lost(visits: Visits) -> None:
    context = visits.context(user_agent=WECHAT)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visits.page(SANMENXIA, context=context)
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="45")
    calculator.expect_status("未达标")
    calculator.root.get_by_role("button", name="存为日程").first.click()
    dialog = calculator.root.get_by_role("dialog")
    expect(dialog).to_contain_text("在浏览器打开")
    assert calculator.axe() == []
    dialog.get_by_role("button", name="复制内容").click()
    expect(dialog).to_be_hidden()
    assert page.evaluate("navigator.clipboard.readText()").startswith("BEGIN:VCALENDAR")
