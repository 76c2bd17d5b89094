"""What lasts beyond a visit: calendar, receipt, what the platform shows."""

import re
from collections.abc import Callable, Iterator

from playwright.sync_api import FilePayload, Locator, Route, expect

from tests.site.calculator import (
    PINGDINGSHAN,
    PUBLIC,
    SANMENXIA,
    TRADE,
    Calculator,
    Element,
    ledger,
    ledger_row,
    quick,
)
from tests.site.conftest import Visits
from tests.site.test_trial import trial


def saved(calculator: Calculator, button: str) -> tuple[str, bytes]:
    """Name and content of the file that a button saves."""
    with calculator.page.expect_download() as saving:
        calculator.button(button).click()
    return saving.value.suggested_filename, saving.value.path().read_bytes()


# Calendar


def test_next_steps_with_a_day_are_saved_as_a_calendar(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="20", 专业="60").expect_status("未达标")
    days = calculator.root.locator(".steps time").count()
    name, data = saved(calculator, "存为日程 (.ics)")
    assert name == "三门峡市2025年度继续教育日程.ics"
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.count(b"BEGIN:VEVENT") == days > 0


def test_where_no_step_has_a_day_no_calendar_is_offered(visits: Visits) -> None:
    calculator = quick(visits, day="2026-02-01").fill_hours(公需="20", 专业="60").expect_status("未达标")
    assert calculator.root.locator(".steps time").count() == 0
    assert calculator.button("存为日程 (.ics)").count() == 0


# Receipt


def test_a_receipt_is_saved_opened_and_its_ledger_put_back(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC, TRADE).expect_status("已达标")
    name, data = saved(calculator, "保存回执")
    assert name == "三门峡市2025年度学时自查回执.json"
    other = quick(visits, day="2025-12-01").open_ledger().paste(PUBLIC).expect_status("未达标")
    receipt = open_receipt(other, data)
    expect(receipt).to_contain_text("台账 2 行")
    expect(receipt).to_contain_text("2025-11-20")
    expect(receipt).to_contain_text("规则没有变化")
    expect(receipt.locator(".status")).to_have_text(["已达标", "已达标"])
    expect(receipt.get_by_role("heading")).to_be_focused()
    assert other.cells() == [list(PUBLIC)]
    other.button("把回执里的台账放回本页").click()
    expect(other.rows).to_have_count(2)
    other.expect_status("已达标")
    expect(other.verdict.locator(".as-of")).to_contain_text("2025-12-01")
    other.button("撤销：放回回执里的台账").first.press("Enter")
    expect(other.rows).to_have_count(1)
    other.expect_status("未达标")
    other.button("关闭回执").click()
    expect(receipt).to_be_hidden()
    expect(other.button("打开回执")).to_be_focused()


def test_a_receipt_of_quick_mode_brings_back_hours_and_answers(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="30", 专业="60").all_approved("是").expect_status("已达标")
    _, data = saved(calculator, "保存回执")
    other = quick(visits).fill_hours(公需="3").expect_status("未达标").open_ledger()
    open_receipt(other, data)
    other.button("把回执里的台账放回本页").click()
    other.expect_status("已达标")
    expect(other.hours("专业")).to_have_value("60")
    other.button("撤销：放回回执里的台账").first.click()
    other.tabs.get_by_role("tab", name="快速自查").click()
    expect(other.hours("公需")).to_have_value("3")
    expect(other.hours("专业")).to_have_value("")


def test_answers_of_a_receipt_can_be_seen_and_changed(visits: Visits) -> None:
    done = {"完成日期": "2021-04-01", "申报日期": "2021-05-01", "审核日期": "2021-05-06"}
    rows = [ledger_row(科目="公需", 学时="30", **done), ledger_row(科目="专业", 学时="60", **done)]
    calculator = quick(visits, PINGDINGSHAN, "2021-11-20").open_ledger().paste(*rows)
    calculator.root.get_by_label(re.compile("其中公需必修是多少")).fill("24")
    calculator.expect_status("已达标")
    _, data = saved(calculator, "保存回执")
    other = quick(visits, PINGDINGSHAN, "2021-11-20")
    open_receipt(other, data)
    other.button("把回执里的台账放回本页").click()
    other.expect_status("已达标")
    question = other.root.get_by_label(re.compile("其中公需必修是多少"))
    expect(question).to_have_value("24")
    question.fill("20")
    other.expect_status("未达标")


