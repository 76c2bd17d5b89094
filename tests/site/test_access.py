"""What a reader gets who does not see the page, enlarges it, uses only keys, or cannot bear movement."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.site.calculator import DRAWN, SANMENXIA, Calculator, width_overflow
from tests.site.conftest import Visits

PAGES = (
    "",
    SANMENXIA,
    "calculator/",
    "cities/",
    "compare/",
    "bases/",
    "search/?q=三门峡",
    "admin/",
    "roster/",
)

FOCUSED = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return null;
    element.dataset.visited = (Number(element.dataset.visited) || 0) + 1;
    // a radio button or a file's field may be drawn by its label alone
    const label = element.matches("input") ? element.closest("label") ?? element.nextElementSibling : null;
    const seen = [element, label].filter(Boolean);
    const marked = (style) => parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
    const onScreen = ({width, top, bottom, left, right}) =>
        width > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return {
        name: element.outerHTML.slice(0, 120),
        ring: seen.some((one) => marked(getComputedStyle(one)) || getComputedStyle(one).boxShadow !== "none"),
        shown: seen.some((one) => onScreen(one.getBoundingClientRect())),
        again: element.dataset.visited > 1,
    };
}"""
"""What has the focus, whether it is marked and on the screen, and whether it had the focus before."""

MOVING = """() => document.getAnimations().filter((one) => {
    const {duration, iterations} = one.effect.getComputedTiming();
    return duration > 10 || iterations === Infinity;
}).map((one) => one.effect.target?.outerHTML.slice(0, 120))"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Everything that Tab reaches, in its order."""
    steps: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step is None or step["again"]:
            return steps
        steps.append(step)
    raise AssertionError("Tab does not come round")


def test_tab_reaches_everything_once_and_shows_where_it_is(visits: Visits) -> None:
    for path in ("", "calculator/#sanmenxia/2025", "cities/"):
        page = visits.page(path)
        if "calculator" in path:
            Calculator(page).fill_hours(公需="30").expect_status("未达标")
            page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
        steps = walk(page)
        assert len(steps) > 10, path
        assert [step["name"] for step in steps if not step["ring"]] == [], path
        assert [step["name"] for step in steps if not step["shown"]] == [], path


def test_the_tree_of_names_and_roles_says_what_the_screen_says(visits: Visits) -> None:
    calculator = Calculator(visits.page(SANMENXIA)).judge_on("2025-11-20").fill_hours(公需="30", 专业="45")
    calculator.all_approved("是").expect_status("未达标")
    expect(calculator.root).to_match_aria_snapshot(
        """
        - tablist:
          - tab "快速自查" [selected]
          - tab "逐条台账"
        - tabpanel "快速自查":
          - group "学了多少？":
            - textbox "公需": "30"
            - textbox "专业": "45"
          - group "都已申报并审核通过了吗？":
            - radio "是" [checked]
            - radio "否"
            - radio "不清楚"
        """
    )
    result = calculator.root.get_by_role("region", name="自查结果")
    expect(result).to_contain_text("还差")
    spoken = calculator.root.get_by_role("status").filter(has_text="未达标")
    expect(spoken).to_have_count(1)


def test_twice_as_large_letters_break_nothing(visits: Visits) -> None:
    """A person whose browser is set to letters of twice the size; and 200 % of zoom is half the width."""
    for path in PAGES:
        page = visits.page(path, context=visits.context(width=1280))
        page.evaluate("document.documentElement.style.setProperty('font-size', '250%')")
        page.evaluate(DRAWN)
        assert width_overflow(page) <= 0, path
        page.close()


def test_nothing_moves_where_movement_is_not_wanted(visits: Visits) -> None:
    context = visits.context(reduced_motion="reduce")
    for path in PAGES:
        page = visits.page(path, context=context)
        page.mouse.wheel(0, 600)
        assert page.evaluate(MOVING) == [], path
        page.close()
