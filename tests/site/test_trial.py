"""A city or year without a notice, tried under another: nowhere a verdict, and nothing stays of it."""

from playwright.sync_api import Locator, expect

from tests.site.calculator import (
    Calculator,
)
from tests.site.conftest import Visits

LABEL = "按三门峡市2025年度通知试算，不是结论"


def trial(visits: Visits) -> Locator:
    """The trial of a city without a notice, by the notice of another, from the city's own page."""
    page = visits.page("cities/zhengzhou/")
    page.get_by_role("link", name="按另一份通知试算（不是结论）").click()
    root = page.locator("xueshi-calculator")
    expect(root.get_by_label("城市")).to_have_value("zhengzhou")
    root.get_by_role("button", name="按另一份通知试算（不是结论）").click()
    root.get_by_label("用哪份通知试算").select_option(label="三门峡市 2025 年度")
    root.get_by_label("按哪一天判断").fill("2025-11-20")
    root.get_by_label("公需", exact=True).fill("20")
    root.get_by_label("专业", exact=True).fill("60")
    expect(root.locator(".trial-status")).to_have_text("试算：未达标")
    return root


def test_a_city_without_a_notice_is_tried_under_another_and_every_part_says_so(visits: Visits) -> None:
    root = trial(visits)
    root.get_by_label("公需", exact=True).fill("30")
    root.get_by_label("是", exact=True).check()
    expect(root.locator(".trial-status")).to_have_text("试算：已达标")
    parts = root.locator(".trial-part:visible")
    expect(parts).to_have_count(3)
    assert parts.evaluate_all("parts => parts.map(part => part.firstChild.textContent)") == [LABEL] * 3
    expect(parts.first).to_contain_text("郑州市")
    for name in ("复制结果", "打印结果", "保存回执", "存为日程 (.ics)"):
        expect(root.get_by_role("button", name=name)).to_have_count(0)
    expect(root.locator(".verdict")).to_have_count(0)
    root.page.emulate_media(media="print")
    expect(parts.locator(".trial-label")).to_have_text(
        [LABEL] * 2
    )  # reasons are not printed, nor an empty box
    for label in parts.locator(".trial-label").all():
        expect(label).to_be_visible()


def test_a_year_without_a_notice_is_tried_like_a_city_without_one(visits: Visits) -> None:
    """Also where the address asks for a year that is not on file; years on file are not offered for it."""
    page = visits.page("calculator/#sanmenxia/2019")
    root = page.locator("xueshi-calculator")
    expect(root.get_by_text("三门峡市 2019 年度尚未收录通知，不能自查")).to_be_visible()
    expect(root.get_by_label("年度", exact=True)).to_have_value("other")
    expect(root.get_by_text("本站只收录了三门峡市 2025 年度的通知")).to_be_visible()
    root.get_by_role("button", name="按另一份通知试算（不是结论）").click()
    year = root.get_by_label("三门峡市的哪个年度")
    expect(year).to_have_value("2019")
    assert "2025" not in year.locator("option").all_text_contents()
    root.get_by_label("用哪份通知试算").select_option(label="三门峡市 2025 年度")
    root.get_by_label("公需", exact=True).fill("30")
    expect(root.locator(".trial-status")).to_have_text("试算：未达标")
    expect(root.locator(".trial-part").first).to_contain_text("三门峡市2019年度")
    labels = root.locator(".trial-part:visible .trial-label")
    assert set(labels.all_text_contents()) == {LABEL}
    for name in ("复制结果", "打印结果", "保存回执", "存为日程 (.ics)", "导出 CSV"):
        expect(root.get_by_role("button", name=name)).to_have_count(0)
    expect(root.get_by_role("link", name="怎样补充一份通知")).to_be_visible()
    root.get_by_label("年度", exact=True).select_option("2025")
    expect(root.locator(".trial")).to_have_count(0)


def test_a_trial_leaves_nothing_behind_and_ends_with_another_city(visits: Visits) -> None:
    root = trial(visits)
    root.get_by_label("城市").select_option(label="三门峡市")
    calculator = Calculator(root.page)
    expect(calculator.hours("公需")).to_have_value("")
    expect(root.locator(".trial")).to_have_count(0)
    calculator.judge_on("2025-11-20").fill_hours(公需="30").expect_status("未达标")


def test_a_trial_invites_to_send_in_the_notice(visits: Visits) -> None:
    root = trial(visits)
    link = root.get_by_role("link", name="怎样补充一份通知")
    link.click()
    expect(root.page.locator("#contribute")).to_be_visible()
