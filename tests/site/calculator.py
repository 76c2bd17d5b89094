"""The calculator of a page as its user sees it: fields, rows, result."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.site.conftest import Visits
from xueshi.ledger.table import USUAL_COLUMNS

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

SANMENXIA = "cities/sanmenxia/2025/"
PINGDINGSHAN = "cities/pingdingshan/2021/"


COLOURS = "scheme => document.body.setAttribute('data-md-color-scheme', scheme)"

FADED = """() => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    const done = Promise.all(fading.map((one) => one.finished.catch(() => {})));
    return Promise.race([done.then(() => {}), new Promise((resolve) => setTimeout(resolve, 1000))]);
}"""
"""Waits until colours have changed; one of what is not drawn never ends, and is not waited for long."""


DRAWN = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"""
"""Waits until what is laid out by now is on the screen, and what watches its size has answered."""


OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What axe asks about colours; all else is the same in dark ones."""


def axe_in_both_colours(page: Page, element: str) -> list[str]:
    """What axe finds on elements of a name in light colours, then what changes in dark ones."""
    found = []
    for scheme, rules in (("default", ()), ("slate", OF_COLOURS)):
        page.evaluate(COLOURS, scheme)
        found += [f"{scheme}: {line}" for line in axe(page, element, rules)]
    page.evaluate(COLOURS, "default")
    return found


def axe(page: Page, element: str, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds on elements of a name, one line a finding; by all its rules, if none are named."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Colours that are still fading are nobody's choice.
    page.evaluate(FADED)
    # To preload style sheets, axe writes some inline, which the page's policy refuses.
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(rules)} if rules else {})
    found: dict[str, Any] = page.evaluate(
        "([element, options]) => axe.run({include: [[element]]}, options)", [element, options]
    )
    return [
        f"{violation['id']}: {json.dumps(node['target'], ensure_ascii=False)} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def width_overflow(page: Page) -> int:
    """Pixels by which a page is wider than the screen."""
    overflow: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return overflow


class Element:
    """One `<xueshi-calculator>`, or one of another name, and what can be judged of its looks."""

    def __init__(self, page: Page, name: str = "xueshi-calculator") -> None:
        self.page, self.name = page, name
        self.root = page.locator(name)

    def axe(self) -> list[str]:
        """What axe finds, one line a finding."""
        return axe(self.page, self.name)

    def flaws(self) -> list[str]:
        """What axe finds in both colours, and at each width what is too wide or too small to press."""
        found, before = axe_in_both_colours(self.page, self.name), self.page.viewport_size
        for width in (1440, 768, 360, 320):
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = width_overflow(self.page)
            found += [f"{width} px: {wide} px too wide"] if wide else []
            found += [f"{width} px: {target}" for target in self.small_targets()]
        assert before is not None
        self.page.set_viewport_size(before)
        return found

    def small_targets(self) -> list[str]:
        """Things to press that are smaller than 24 by 24 pixels."""
        targets = self.root.locator(
            "button:visible, a:visible, summary:visible, input:visible:not(.picker), select:visible"
        )
        small: list[str] = targets.evaluate_all(
            """all => all.map(one => one.closest("label") ?? one)
              .map(target => [target.textContent, target.getBoundingClientRect()])
              .filter(([, box]) => box.width < 24 || box.height < 24)
              .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
        )
        return small


