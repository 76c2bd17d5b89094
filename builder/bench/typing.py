"""`build.py bench typing`: what a change in the ledger costs, and whether it ever holds up the page.

Round trips go from the page to Python in its worker and back, with the whole ledger each time. Then the same
ledger is edited as a person does it, and the browser's own record of long tasks on the page's thread is read.
Seconds mean something on a quiet machine only; whether the page was held up does not hang on Python's speed.
"""

import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.server import SiteServer

SIZES = (100, 10_000)

_CITY_YEAR, _DAY = "sanmenxia/2025", "2025-11-20"
_HEADER = "完成日期,科目,学时,课程,施教机构,学习方式,入账方式,申报日期,审核日期,计划备案"
_PATIENCE_MS = 60_000

_WATCH = """window.longTasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longTasks.push(task.duration);
}).observe({ type: "longtask" });"""

_TRIPS = """async ({ key, day, rows, count }) => {
  const script = document.querySelector("script[src$='js/site.js']").src;
  const { startRuntime } = await import(new URL("runtime/client.js", script));
  const runtime = startRuntime({ base: new URL("../", location.href) });
  const rules = await (await fetch(`../api/v1/rules/${key}.json`)).json();
  await runtime.call("open_rules", { rules });
  const took = [];
  for (let at = 0; at < count + 2; at += 1) {
    rows[at % rows.length][2] = String(0.5 + at);
    const began = performance.now();
    await runtime.call("judge", { key, rows, totals: null, today: day, answers: {} });
    took.push(performance.now() - began);
  }
  runtime.stop();
  return took.slice(2);
}"""


def bench_typing(site: Path, rounds: int, say: Callable[[str], None]) -> int:
    """Measure the calculator of a built site and print the table; 1 when typing was held up."""
    program = find_browser()
    if program is None:
        say(BROWSER_MISSING)
        return 1
    print("| 台账行数 | 重算往返（毫秒） | 最快 | 改一格到新结论（毫秒） | 超过 50 毫秒的任务 | 最长 |")
    print("|---|---|---|---|---|---|")
    held = 0
    with sync_playwright() as playwright, SiteServer(site) as server, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for size in SIZES:
            say(f"{size} 行")
            page = browser.new_page()
            page.goto(f"{server.url}about/")
            order = {"key": _CITY_YEAR, "day": _DAY, "rows": _rows(size), "count": rounds}
            trips = page.evaluate(_TRIPS, order)
            page.close()
            page = browser.new_page()
            page.add_init_script(_WATCH)
            page.goto(f"{server.url}cities/{_CITY_YEAR}/")
            edits, tasks = _edit(page, Path(folder) / "台账.csv", size, rounds)
            page.close()
            held += len(tasks)
            figures = [statistics.median(trips), min(trips), min(edits)]
            cells = [str(size), *(f"{figure:.1f}" for figure in figures), str(len(tasks))]
            print(f"| {' | '.join(cells)} | {max(tasks, default=0):.0f} |")
            sys.stdout.flush()
        browser.close()
    return 1 if held else 0


def _rows(count: int) -> list[list[str]]:
    """Invented rows, one short course each."""
    return [
        [f"2025-03-{at % 28 + 1:02}", "专业", "0.5", f"课程 {at}", "", "", "申报", "", "", "是"]
        for at in range(count)
    ]


def _edit(page: Page, file: Path, size: int, rounds: int) -> tuple[Sequence[float], list[float]]:
    """Open a ledger of so many rows and type into one; milliseconds to each new verdict, and long tasks."""
    root = page.locator("xueshi-calculator")
    file.write_text("\n".join([_HEADER, *(",".join(row) for row in _rows(size))]), encoding="utf-8")
    root.get_by_label("按哪一天判断").fill(_DAY)
    root.get_by_role("tab", name="逐条台账").click()
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="打开表格").click()
    chooser.value.set_files(file)
    total = root.locator(".result .bars")
    total.wait_for(timeout=_PATIENCE_MS)
    page.wait_for_timeout(1_000)
    root.get_by_role("button", name="编辑第 2 行").click()
    field = root.get_by_label("学时", exact=True)
    page.evaluate("window.longTasks.length = 0")
    edits = []
    for at in range(rounds):
        before = total.inner_text()
        began = page.evaluate("performance.now()")
        field.fill(f"{30 + at}.5")
        expect(total).not_to_have_text(before, use_inner_text=True, timeout=_PATIENCE_MS)
        edits.append(page.evaluate("performance.now()") - began)
    return edits, page.evaluate("window.longTasks")
