"""How the calculator looks in each of its states: for axe, on narrow screens, on paper, as text."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.site.calculator import (
    DRAWN,
    PINGDINGSHAN,
    PUBLIC,
    SANMENXIA,
    TRADE,
    Calculator,
    axe_in_both_colours,
    ledger,
    ledger_row,
    quick,
    width_overflow,
)
from tests.site.conftest import Visits

KINDS = (
    "",
    "404.html",
    "about/",
    "admin/",
    "bases/",
    "calculator/",
    "cities/",
    "cities/sanmenxia/",
    "cities/zhengzhou/",
    "cities/pingdingshan/2021/",
    "compare/",
    "coverage/",
    "dates/",
    "developers/",
    "documents/",
    "documents/sanmenxia-2025-1/",
    "errors/",
    "platforms/",
    "roster/",
    "search/",
    "shapes/",
)
"""One page of each kind."""


def test_axe_finds_nothing_on_any_kind_of_page(visits: Visits) -> None:
    """Head and foot included, light and dark; and no page is wider than a narrow screen."""
    context = visits.context(width=360)
    for path in KINDS:
        page = visits.page(path, context=context)
        assert axe_in_both_colours(page, "body") == [], path
        assert width_overflow(page) == 0, path
        page.close()


def test_every_state_is_sound_in_both_colours_and_on_every_width(visits: Visits) -> None:
    """Axe finds nothing, nothing scrolls sideways, and nothing is too small to press."""
    for state, calculator in states(visits):
        assert calculator.flaws() == [], state


def test_the_page_does_not_jump_when_the_calculator_appears(visits: Visits) -> None:
    context = visits.context(width=360, height=740)
    context.add_init_script(
        """window.jumps = 0;
        new PerformanceObserver(list => {
          for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.jumps += jump.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    page = visits.page(f"{SANMENXIA}#check", context=context)
    calculator = Calculator(page)
    calculator.root.scroll_into_view_if_needed()
    expect(calculator.root.get_by_role("progressbar")).to_have_count(0)
    page.evaluate(DRAWN)
    assert page.evaluate("window.jumps") < 0.02


def test_the_result_prints_as_a_page_of_its_own(visits: Visits) -> None:
    calculator = ledger(visits, PUBLIC, TRADE).expect_status("已达标")
    page = calculator.page
    page.evaluate(
        "window.print = () => { window.dispatchEvent(new Event('beforeprint')); window.printed = true; }"
    )
    calculator.button("打印结果").click()
    page.emulate_media(media="print")
    expect(calculator.verdict).to_be_visible()
    expect(calculator.rows.first).to_be_visible()
    expect(calculator.root.locator(".clauses")).to_contain_text("不少于90学时")
    expect(page.get_by_role("button", name="查找")).to_be_hidden()
    expect(page.locator("h1")).to_be_hidden()
    expect(calculator.tabs).to_be_hidden()
    expect(calculator.button("导出 CSV")).to_be_hidden()
    expect(calculator.root.get_by_text("来自 http")).to_be_visible()


def test_the_result_can_be_copied_as_text(visits: Visits) -> None:
    context = visits.context(permissions=["clipboard-read", "clipboard-write"])
    calculator = Calculator(visits.page(SANMENXIA, context=context)).judge_on("2025-11-20")
    calculator.fill_hours(公需="20", 专业="60").expect_status("未达标")
    calculator.button("复制结果").click()
    expect(calculator.root.get_by_text("已复制")).to_be_visible()
    text = calculator.page.evaluate("navigator.clipboard.readText()")
    assert "【未达标】" in text
    assert "公需（至少 30 学时）" in text
    assert "三人社专技〔2025〕1号" in text
    assert "2025-11-20" in text


def states(visits: Visits) -> Iterator[tuple[str, Calculator]]:
    """Calculators brought into each of the states they can be in, as few visits as possible."""
    calculator = quick(visits)
    expect(calculator.verdict.locator(".status")).to_have_text("填上学时，结果马上显示在这里")
    yield "empty", calculator
    yield "short", calculator.fill_hours(公需="20.5", 专业="60").expect_status("未达标")
    yield "pending", calculator.fill_hours(公需="30").all_approved("否").expect_status("学时已够，手续未完")
    calculator.root.locator(".why summary").first.click()
    yield "met", calculator.all_approved("是").expect_status("已达标")
    calculator.judge_on("2026-01-05").fill_hours(公需="六十").all_approved("否")
    expect(calculator.verdict).to_contain_text("申报已截止")
    yield "closed, a wrong number", calculator
    calculator.judge_on("2025-11-20").open_ledger()
    expect(calculator.root.get_by_text("台账还是空的")).to_be_visible()
    yield "empty ledger", calculator
    wrong = ledger_row(完成日期="2025-02-31", 科目="必修", 学时="六十", 课程="长" * 60)
    late = ledger_row(完成日期="2024-12-30", 科目="公需", 学时="8", 课程="W" * 60, 计划备案="否")
    calculator.paste(PUBLIC, wrong, late).expect_status("未达标")
    expect(calculator.row(3)).to_contain_text("有错，未计入")
    for name in (".ledger .source summary", ".bars .source summary", ".steps .source summary"):
        calculator.root.locator(name).first.click()
    yield "errors, sources", calculator
    calculator.root.get_by_role("button", name="编辑第 3 行").click()
    expect(calculator.root.get_by_label("完成日期", exact=True)).to_be_focused()
    yield "editor", calculator
    calculator.button("粘贴").click()
    yield "dialog", calculator
    other = quick(visits, PINGDINGSHAN, "2021-11-20").fill_hours(公需必修="12", 专业="60")
    other.hours("公需（分不清的）").fill("18")
    yield "needs_info", other.all_approved("是").expect_status("需补充信息")
    context = visits.context()
    context.route("**/assets/runtime/**/*.wasm", lambda route: route.abort())
    failed = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30")
    expect(failed.verdict).to_contain_text("暂时给不出结果")
    visits.forgive("ERR_FAILED", "wasm")
    yield "failed", failed
