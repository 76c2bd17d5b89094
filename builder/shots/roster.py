"""The way through the roster's page in pictures, with a thousand people who do not exist.

Start, a column that is asked for, people being judged, what came out, rows with errors, one person opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from builder.bench.staff import staff_csv
from builder.shots.states import State, sheets

ADDRESS = "roster/"
PATIENCE_MS = 120_000
PEOPLE = 1_000
MANY = 20_000
"""People who are judged for long enough to take a picture."""


def roster_states(site: Path) -> Iterator[State]:
    """The steps, under the rules of the newest year of the site."""
    sheet = next(reversed(sheets(site)), None)
    if sheet is None:
        return
    yield State("roster-1-columns", ADDRESS, partial(_columns, sheet))
    yield State("roster-2-progress", ADDRESS, partial(_progress, sheet))
    yield State("roster-3-result", ADDRESS, partial(_result, sheet))
    yield State("roster-4-errors", ADDRESS, partial(_errors, sheet))
    yield State("roster-5-person", ADDRESS, partial(_person, sheet))


def _load(page: Page, sheet: dict[str, Any], data: bytes) -> Locator:
    root = page.locator("xueshi-roster")
    root.get_by_label("城市", exact=True).select_option(label=sheet["city_name"])
    root.get_by_label("年度", exact=True).select_option(label=str(sheet["year"]))
    root.get_by_label("按哪一天判断").first.fill(f"{sheet['year']}-11-20")
    with page.expect_file_chooser() as choosing:
        root.get_by_role("button", name="选择表格").click()
    choosing.value.set_files(FilePayload(name="名单（虚构）.csv", mimeType="text/csv", buffer=data))
    return root


def _staff(sheet: dict[str, Any], people: int = PEOPLE, **more: int) -> bytes:
    subjects = tuple(subject["name"] for subject in sheet["subjects"] if subject["depth"] == 1)
    return staff_csv(people, sheet["year"], subjects, wrong=3, **more)


def _judged(page: Page, sheet: dict[str, Any]) -> Locator:
    root = _load(page, sheet, _staff(sheet))
    expect(root.locator("table.people tbody tr").first).to_be_visible(timeout=PATIENCE_MS)
    expect(root.locator(".progress")).to_be_hidden()
    return root


def _columns(sheet: dict[str, Any], page: Page) -> None:
    """Two columns whose names can mean several things."""
    text = _staff(sheet, 20).decode("utf-8-sig").replace("完成日期", "日期").replace("施教机构", "机构")
    root = _load(page, sheet, text.encode())
    expect(root.locator(".columns-form select").first).to_be_visible(timeout=PATIENCE_MS)


def _progress(sheet: dict[str, Any], page: Page) -> None:
    root = _load(page, sheet, _staff(sheet, MANY))
    expect(root.locator(".progress-words", has_text="正在判断")).to_be_visible(timeout=PATIENCE_MS)


def _result(sheet: dict[str, Any], page: Page) -> None:
    _judged(page, sheet)


def _errors(sheet: dict[str, Any], page: Page) -> None:
    """The people whose rows cannot all be read."""
    root = _judged(page, sheet)
    root.get_by_label("只看有错误行的").check()
    expect(root.locator(".found")).to_contain_text("筛出")
    page.evaluate("() => scrollTo(0, 0)")


def _person(sheet: dict[str, Any], page: Page) -> None:
    """The one who lacks most, with the reasons unfolded."""
    root = _judged(page, sheet)
    root.get_by_label("排序").select_option("grave")
    expect(root.locator("table.people tbody tr").first.locator(".tag")).to_have_attribute(
        "data-status", "short"
    )
    root.locator("table.people tbody tr button").first.click()
    expect(root.locator("article.person .verdict .status")).to_be_visible(timeout=PATIENCE_MS)
    page.evaluate("() => scrollTo(0, 0)")
