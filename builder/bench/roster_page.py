"""Whether the roster ever holds up its page: the page's thread, from a chosen file to what is handed out.

Python computes in a worker; what the page draws and carries is measured here. What counts is the processor
time of the longest task, from the browser's trace: it holds on a busy machine. Tasks by which the browser's
driver looks for what it waits for are left out.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from builder.bench.staff import staff_csv
from builder.bench.threads import PAGE, WORKER, traced

ROWS = (1_000, 10_000, 100_000)
LONG_MS = 50
"""From here on the browser calls a task long."""

_ROWS_EACH = 4
_CITY, _YEAR, _DAY = "三门峡市", 2025, "2025-11-20"
_PATIENCE_MS = 600_000

_WATCH = """window.longTasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longTasks.push(task.duration);
}).observe({ type: "longtask" });"""


def bench_roster_page(browser: Browser, site: str, folder: Path, say: Callable[[str], None]) -> int:
    """Measure the roster of a served site and print the table; gives how many steps held up the page.

    ``folder`` takes the invented tables.
    """
    print(
        f"\n| 名单行数 | 一步 | 页面线程超过 {LONG_MS} 毫秒的任务 | 最长（毫秒） | 其中处理器 "
        "| 后台处理器（秒） |\n|---|---|---|---|---|---|"
    )
    held = 0
    for rows in ROWS:
        say(f"批量自查 {rows} 行")
        table = folder / f"{rows}.csv"
        people = rows // _ROWS_EACH
        table.write_bytes(staff_csv(people, _YEAR, ("公需", "专业"), rows_each=_ROWS_EACH, wrong=2))
        page = browser.new_page()
        page.add_init_script(_WATCH)
        page.goto(f"{site}roster/")
        for name, act in _steps(page, table, people):
            page.evaluate("window.longTasks.length = 0")
            _, of_step = traced(browser, page, act)
            tasks = page.evaluate("window.longTasks")
            longest = of_step.longest(PAGE, own=True)
            held += longest > LONG_MS
            figures = f"{len(tasks)} | {max(tasks, default=0):.0f} | {longest:.0f}"
            print(f"| {rows:,} | {name} | {figures} | {of_step.total(WORKER) / 1000:.1f} |")
            sys.stdout.flush()
        page.close()
    return held


def _steps(page: Page, table: Path, people: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What a person does, each by its name."""
    root = page.locator("xueshi-roster")
    yield "打开、读完、判断完", partial(_open, root, page, table, people)
    yield "按结论筛选、排序", partial(_filter, root, people)
    yield "按姓名查找", partial(_search, root)
    yield "看一个人、回到名单", partial(_person, root)
    for kind in ("Excel", "CSV"):
        yield f"导出 {kind}", partial(_save, root, page, f"导出 {kind}")
    yield "换一天", partial(_other_day, root)


def _open(root: Locator, page: Page, table: Path, people: int) -> None:
    root.get_by_label("城市", exact=True).select_option(label=_CITY)
    root.get_by_label("按哪一天判断").first.fill(_DAY)
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="选择表格", exact=True).click()
    chooser.value.set_files(table)
    _done(root)
    expect(root.locator(".found")).to_have_text(f"共 {people:,} 人", timeout=_PATIENCE_MS)


def _done(root: Locator) -> None:
    expect(root.locator(".found")).to_contain_text("人", timeout=_PATIENCE_MS)
    expect(root.locator(".progress")).to_be_hidden(timeout=_PATIENCE_MS)


def _filter(root: Locator, people: int) -> None:
    root.locator(".number-tile[data-status=short]").click()
    expect(root.locator(".found")).to_contain_text("筛出", timeout=_PATIENCE_MS)
    root.get_by_label("排序").select_option(label="缺得多的在前")
    root.get_by_role("button", name="清除筛选").click()
    expect(root.locator(".found")).to_have_text(f"共 {people:,} 人", timeout=_PATIENCE_MS)


def _search(root: Locator) -> None:
    box = root.get_by_label("按姓名或工号找")
    box.press_sequentially("甲", delay=50)
    expect(root.locator(".found")).to_contain_text("筛出", timeout=_PATIENCE_MS)
    box.fill("")
    expect(root.locator(".found")).not_to_contain_text("筛出", timeout=_PATIENCE_MS)


def _person(root: Locator) -> None:
    root.locator("table.people tbody tr button").first.click()
    expect(root.locator("article.person .verdict .status")).to_be_visible(timeout=_PATIENCE_MS)
    root.get_by_role("button", name="回到名单", exact=True).click()
    expect(root.locator("table.people tbody tr").first).to_be_visible(timeout=_PATIENCE_MS)


def _save(root: Locator, page: Page, button: str) -> None:
    with page.expect_download(timeout=_PATIENCE_MS) as saving:
        root.get_by_role("button", name=button, exact=True).click()
    saving.value.path()
    expect(root.locator(".progress")).to_be_hidden(timeout=_PATIENCE_MS)


def _other_day(root: Locator) -> None:
    day = root.locator("input[type=date]").last
    day.press("ArrowUp")
    expect(root.locator(".listed")).to_have_attribute("aria-busy", "false", timeout=_PATIENCE_MS)
    _done(root)
