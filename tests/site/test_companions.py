"""What stands beside the calculator: the training fund and the forms, in a real browser with real Python."""

import io

import openpyxl
from playwright.sync_api import expect

from tests.site.calculator import PINGDINGSHAN, SANMENXIA, axe_in_both_colours, width_overflow
from tests.site.conftest import Visits


def test_the_fund_is_summed_at_the_rates_of_the_notice_and_kept(visits: Visits) -> None:
    page = visits.page(f"{PINGDINGSHAN}#funding-sums")
    fund = page.locator("xueshi-funding")
    fund.get_by_label("职工工资总额", exact=True).fill("1,000,000")
    fund.get_by_label("工资薪金总额（计税口径）").fill("900000")
    fund.get_by_label("本年度实际发生的职工教育经费").fill("80000.50")
    lines = fund.locator(".fund-line")
    expect(lines).to_contain_text(["15,000", "72,000", "72,000", "8,000.5"])
    fund.get_by_role("radio", name="2.5%").check()
    expect(lines.first).to_contain_text("25,000")
    lines.first.locator("summary").click()
    expect(lines.first).to_contain_text("经济效益较好的企业可按2.5%提取")
    assert axe_in_both_colours(page, "xueshi-funding") == []
    fund.get_by_label("职工工资总额", exact=True).fill("一百万")
    expect(fund.get_by_text("“一百万”不是金额")).to_be_visible()
    expect(fund.get_by_label("本年度实际发生的职工教育经费")).to_have_value("80000.50")
    page.reload()
    expect(fund.get_by_label("职工工资总额", exact=True)).to_have_value("一百万")
    expect(fund.get_by_role("radio", name="2.5%")).to_be_checked()


def test_where_a_notice_names_no_rates_no_fund_is_shown(visits: Visits) -> None:
    assert visits.page(SANMENXIA).locator("xueshi-funding").count() == 0


def test_a_form_is_filled_kept_printed_alone_and_saved_for_an_office(visits: Visits) -> None:
    page = visits.page(f"{SANMENXIA}#plan-filing")
    page.locator("#form-training-plan > summary").click()
    form = page.locator("#form-training-plan xueshi-form")
    form.get_by_label("第 1 行 培训项目").fill("=施工新技术")
    form.get_by_label("联系人", exact=True).fill("某人")
    form.get_by_role("button", name="添加一行").click()
    expect(form.get_by_label("第 6 行 序号")).to_be_focused()
    assert axe_in_both_colours(page, "xueshi-form") == []
    with page.expect_download() as saving:
        form.get_by_role("button", name="存为 Excel 文件").click()
    assert saving.value.suggested_filename == "2025年度三门峡市专业技术人员继续教育培训计划申报表.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(saving.value.path().read_bytes())).worksheets[0]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert texts >= {"=施工新技术", "某人", "经费来源", "申报单位（基地）意见"}
    page.reload()
    page.locator("#form-training-plan > summary").click()
    expect(form.get_by_label("第 1 行 培训项目")).to_have_value("=施工新技术")
    page.evaluate("window.print = () => {}")
    form.get_by_role("button", name="打印这张表").click()
    page.emulate_media(media="print")
    expect(form.get_by_label("联系人", exact=True)).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("xueshi-calculator")).to_be_hidden()
    expect(form.get_by_role("button", name="打印这张表")).to_be_hidden()


def test_the_other_form_has_the_groups_that_are_printed(visits: Visits) -> None:
    page = visits.page(f"{SANMENXIA}#plan-filing", width=360)
    page.locator("#form-platform-record > summary").click()
    form = page.locator("#form-platform-record xueshi-form")
    group = form.get_by_role("group", name="网站运行管理")
    expect(group.get_by_label("负责人")).to_be_visible()
    expect(form.get_by_text("打印后签署")).to_have_count(2)
    assert width_overflow(page) == 0
