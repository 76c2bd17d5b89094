"""`build.py shots`: every kind of page as its users see it, wide and narrow, light and dark, as pictures."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.progress import Progress
from builder.serving.server import SiteServer
from builder.shots.editor import editor_states
from builder.shots.roster import roster_states
from builder.shots.states import State, states

WIDTHS = {"wide": (1440, 900), "narrow": (360, 740)}
SCHEMES = ("light", "dark")
PATIENCE_MS = 30_000
"""How long a page may take to fall silent; a calculator fetches its Python first."""


def everything(site: Path) -> Iterator[State]:
    """Pages as they open, then the calculator and its companions at work."""
    for name, address in kinds(site):
        yield State(name, address, lambda _: None)
    yield from states(site)
    yield from editor_states(site)
    yield from roster_states(site)


def kinds(site: Path) -> Iterator[tuple[str, str]]:
    """Name and address of one page of each kind; every city-year is shown."""
    yield "home", ""
    for hub in sorted(site.glob("*/index.html")):
        yield hub.parent.name, f"{hub.parent.name}/"
    yield "404", "404.html"
    cities = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))["cities"]
    for name, filed in (("city-filed", True), ("city-empty", False)):
        found = next((city for city in cities if bool(city["years"]) is filed), None)
        if found is not None:
            yield name, f"cities/{found['id']}/"
    for city in cities:
        for year in city["years"]:
            yield f"year-{city['id']}-{year}", f"cities/{city['id']}/{year}/"
    documents = json.loads((site / "api/v1/documents.json").read_text(encoding="utf-8"))["documents"]
    for held in sorted({document["held"] for document in documents}):
        found = next(document for document in documents if document["held"] == held)
        yield f"document-{found['id']}", f"documents/{found['id']}/"


def take_shots(site: Path, out: Path, progress: Progress) -> int:
    """Photograph the built ``site`` into ``out``, which is emptied first.

    Returns how many pages were wider than their window or wrote an error to the console; 1 without a browser.
    """
    program = find_browser()
    if program is None:
        progress.note(BROWSER_MISSING)
        return 1
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    pages = list(everything(site))
    progress.expect(len(WIDTHS) * len(SCHEMES))
    faults = 0
    with SiteServer(site) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        for width, size in WIDTHS.items():
            for scheme in SCHEMES:
                with progress.step(f"{width} {scheme}：{len(pages)} 页"):
                    found = _series(browser, server.url, pages, size, scheme, out, f"{width}-{scheme}")
                for line in found:
                    progress.note(line)
                faults += len(found)
        browser.close()
    progress.note(f"图片在 {out}")
    return faults


def _series(
    browser: Browser,
    base: str,
    pages: list[State],
    size: tuple[int, int],
    scheme: str,
    out: Path,
    suffix: str,
) -> list[str]:
    """One width and scheme; returns what was wrong."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    for state in pages:
        name = state.name
        page = context.new_page()
        said = _said(page)
        page.goto(base + state.address)
        page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
        state.prepare(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size[0]:
            wrong.append(f"{name} {suffix}：页面宽 {width}，超出窗口")
        wrong += [f"{name} {suffix}：{line}" for line in said]
        page.screenshot(path=out / f"{name}-{suffix}.png", full_page=True)
        page.close()
    context.close()
    return wrong


def _said(page: Page) -> list[str]:
    """A list that fills with the errors of a page as they come."""
    lines: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            lines.append(message.text)

    def thrown(error: Error) -> None:
        lines.append(str(error))

    page.on("console", console)
    page.on("pageerror", thrown)
    return lines
