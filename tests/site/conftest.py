"""The built site in a real browser: built and served once, watched for errors and for foreign hosts."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.front.folder import front_of, published_script
from builder.progress import Progress
from builder.runtime import RuntimeInfo
from builder.serving.server import SiteServer
from builder.site import build_site

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 60_000
"""Milliseconds until a wait counts as failed: Python's start on a busy machine is the longest."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site; XUESHI_TEST_SITE names a finished one, which spares the build."""
    finished = os.environ.get("XUESHI_TEST_SITE")
    if finished:
        return Path(finished)
    folder = tmp_path_factory.mktemp("built")
    said = io.StringIO()
    out = folder / "site"
    errors = build_site(ROOT, ROOT / "data", out, progress=Progress(said), work=folder / "work")
    assert errors == 0, said.getvalue()
    return out


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[SiteServer]:
    """The site at the root of a host."""
    with SiteServer(site) as running:
        yield running


@pytest.fixture(scope="session")
def loose_server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """The same site with its scripts one by one, as they are written: for what takes hold of a single one."""
    copy = Path(shutil.copytree(site, tmp_path_factory.mktemp("loose") / "site"))
    scripts = copy / front_of(copy) / "js"
    shutil.rmtree(scripts)
    shutil.copytree(ROOT / "theme" / "assets" / "js", scripts)
    runtime = RuntimeInfo.read(copy / "assets/runtime/manifest.json")
    (scripts / "runtime" / "published.js").write_text(published_script(runtime), encoding="utf-8")
    with SiteServer(copy) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine. Where there is none, tests are skipped; under CI they fail."""
    program = find_browser()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(BROWSER_MISSING)
        pytest.skip(BROWSER_MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@dataclass
class Visits:
    """Opens pages of the site, each with a storage of its own, and notes what must not happen on them."""

    browser: Browser
    server: SiteServer
    problems: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(
        self, *, width: int = 1440, height: int = 900, dark: bool = False, **more: Any
    ) -> BrowserContext:
        """A visitor: screen, colours, own storage."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            **{"service_workers": "block", **more},
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return context

    def page(
        self,
        path: str = "",
        *,
        context: BrowserContext | None = None,
        base: str | None = None,
        until: Literal["commit", "load"] = "load",
        **screen: Any,
    ) -> Page:
        """A page of the site, its address seen from the root of the site (or of another server, `base`)."""
        page = (context or self.context(**screen)).new_page()
        home = base or self.server.url
        origin = home[: home.index("/", len("http://"))]
        page.on("console", lambda note: self._console(note.type, note.text, note.location["url"]))
        page.on("pageerror", lambda error: self.problems.append(f"error on the page: {error}"))
        page.on("request", lambda request: self._request(request.url, origin))
        page.goto(home + path, wait_until=until)
        return page

    def forgive(self, *words: str) -> None:
        """Expects problems with these words, because the test brings them about on purpose."""
        self.forgiven += words

    def unforgiven(self) -> list[str]:
        """The problems that no test expected."""
        return [problem for problem in self.problems if not any(words in problem for words in self.forgiven)]

    def _console(self, kind: str, text: str, script: str) -> None:
        # axe, which the tests bring in, measures with inline styles; a script of the site has an address.
        of_axe = not script and text.startswith("Applying inline style violates")
        of_browser = "blocked by Playwright" in text  # as asked for: see `context`
        if kind in ("error", "warning") and not of_axe and not of_browser:
            self.problems.append(f"console {kind}: {text} {script}")

    def _request(self, url: str, origin: str) -> None:
        if not url.startswith((origin, "data:", "blob:")):
            self.problems.append(f"request to another host: {url}")


@pytest.fixture
def visits(browser: Browser, server: SiteServer) -> Iterator[Visits]:
    """Visits to the site; a console error, a failed script or a request to another host fails the test."""
    yield from watched(Visits(browser, server))


@pytest.fixture
def loose(browser: Browser, loose_server: SiteServer) -> Iterator[Visits]:
    """The same with scripts one by one."""
    yield from watched(Visits(browser, loose_server))


def watched(visits: Visits) -> Iterator[Visits]:
    """Close all that was opened, and fail on what nobody expected."""
    yield visits
    for context in visits.contexts:
        context.close()
    assert visits.unforgiven() == []


DESK = "**/calculator/desk/worker.js"
"""The script of the desk: its modules are joined in it, and keep their names."""


def with_head(head: str) -> Callable[[Route], None]:
    """Serve a script with lines before its own; in braces, unless they are to hide names of the browser."""

    def answer(route: Route) -> None:
        given = route.fetch()
        route.fulfill(response=given, body=head + given.text())

    return answer


def with_end(end: str) -> Callable[[Route], None]:
    """Serve a script with lines after its own."""

    def answer(route: Route) -> None:
        given = route.fetch()
        route.fulfill(response=given, body=given.text() + end)

    return answer
