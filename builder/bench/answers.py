"""How fast a city-year's page answers what is typed first, beside whatever is typed later.

The page is open for five seconds before, as somebody reads it: Python starts meanwhile.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from builder.bench.browser import Network
from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.serving.server import SiteServer

READING_MS = 5_000
"""The page is open so long before anything is typed."""

_LATER = 8
"""So many numbers are typed after the first."""

_TYPE = """(text) => new Promise((resolve) => {
  const root = document.querySelector("xueshi-calculator").shadowRoot;
  const bars = root.querySelector(".result .bars");
  const field = root.querySelector(".quick-fields input");
  const before = bars.textContent;
  const began = performance.now();
  new MutationObserver((_, observer) => {
    if (bars.textContent === before) return;
    observer.disconnect();
    resolve(performance.now() - began);
  }).observe(bars, { subtree: true, childList: true, characterData: true });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
"""Types a number and gives the milliseconds until the page shows what follows from it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Milliseconds to the answers on one network: the first of each round, and all later ones."""

    network: str
    first: Sequence[float]
    later: Sequence[float]


def answer_times(site: Path, path: str, network: Network, rounds: int) -> Answers:
    """Open the page of a city-year in a fresh profile ``rounds`` times.

    Errors: ``LookupError`` without a browser; Playwright's own when a page shows no calculator.
    """
    program = find_browser()
    if program is None:
        raise LookupError(BROWSER_MISSING)
    first, later = [], []
    with sync_playwright() as playwright, SiteServer(site, throttle=network.throttle) as server:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for _ in range(rounds):
            page = browser.new_page()
            page.goto(server.url + path, wait_until="commit")
            page.wait_for_timeout(READING_MS)
            page.wait_for_selector(".quick-fields input", timeout=180_000)
            first.append(page.evaluate(_TYPE, "7"))
            later += [page.evaluate(_TYPE, str(8 + at)) for at in range(_LATER)]
            page.close()
        browser.close()
    return Answers(network.name, first, later)


def answers_table(measured: Sequence[Answers]) -> str:
    """The figures as a Markdown table."""
    lines = [
        f"| 网络 | 打开 {READING_MS // 1000} 秒后首次填写（毫秒） | 最快 | 以后每次（毫秒） | 最慢 |",
        "|---|---|---|---|---|",
    ]
    for item in measured:
        figures = [
            statistics.median(item.first),
            min(item.first),
            statistics.median(item.later),
            max(item.later),
        ]
        lines.append(f"| {item.network} | {' | '.join(f'{figure:.0f}' for figure in figures)} |")
    return "\n".join(lines)
