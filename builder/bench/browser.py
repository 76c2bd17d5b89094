"""Time to the first verdict in a real browser, and bytes on the wire, beside the stock ``loadPyodide``.

Each round has a browser profile of its own; rounds go through all candidates in turn, so that whatever else
the machine does falls on all of them. Ratios within one run mean something; seconds only on a quiet machine.
"""

import json
import operator
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as PageTimeoutError

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.serving.server import SiteServer

_PATIENCE_MS = 180_000
"""A page that takes longer counts as having taken so long: one that never answers ends no measurement."""
_OPENING_MS = 3_000
"""A browser that was just started is busy with itself; nobody starts one for a page."""
_SETTLING_MS = 6_000
"""After a first visit the browser goes on writing its caches, and the page what later visits begin with."""


_CLOCK = """(() => {
  const { shows, field, text } = %s;
  let typed = !field;
  const type = (root) => {
    const input = root.querySelector(field);
    if (!input?.getClientRects().length) return;
    typed = true;
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  };
  const look = (changes, observer) => {
    if (!typed) type(observer.root);
    if (window.shownAfter !== undefined || !observer.root.querySelector(shows)) return;
    window.shownAfter = performance.now();
  };
  const watch = (root) => {
    const observer = new MutationObserver(look);
    observer.root = root;
    observer.observe(root, { subtree: true, childList: true, attributes: true });
    return root;
  };
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    return watch(attachShadow.call(this, options));
  };
  watch(document);
})();"""
"""Types in the page itself as soon as there is a field, and notes when the verdict appears: from outside
both come up to half a second late, so rarely is a field looked for that is not there yet."""


@dataclass(frozen=True, slots=True)
class Network:
    """A line: its name, and bits a second with milliseconds of delay; None for as fast as the machine."""

    name: str
    throttle: tuple[float, float] | None


NETWORKS = {
    "none": Network("不限速", None),
    "10m": Network("10 Mbit/s，40 ms", (10e6, 40)),
    "1.5m": Network("1.5 Mbit/s，150 ms", (1.5e6, 150)),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page to measure: a path below the served folder, and what appears in it with the verdict."""

    name: str
    folder: Path
    path: str
    shows: str
    typed: tuple[str, str] | None = None
    """A field and what is typed into it, where the page judges nothing unasked."""
    strict: bool = True
    """Whether it runs under the content policy of this site."""
    kept: str | None = None
    """A script that waits until all is kept for a visit without a network, where such visits work."""


@dataclass(frozen=True, slots=True)
class Visits:
    """A first, a second and a third visit, the last without a network: seconds until the verdict."""

    cold: float
    warm: float
    transferred: float
    """Bytes of the bodies of the first visit."""
    again: float
    """The same of the second visit."""
    offline: float | None
    """None where nothing works without a network."""


_COLD = operator.attrgetter("cold")
_WARM = operator.attrgetter("warm")
_TRANSFERRED = operator.attrgetter("transferred")
_AGAIN = operator.attrgetter("again")


@dataclass(frozen=True, slots=True)
class Series:
    """All rounds of one candidate on one network, in order."""

    network: str
    name: str
    rounds: tuple[Visits, ...]

    def median(self, figure: Callable[[Visits], float]) -> float:
        """The median of a figure over all rounds."""
        return statistics.median(figure(visits) for visits in self.rounds)

    def best(self, figure: Callable[[Visits], float]) -> float:
        """The smallest figure: what a busy machine disturbed least."""
        return min(figure(visits) for visits in self.rounds)

    def ratio(self, figure: Callable[[Visits], float], base: "Series") -> float:
        """The median of the ratios to ``base`` within each round: what slows one round slows both."""
        pairs = zip(self.rounds, base.rounds, strict=True)
        return statistics.median(figure(mine) / figure(other) for mine, other in pairs)


def measure(
    candidates: Sequence[Candidate],
    networks: Iterable[Network],
    rounds: int,
    progress: Callable[[str], None],
) -> list[Series]:
    """Visit every candidate ``rounds`` times on every network.

    Errors: ``LookupError`` without a browser.
    """
    measured = []
    with sync_playwright() as playwright:
        for network in networks:
            seen: dict[str, list[Visits]] = {candidate.name: [] for candidate in candidates}
            for number in range(rounds):
                for candidate in candidates if number % 2 == 0 else reversed(candidates):
                    progress(f"{network.name}：第 {number + 1}/{rounds} 轮，{candidate.name}")
                    seen[candidate.name].append(_visit(playwright, candidate, network))
            measured += [Series(network.name, name, tuple(visits)) for name, visits in seen.items()]
    return measured


def table(measured: Sequence[Series], baseline: str) -> str:
    """The figures as a Markdown table; ``baseline`` is the candidate the ratios are taken of."""
    lines = [
        "| 网络 | 页面 | 首次（秒） | 最快 | 比值 | 再次（秒） | 最快 | 比值 | 断网（秒） "
        "| 首次（MB） | 再次（MB） |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    bases = {series.network: series for series in measured if series.name == baseline}
    for series in measured:
        base = bases[series.network]
        cells = [series.network, series.name]
        for figure in (_COLD, _WARM):
            cells += [_seconds(series.median(figure)), _seconds(series.best(figure))]
            cells.append(f"{series.ratio(figure, base):.2f}")
        without = [visits.offline for visits in series.rounds if visits.offline is not None]
        cells.append(_seconds(statistics.median(without)) if without else "不能")
        cells += [f"{series.median(figure) / 1e6:.2f}" for figure in (_TRANSFERRED, _AGAIN)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value * 1000 < _PATIENCE_MS else f"超过 {_PATIENCE_MS // 1000}"


def _visit(playwright: Playwright, candidate: Candidate, network: Network) -> Visits:
    with (
        SiteServer(candidate.folder, throttle=network.throttle, strict=candidate.strict) as server,
        TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        _browser(playwright, profile) as browser,
    ):
        page = browser.new_page()
        field, text = candidate.typed or (None, "")
        page.add_init_script(_CLOCK % json.dumps({"shows": candidate.shows, "field": field, "text": text}))
        page.wait_for_timeout(_OPENING_MS)
        cold = _seconds_to_verdict(page, server.url + candidate.path, candidate.shows)
        transferred = sum(server.transferred.values())
        page.wait_for_timeout(_SETTLING_MS)
        page.goto("about:blank")
        server.forget()
        warm = _seconds_to_verdict(page, server.url + candidate.path, candidate.shows)
        again = sum(server.transferred.values())
        if candidate.kept is None:
            return Visits(cold, warm, transferred, again, None)
        page.evaluate(candidate.kept)
        page.goto("about:blank")
        browser.set_offline(True)
        offline = _seconds_to_verdict(page, server.url + candidate.path, candidate.shows)
        return Visits(cold, warm, transferred, again, offline)


def _browser(playwright: Playwright, profile: str) -> BrowserContext:
    program = find_browser()
    if program is None:
        raise LookupError(BROWSER_MISSING)
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=program, headless=True, args=list(FLAGS)
    )


def _seconds_to_verdict(page: Page, address: str, shows: str) -> float:
    """Seconds of the page's own clock, which starts with the navigation."""
    page.goto(address, wait_until="commit")
    try:
        page.wait_for_selector(shows, timeout=_PATIENCE_MS)
    except PageTimeoutError:
        return _PATIENCE_MS / 1000
    return float(page.evaluate("window.shownAfter")) / 1000
