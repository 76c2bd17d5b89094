"""`build.py bench typing`: what a change in the ledger costs, and whether it ever holds up the page.

Round trips go from the page to Python in its worker and back, with the whole ledger each time. Then the same
ledger is edited as a person does it, and the browser's own record of long tasks on the page's thread is read.
Times by the clock mean something on a quiet machine only. Processor time, from the browser's trace, holds on
any: what a round trip takes of the workers, and the longest task of the page's thread.
"""

import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, Route, expect, sync_playwright

from builder.bench.roster_page import bench_roster_page
from builder.bench.threads import PAGE, WORKER, traced
from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.serving.server import SiteServer
from xueshi.ledger.table import USUAL_COLUMNS

SIZES = (100, 10_000)
LONG_MS = 50
"""From here on the browser calls a task long."""

_WARMING = 2
"""Round trips before the first that counts."""

_CITY_YEAR, _DAY = "sanmenxia/2025", "2025-11-20"
_PATIENCE_MS = 60_000

_WATCH = """window.longTasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longTasks.push(task.duration);
}).observe({ type: "longtask" });"""

_SCRIPTS = Path(__file__).resolve().parents[2] / "theme" / "assets" / "js"
_LOOSE = "loose/js/"
"""Where the scripts are served one by one: the site has them joined, and none that only starts Python."""

_OPEN = """async (key) => {
  const { startRuntime } = await import(new URL("../loose/js/runtime/client.js", location.href));
  const runtime = startRuntime({ base: new URL("../", location.href) });
  const rules = await (await fetch(`../api/v1/rules/${key}.json`)).json();
  await runtime.call("open_rules", { rules });
  window.running = runtime;
}"""

_TRIPS = """async ({ key, day, rows, count }) => {
  const took = [];
  for (let at = 0; at < count; at += 1) {
    rows[at % rows.length][2] = String(0.5 + at);
    const began = performance.now();
    await window.running.call("judge", { key, rows, totals: null, today: day, answers: {} });
    took.push(performance.now() - began);
  }
  return took;
}"""


def bench_typing(site: Path, rounds: int, say: Callable[[str], None]) -> int:
    """Measure the calculator and the roster of a built site and print the tables.

    1 when a task of the page's thread took more than ``LONG_MS`` of processor time.
    """
    program = find_browser()
    if program is None:
        say(BROWSER_MISSING)
        return 1
    print(
        "| 台账行数 | 重算往返（毫秒） | 最快 | 其中处理器 | 改一格到新结论（毫秒） "
        f"| 页面线程超过 {LONG_MS} 毫秒的任务 | 最长 | 其中处理器 |\n|---|---|---|---|---|---|---|---|"
    )
    held = 0
    with sync_playwright() as playwright, SiteServer(site) as server, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for size in SIZES:
            say(f"{size} 行")
            page = browser.new_page()
            page.route(f"**/{_LOOSE}**", _loose)
            page.goto(f"{server.url}about/")
            page.evaluate(_OPEN, _CITY_YEAR)
            order = {"key": _CITY_YEAR, "day": _DAY, "rows": _rows(size)}
            page.evaluate(_TRIPS, {**order, "count": _WARMING})
            trips, of_trips = traced(
                browser, page, partial(page.evaluate, _TRIPS, {**order, "count": rounds})
            )
            page.close()
            page = browser.new_page()
            page.add_init_script(_WATCH)
            page.goto(f"{server.url}cities/{_CITY_YEAR}/")
            _open(page, Path(folder) / "台账.csv", size)
            (edits, tasks), of_edits = traced(browser, page, partial(_edit, page, rounds))
            page.close()
            longest = of_edits.longest(PAGE)
            held += longest > LONG_MS
            computed = of_trips.total(WORKER) / rounds
            figures = [statistics.median(trips), min(trips), computed, min(edits)]
            cells = [str(size), *(f"{figure:.1f}" for figure in figures), str(len(tasks))]
            print(f"| {' | '.join(cells)} | {max(tasks, default=0):.0f} | {longest:.0f} |")
            sys.stdout.flush()
        held += bench_roster_page(browser, server.url, Path(folder), say)
        browser.close()
    return 1 if held else 0


def _loose(route: Route) -> None:
    """One script of the theme."""
    route.fulfill(path=_SCRIPTS / route.request.url.partition(_LOOSE)[2], content_type="text/javascript")


def _rows(count: int) -> list[list[str]]:
    """Invented rows, one short course each."""
    return [
        [f"2025-03-{at % 28 + 1:02}", "专业", "0.5", f"课程 {at}", "", "", "申报", "", "", "是"]
        for at in range(count)
    ]


def _open(page: Page, file: Path, size: int) -> None:
    """Open a ledger of so many rows and one of them to be edited."""
    root = page.locator("xueshi-calculator")
    file.write_text("\n".join(map(",".join, (USUAL_COLUMNS, *_rows(size)))), encoding="utf-8")
    root.get_by_label("按哪一天判断").fill(_DAY)
    root.get_by_role("tab", name="逐条台账").click()
    with page.expect_file_chooser() as chooser:
        root.get_by_role("button", name="打开表格").click()
    chooser.value.set_files(file)
    root.locator(".result .bars").wait_for(timeout=_PATIENCE_MS)
    page.wait_for_timeout(1_000)
    root.get_by_role("button", name="编辑第 2 行").click()
    root.get_by_label("学时", exact=True).wait_for()


def _edit(page: Page, rounds: int) -> tuple[Sequence[float], list[float]]:
    """Type into the open row; milliseconds to each new verdict, and long tasks by the clock."""
    root = page.locator("xueshi-calculator")
    total, field = root.locator(".result .bars"), root.get_by_label("学时", exact=True)
    page.evaluate("window.longTasks.length = 0")
    edits = []
    for at in range(rounds):
        before = total.inner_text()
        began = page.evaluate("performance.now()")
        field.fill(f"{30 + at}.5")
        expect(total).not_to_have_text(before, use_inner_text=True, timeout=_PATIENCE_MS)
        edits.append(page.evaluate("performance.now()") - began)
    return edits, page.evaluate("window.longTasks")