def test_a_receipt_says_what_has_changed_in_the_rule_since(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC, TRADE).expect_status("已达标")
    _, data = saved(calculator, "保存回执")
    context = visits.context()
    context.route("**/assets/calculator/**", with_minimum("public", 36))
    other = Calculator(visits.page(SANMENXIA, context=context))
    receipt = open_receipt(other, data)
    expect(receipt).to_contain_text("规则有变化")
    expect(receipt.get_by_role("listitem")).to_have_text(["公需：至少 30 → 至少 36"])
    expect(receipt.locator(".status")).to_have_text(["已达标", "未达标"])
    page = other.page
    page.evaluate("window.print = () => { window.printed = true; }")
    other.button("打印回执").click()
    page.emulate_media(media="print")
    expect(receipt).to_be_visible()
    expect(other.button("打印回执")).to_be_hidden()
    expect(other.root.locator(".result")).to_be_hidden()


def test_what_is_no_receipt_is_refused_in_one_sentence(visits: Visits) -> None:
    calculator = quick(visits).fill_hours(公需="30", 专业="60").all_approved("是").expect_status("已达标")
    _, data = saved(calculator, "保存回执")
    for bytes_, words in (
        (b"\x89PNG", "不是回执文件"),
        (data.replace(b'"60"', b'"61"'), "改动过"),
    ):
        choose_receipt(calculator, bytes_)
        expect(calculator.root.get_by_role("dialog")).to_contain_text(words)
        calculator.button("知道了").click()
    other = quick(visits, PINGDINGSHAN)
    choose_receipt(other, data)
    expect(other.root.get_by_role("dialog")).to_contain_text("三门峡市2025年度")


# What the platform shows


def test_a_different_count_of_the_platform_is_pointed_out(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC, TRADE).expect_status("已达标")
    header = calculator.root.get_by_role("columnheader", name="平台显示")
    expect(header).to_have_count(0)
    calculator.root.get_by_role("button", name="编辑第 3 行").click()
    field = calculator.root.get_by_label("平台显示（选填）")
    field.press_sequentially("45.5")
    expect(field).to_be_focused()
    calculator.button("完成").click()
    expect(header).to_have_count(1)
    expect(calculator.row(3).locator('.cell[data-name="平台显示"]')).to_have_text("45.5")
    expect(calculator.row(3)).to_contain_text("平台")
    calculator.expect_status("已达标")
    expect(calculator.root.locator(".issue")).to_contain_text("45.5")
    _, data = saved(calculator, "导出 CSV")
    assert "平台显示" in data.decode("utf-8-sig")
    calculator.page.reload()
    again = Calculator(calculator.page)
    expect(again.row(3).locator('.cell[data-name="平台显示"]')).to_have_text("45.5")
    again.empty()
    expect(header).to_have_count(0)
    again.open_file("再开.csv", data)
    expect(again.row(3).locator('.cell[data-name="平台显示"]')).to_have_text("45.5")


# Looks


def test_axe_and_narrow_screens(visits: Visits) -> None:
    for state, calculator in states(visits):
        assert calculator.flaws() == [], state


# Helpers


def states(visits: Visits) -> Iterator[tuple[str, Element]]:
    """Calculators brought into each state of this file."""
    calculator = quick(visits).fill_hours(公需="30", 专业="20").expect_status("未达标")
    _, data = saved(calculator, "保存回执")
    context = visits.context()
    context.route("**/assets/calculator/**", with_minimum("public", 36))
    calculator = Calculator(visits.page(SANMENXIA, context=context))
    open_receipt(calculator, data)
    calculator.button("把回执里的台账放回本页").click()
    yield "receipt", calculator.judge_on("2025-11-20").expect_status("未达标")
    row = (*TRADE, "45.5")
    yield "platform", ledger(visits, row).expect_status("未达标")
    shared = Calculator(visits.page("calculator/#share=1&of=sanmenxia/2025&day=2025-11-20&h.public=30"))
    yield "shared", shared.expect_status("未达标")
    tried = Element(visits.page("calculator/#zhengzhou"))
    offer = tried.root.get_by_role("button", name="按另一份通知试算（不是结论）")
    expect(offer).to_be_visible()
    yield "offer of a trial", tried
    yield "trial", Element(trial(visits).page)


def choose_receipt(calculator: Calculator, data: bytes) -> None:
    """Choose a file as a receipt."""
    with calculator.page.expect_file_chooser() as chooser:
        calculator.button("打开回执").click()
    chooser.value.set_files(FilePayload(name="回执.json", mimeType="application/json", buffer=data))


def open_receipt(calculator: Calculator, data: bytes) -> Locator:
    """Choose a receipt and wait for it to be shown."""
    choose_receipt(calculator, data)
    receipt = calculator.root.get_by_role("region", name="打开的回执")
    expect(receipt).to_be_visible()
    return receipt


def with_minimum(subject: str, hours: int) -> Callable[[Route], None]:
    """Serve the rules with another minimum for a subject."""

    def answer(route: Route) -> None:
        found = route.fetch().json()
        for node in found["rules"]["rule"]["requirements"]["children"]:
            if node["id"] == subject:
                node["min_hours"] = hours
        route.fulfill(json=found)

    return answer
