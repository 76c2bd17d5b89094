"""What `build.py shots` photographs beyond pages as they open: the calculator and its companions at work.

Everything is filled in from the published sheets, so that any data gives its own pictures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

LEAST_HOURS = "12.5"
"""What is filled in where a subject has no minimum."""

AMOUNTS = ("1000000", "900000", "80000.50", "1200")


@dataclass(frozen=True, slots=True)
class State:
    """A picture: its name, the address of the page, what is done there before it is taken."""

    name: str
    address: str
    prepare: Callable[[Page], None]


def sheets(site: Path) -> list[dict[str, Any]]:
    """The forms of all city-years, as their pages load them; the newest year last."""
    paths = (site / "assets" / "calculator").glob("*/*.json")
    found = [json.loads(path.read_text(encoding="utf-8"))["sheet"] for path in paths]
    return sorted(found, key=lambda sheet: (sheet["year"], sheet["city"]))


def states(site: Path) -> Iterator[State]:
    """The states of every city-year that has them."""
    for sheet in sheets(site):
        address = f"cities/{sheet['city']}/{sheet['year']}/"
        name = f"{sheet['city']}-{sheet['year']}"
        if any(field["hint"] for field in sheet["quick"]):
            yield State(f"question-{name}", address, partial(_question, sheet))
        yield State(f"explanation-{name}", address, partial(_explanation, sheet))
        yield State(f"receipt-{name}", address, partial(_receipt, sheet))
        yield State(f"ledger-{name}", address, _ledger)
        text = (site / address / "index.html").read_text(encoding="utf-8")
        if "<xueshi-funding" in text:
            yield State(f"funding-{name}", f"{address}#funding", _funding)
        if "<xueshi-form" in text:
            yield State(f"forms-{name}", f"{address}#plan-filing", _forms)


def _fill(page: Page, sheet: dict[str, Any], hours: Callable[[dict[str, Any]], str]) -> None:
    boxes = page.locator("xueshi-calculator .quick input[type=text]")
    for at, field in enumerate(sheet["quick"]):
        boxes.nth(at).fill(hours(field))
    page.locator("xueshi-calculator .quick input[type=radio]").first.check()
    expect(page.locator("xueshi-calculator .verdict .as-of")).to_be_visible(timeout=60_000)


def _question(sheet: dict[str, Any], page: Page) -> None:
    """Hours that cannot be told apart, enough in all: which part of them is what decides."""
    plain = {field["id"] for field in sheet["quick"] if field["hint"]}
    parents = {subject["id"]: subject["parent"] for subject in sheet["subjects"]}
    least = {subject["id"]: subject["required"] for subject in sheet["subjects"]}

    def hours(field: dict[str, Any]) -> str:
        return "" if parents[field["id"]] in plain else str(least[field["id"]] or LEAST_HOURS)

    _fill(page, sheet, hours)


def _explanation(sheet: dict[str, Any], page: Page) -> None:
    """Too few hours, with every reason unfolded, its sources folded."""
    _fill(page, sheet, lambda field: "" if field["hint"] else LEAST_HOURS)
    folds = page.locator("xueshi-calculator .why details:not(.source)")
    for at in range(folds.count()):
        folds.nth(at).evaluate("fold => fold.open = true")


def _receipt(sheet: dict[str, Any], page: Page) -> None:
    """A receipt that was saved and is opened again."""
    _fill(page, sheet, lambda field: "" if field["hint"] else LEAST_HOURS)
    root = page.locator("xueshi-calculator")
    with page.expect_download() as saving:
        root.get_by_role("button", name="保存回执").click()
    with page.expect_file_chooser() as choosing:
        root.get_by_role("button", name="打开回执").click()
    choosing.value.set_files(saving.value.path())
    expect(root.locator(".receipt .verdict").first).to_be_visible()


def _ledger(page: Page) -> None:
    """The sample ledger of the rule."""
    root = page.locator("xueshi-calculator")
    root.get_by_role("tab", name="逐条台账").click()
    with page.expect_download(timeout=60_000) as saving:
        root.get_by_role("button", name="下载示例台账").click()
    with page.expect_file_chooser() as choosing:
        root.get_by_role("button", name="打开表格").click()
    choosing.value.set_files(saving.value.path())
    expect(root.locator(".verdict .as-of")).to_be_visible()


def _funding(page: Page) -> None:
    boxes = page.locator("xueshi-funding input[type=text]")
    for at, amount in enumerate(AMOUNTS):
        boxes.nth(at).fill(amount)
    expect(page.locator("xueshi-funding .fund-line").first).to_be_visible(timeout=60_000)


def _forms(page: Page) -> None:
    for fold in page.locator("details:has(xueshi-form)").all():
        fold.locator("summary").first.click()
        expect(fold.locator("xueshi-form .form-sheet")).to_be_visible()
