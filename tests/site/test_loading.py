"""While page and Python load, and when they do not: nothing typed is lost, nothing is blamed wrongly."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from builder.serving.server import SiteServer
from tests.site.calculator import SANMENXIA, Calculator
from tests.site.conftest import Visits
from xueshi import jsontext
from xueshi.page import handle


@pytest.mark.parametrize("path", ["calculator/", SANMENXIA])
def test_without_script_it_says_so_and_the_numbers_are_there(visits: Visits, path: str) -> None:
    root = visits.page(path, java_script_enabled=False).locator("xueshi-calculator")
    said = root.inner_text()
    assert "需要打开 JavaScript" in said
    assert "专业至少 60 学时" in said


def test_a_slow_line_is_not_blamed_on_a_browser_without_script(visits: Visits) -> None:
    context = visits.context()
    context.route("**/js/calculator/element.js", lambda _: None)
    root = visits.page("calculator/", context=context, until="commit").locator("xueshi-calculator")
    expect(root.get_by_text("可以先对照各年度的要求")).to_be_visible()
    expect(root.get_by_text("需要打开 JavaScript")).to_be_hidden()


def test_what_is_typed_while_python_loads_is_judged_when_it_is_ready(visits: Visits) -> None:
    context = visits.context()
    held: list[Route] = []
    let_go: list[bool] = []

    def hold(route: Route) -> None:
        if let_go:
            route.continue_()
        else:
            held.append(route)

    context.route("**/assets/runtime/**/python.zip", hold)
    page = visits.page(SANMENXIA, context=context)
    calculator = Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="60").all_approved("是")
    expect(calculator.root.get_by_role("progressbar")).to_be_visible()
    expect(calculator.verdict).to_contain_text("正在准备计算程序")
    let_go.append(True)
    for route in held:
        route.continue_()
    calculator.expect_status("已达标")


def test_without_python_it_says_so_and_tries_again_on_demand(visits: Visits) -> None:
    context = visits.context()
    lost = "**/assets/runtime/**/*.wasm"
    context.route(lost, lambda route: route.abort())
    calculator = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30")
    expect(calculator.verdict).to_contain_text("暂时给不出结果")
    expect(calculator.root.get_by_role("row").filter(has_text="专业")).to_contain_text("至少 60")
    expect(calculator.hours("公需")).to_have_value("30")
    visits.forgive("ERR_FAILED", "wasm")
    context.unroute(lost)
    calculator.judge_on("2025-11-20").button("重试").click()
    calculator.expect_status("未达标")


def test_the_form_drawn_before_python_is_the_one_python_knows(site: Path) -> None:
    for sheet in (site / "assets" / "calculator").rglob("*.json"):
        key = sheet.relative_to(site / "assets" / "calculator")
        rules = jsontext.loads((site / "api" / "v1" / "rules" / key).read_text(encoding="utf-8"))
        found = jsontext.loads(sheet.read_text(encoding="utf-8"))
        assert found["rules"] == rules
        assert found["sheet"] == handle("open_rules", {"rules": rules})
    assert len(list((site / "assets" / "calculator").rglob("*.json"))) == 2


def test_without_its_form_the_page_says_so_and_still_shows_the_numbers(visits: Visits) -> None:
    context = visits.context()
    context.route("**/assets/calculator/**", lambda route: route.abort())
    page = visits.page(SANMENXIA, context=context)
    root = page.locator("xueshi-calculator")
    expect(root.get_by_role("alert")).to_contain_text("没有打开")
    expect(root).to_contain_text("90")
    visits.forgive("ERR_FAILED", "wasm")
    context.unroute("**/assets/calculator/**")
    root.get_by_role("button", name="重试").click()
    expect(Calculator(page).hours("公需")).to_be_visible()


def test_a_line_that_falls_silent_before_the_scripts_have_come_is_given_up(visits: Visits) -> None:
    """The page's own numbers stay, and nobody waits for ever. Its clock is put forward."""
    context = visits.context()
    context.clock.install()
    context.route("**/js/calculator/element.js", lambda _: None)
    page = visits.page(SANMENXIA, context=context, until="commit")
    root = page.locator("xueshi-calculator")
    expect(page.locator("[data-xs-search]:visible").first).to_be_visible()  # the page's own script has run
    context.clock.run_for(20_000)  # the real time goes on beside it, too
    expect(root.get_by_role("alert")).to_have_count(0)
    context.clock.run_for(30_000)
    expect(root.get_by_role("alert")).to_contain_text("没有打开")
    root.get_by_role("button", name="重试").click()
    context.unroute("**/js/calculator/element.js")
    expect(Calculator(page).hours("公需")).to_be_visible()