class Calculator(Element):
    """The calculator of a city and year; every method does what a person could do."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.verdict = self.root.locator(".result .verdict")
        self.rows = self.root.locator(".ledger-table .entry")
        self.tabs = self.root.get_by_role("tablist", name="填写方式")
        expect(self.tabs).to_be_visible()

    # filling in

    def judge_on(self, day: str) -> "Calculator":
        """Set the day for which is judged."""
        self.root.get_by_label("按哪一天判断").fill(day)
        return self

    def hours(self, subject: str) -> Locator:
        """The field of a subject in quick mode."""
        return self.root.get_by_label(subject, exact=True)

    def fill_hours(self, **hours: str) -> "Calculator":
        """Type hours in quick mode, by the subject's Chinese name."""
        for subject, text in hours.items():
            self.hours(subject).fill(text)
        return self

    def all_approved(self, answer: str) -> "Calculator":
        """Answer the one question of quick mode."""
        group = self.root.get_by_role("group", name="都已申报并审核通过了吗？").first
        group.get_by_label(answer, exact=True).check()
        return self

    def open_ledger(self) -> "Calculator":
        """Go over to the ledger."""
        self.tabs.get_by_role("tab", name="逐条台账").click()
        return self

    def button(self, name: str) -> Locator:
        """A button by its words."""
        return self.root.get_by_role("button", name=name, exact=True)

    def paste(self, *rows: tuple[str, ...]) -> "Calculator":
        """Put rows in through the box for pasting."""
        before = self.rows.count()
        self.button("粘贴").click()
        self.root.get_by_role("textbox", name="复制来的内容").fill("\n".join("\t".join(row) for row in rows))
        self.button("读入").click()
        expect(self.rows).to_have_count(before + len(rows))
        return self

    def open_file(self, name: str, data: bytes) -> "Calculator":
        """Choose a file for the ledger."""
        with self.page.expect_file_chooser() as chooser:
            self.button("打开表格").click()
        chooser.value.set_files(FilePayload(name=name, mimeType="text/csv", buffer=data))
        return self

    def empty(self) -> "Calculator":
        """Take all rows out of the ledger."""
        self.button("清空").click()
        self.root.get_by_role("dialog").get_by_role("button", name="清空").click()
        expect(self.rows).to_have_count(0)
        return self

    # reading

    def row(self, line: int) -> Locator:
        """A row by its line number (the header is line 1)."""
        return self.rows.filter(has=self.page.get_by_role("button", name=f"编辑第 {line} 行", exact=True))

    def expect_status(self, status: str) -> "Calculator":
        """Wait for a status by its word, as it is shown."""
        expect(self.verdict.locator(".status")).to_have_text(status)
        return self

    def cells(self) -> list[list[str]]:
        """The cells of the rows on the page."""
        found: list[list[str]] = self.rows.evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('.cell .text')].map(cell => cell.textContent))"
        )
        return found


def ledger_row(**cells: str) -> tuple[str, ...]:
    """A row of cells by their headers; the others stay empty."""
    assert set(cells) <= set(USUAL_COLUMNS)
    return tuple(cells.get(column, "") for column in USUAL_COLUMNS)


PUBLIC = ledger_row(
    完成日期="2025-03-05",
    科目="公需",
    学时="30",
    课程="数字技术与网络安全",
    施教机构="河南大学",
    入账方式="自动",
)
TRADE = ledger_row(
    完成日期="2025-05-11",
    科目="专业",
    学时="60",
    课程="施工新技术",
    施教机构="三门峡职业技术学院",
    入账方式="申报",
    申报日期="2025-05-20",
    审核日期="2025-05-28",
    计划备案="是",
)


def quick(visits: Visits, path: str = SANMENXIA, day: str = "2025-11-20", **screen: Any) -> Calculator:
    """Quick mode on the page of a city and year, judged on a day."""
    return Calculator(visits.page(path, **screen)).judge_on(day)


def ledger(visits: Visits, *rows: tuple[str, ...], **screen: Any) -> Calculator:
    """The ledger of 三门峡 2025 with rows pasted into it."""
    calculator = quick(visits, **screen).open_ledger()
    return calculator.paste(*rows) if rows else calculator


def tab_until(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the focus, also inside the calculator."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate(
            """selector => {
              let active = document.activeElement;
              while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
              return active?.matches(selector) ?? false;
            }""",
            selector,
        ):
            return
    pytest.fail(f"Tab never reached {selector}")
