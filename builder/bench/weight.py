"""`build.py bench pages`: what a page weighs before anything is done on it, and whether it moves as it loads.

Every kind of page and every city-year (at most `MOST_YEARS`), wide and narrow, in a fresh profile each time;
then once without scripts, for the words that are there. The calculator's runtime, fetched when the page
has fallen silent, is told apart.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.serving.server import SiteServer
from builder.shots.taking import kinds

WIDTHS = (360, 1280)
MOST_BYTES = 300_000
MOST_SHIFT = 0.001
"""No layout shift; what a rounding of positions makes is not seen by anybody."""
MOST_YEARS = 12
FEWEST_WORDS = 40
"""Characters of a page that says something without scripts."""
RUNTIME = "/assets/runtime/"

WATCH = """window.xsJumps = [];
new PerformanceObserver(list => {
  for (const jump of list.getEntries()) if (!jump.hadRecentInput) window.xsJumps.push([jump.value,
    jump.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? source.node?.textContent ?? "?")]);
}).observe({type: "layout-shift", buffered: true});"""

SCROLL = """async () => {
  for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight) {
    scrollTo(0, at);
    await new Promise(next => {
      requestAnimationFrame(() => requestAnimationFrame(next));
      setTimeout(next, 250);
    });
  }
  return window.xsJumps;
}"""


@dataclass(frozen=True, slots=True)
class Weight:
    """One page at one width."""

    name: str
    width: int
    size: int
    """Bytes over the line before anything is done, runtime apart; HTML as it lies on the disk."""
    runtime: int
    jumps: tuple[tuple[float, tuple[str, ...]], ...]
    """Layout shifts while it loads and while it is scrolled through: how large, and what moved."""

    @property
    def shift(self) -> float:
        """All shifts together."""
        return sum(value for value, _ in self.jumps)


def bench_pages(site: Path) -> int:
    """Print a line for each page and width; 1 when a promise is broken, 2 without a browser."""
    program = find_browser()
    if program is None:
        print(BROWSER_MISSING, file=sys.stderr)
        return 2
    broken = 0
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        print(
            "| 页面 | 宽 | kB | 另：计算程序 kB | 版面移动 | 不运行脚本时的字数 |\n|---|---|---|---|---|---|"
        )
        for name, path in _chosen(site):
            words = words_without_scripts(browser, server, path)
            for width in WIDTHS:
                found = weigh(browser, server, name, path, width)
                told = f"| {name} | {width} | {found.size / 1000:.0f} | {found.runtime / 1000:.0f} |"
                print(f"{told} {found.shift:.4f} | {words} |")
                if found.size > MOST_BYTES or found.shift > MOST_SHIFT or words < FEWEST_WORDS:
                    broken = 1
                    print(f"  超出：{found.jumps}", file=sys.stderr)
        browser.close()
    return broken


def _chosen(site: Path) -> Iterator[tuple[str, str]]:
    years = 0
    for name, path in kinds(site):
        years += name.startswith("year-")
        if years <= MOST_YEARS or not name.startswith("year-"):
            yield name, path


def weigh(browser: Browser, server: SiteServer, name: str, path: str, width: int) -> Weight:
    """Open a page in a fresh profile, let it fall silent, and scroll through it."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", service_workers="block"
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    server.forget()
    page.goto(server.url + path)
    page.wait_for_load_state("networkidle")
    sizes = dict(server.transferred)
    jumps = page.evaluate(SCROLL)
    context.close()
    runtime = sum(size for place, size in sizes.items() if RUNTIME in place)
    shifts = tuple((float(value), tuple(nodes)) for value, nodes in jumps)
    return Weight(name, width, sum(sizes.values()) - runtime, runtime, shifts)


def words_without_scripts(browser: Browser, server: SiteServer, path: str) -> int:
    """How many characters the main part of a page shows before any script ran."""
    context = browser.new_context(java_script_enabled=False, service_workers="block")
    page = context.new_page()
    page.goto(server.url + path)
    text = page.locator("main").first.inner_text()
    context.close()
    return len("".join(text.split()))