def test_a_line_that_falls_silent_before_the_rules_have_come_is_given_up(loose: Visits) -> None:
    """As when they are missing; how long they are waited for is served shorter."""
    context = loose.context()
    context.route("**/calculator/desk/fetch.js", in_a_second)
    context.route("**/assets/calculator/**", lambda _: None)
    page = loose.page(SANMENXIA, context=context)
    root = page.locator("xueshi-calculator")
    expect(root.get_by_role("alert")).to_contain_text("没有打开")
    context.unroute("**/assets/calculator/**")
    root.get_by_role("button", name="重试").click()
    expect(Calculator(page).hours("公需")).to_be_visible()


def in_a_second(route: Route) -> None:
    """Serve a script whose patience ends after a second."""
    given = route.fetch()
    body, count = re.subn(r"const PATIENCE = \d+;", "const PATIENCE = 1;", given.text())
    assert count == 1
    route.fulfill(response=given, body=body)


def test_page_and_rules_of_two_editions_are_told_and_the_rules_judge(visits: Visits) -> None:
    """The site was updated while the page stood open in a cache: what is typed stays over the reload."""
    context = visits.context()
    context.route(
        f"**/{SANMENXIA}",
        lambda route: route.fulfill(response=(page := route.fetch()), body=yesterdays(page.text())),
    )
    calculator = (
        Calculator(visits.page(SANMENXIA, context=context))
        .judge_on("2025-11-20")
        .fill_hours(公需="30", 专业="20")
    )
    calculator.expect_status("未达标")
    notice = calculator.root.get_by_role("status").filter(has_text="不是同一版规则")
    expect(notice).to_be_visible()
    assert calculator.axe() == []
    context.unroute(f"**/{SANMENXIA}")
    notice.get_by_role("button", name="刷新页面").click()
    expect(calculator.hours("专业")).to_have_value("20")
    expect(notice).to_be_hidden()


def yesterdays(page: str) -> str:
    """The page as it was with other rules."""
    return re.sub(r'data-edition="\w+"', 'data-edition="0123456789abcdef"', page)


def test_a_later_visit_asks_for_no_script_style_rule_or_part_of_python(
    visits: Visits, server: SiteServer
) -> None:
    """Their addresses hold their hash: on a slow line each question would cost its delay."""
    context = visits.context()
    for visit in range(2):
        server.forget()
        calculator = Calculator(visits.page(SANMENXIA, context=context)).judge_on("2025-11-20")
        calculator.fill_hours(公需="30", 专业=f"2{visit}").expect_status("未达标")
        calculator.page.close()
    kinds = (".js", ".css", ".json", ".wasm", ".zip")
    assert [request.path for request in server.requests if request.path.endswith(kinds)] == []


def test_a_rule_it_cannot_judge_is_refused_by_name(visits: Visits) -> None:
    context = visits.context()
    context.route("**/assets/calculator/**", with_demand("面授不少于 16 学时"))
    calculator = Calculator(visits.page(SANMENXIA, context=context)).fill_hours(公需="30", 专业="60")
    calculator.expect_status("本工具不判断")
    expect(calculator.verdict).to_contain_text("面授不少于 16 学时")
    expect(calculator.root.locator(".bars")).to_be_hidden()
    assert calculator.axe() == []


def with_demand(name: str) -> Callable[[Route], None]:
    """Serve the rules with one more demand, of a kind that the model has no place for."""

    def answer(route: Route) -> None:
        found = route.fetch().json()
        rule = found["rules"]["rule"]
        rule["not_modelled"] = [{"name": name, "source": rule["requirements"]["source"]}]
        route.fulfill(json=found)

    return answer
