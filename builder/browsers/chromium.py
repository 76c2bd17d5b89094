"""Chromium, asked through Playwright like in the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page, sync_playwright

from builder.browser import find_browser
from builder.browsers.driven import PATIENCE_S, BrowserFailure

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def find_chromium() -> str | None:
    """The program, or None."""
    found = find_browser()
    return str(found) if found else None


@contextmanager
def chromium(program: str, *, size: tuple[int, int] = (1280, 900), dark: bool = False) -> Iterator[Chromium]:
    """A Chromium without a window on the screen."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        context = running.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(1000 * PATIENCE_S)
        yield Chromium(context.new_page(), running.version)
        running.close()


class Chromium:
    """A running Chromium."""

    name = "Chromium"

    def __init__(self, page: Page, version: str) -> None:
        self._page = page
        self._heard: list[str] = []
        self.version = version
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._heard.append(str(error)))

    def _note(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._heard.append(said.text)

    def open(self, address: str) -> None:
        self._page.goto(address)

    def run(self, function: str, *arguments: Any) -> Any:
        try:
            return self._page.evaluate(f"arguments => ({function})(...arguments)", list(arguments))
        except Error as error:
            raise BrowserFailure(str(error)) from error

    def type(self, element: str, text: str) -> None:
        self._page.evaluate(f"() => {element}.focus()")
        self._page.keyboard.type(text)

    def attach(self, element: str, file: Path) -> None:
        found = self._page.evaluate_handle(f"() => {element}").as_element()
        if found is None:
            raise BrowserFailure(f"no element: {element}")
        found.set_input_files(file)

    def complaints(self) -> list[str]:
        fresh, self._heard = self._heard, []
        return fresh

    def photograph(self, to: Path) -> None:
        self._page.screenshot(path=to)
