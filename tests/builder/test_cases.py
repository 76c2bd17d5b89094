"""Worked cases in the build: bundled for the browser's tests, run whenever the data is checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.catalog import make_catalog
from builder.checks import run_checks
from builder.folder import read_folder
from builder.worked.files import BUNDLE, ROOT, bundle

CASES = "cities/sanmenxia/2025.cases.yml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the published data, to be spoiled."""
    return shutil.copytree(ROOT / "data", tmp_path / "data")


def test_the_bundle_is_that_of_the_data() -> None:
    """Stale? Run ``build.py schema``."""
    folder = read_folder(ROOT / "data")
    assert BUNDLE.read_text(encoding="utf-8") == bundle(folder, make_catalog(folder))


def test_a_digit_copied_wrong_is_caught_by_the_cases(data: Path) -> None:
    """29 for 30, evidence and all: nothing but a case worked out by hand can know better."""
    _change(
        data / "cities/sanmenxia/2025.yml",
        ("min_hours: 30", "min_hours: 29"),
        ("于30学时", "于29学时"),
        ("公需至少 30", "公需至少 29"),
    )
    problems = run_checks(data)
    assert {problem.code for problem in problems} == {"E401"}
    found = "“公需 29.5，总数有 90，还是差半个公需学时”：status：应为 short，程序得出 met；还有"
    assert any(problem.found.startswith(found) for problem in problems)


def test_a_wrong_case_is_told_at_its_place(data: Path) -> None:
    """The admin is led to the case, not to the rule."""
    _change(data / CASES, ("plan: { public: 30 }", "plan: { public: 29 }"))
    (problem,) = {(item.code, item.found.partition("：")[2]) for item in run_checks(data)}
    assert problem == ("E401", "plan：应为 {public 29}，程序得出 {public 30}")


def test_a_row_that_cannot_be_read_is_told_before_what_comes_of_it(data: Path) -> None:
    """Chinese commas in a ledger: the status is wrong only because the row was lost."""
    _change(data / CASES, ("2025-05-10,公需,30,数字技术应用", "2025-05-10，公需，30,数字技术应用"))
    (problem,) = {(item.code, item.path, item.found.partition("：")[2]) for item in run_checks(data)}
    assert problem[:2] == ("E401", (0, "ledger"))
    assert problem[2].startswith("台账第 2 行的“完成日期”读不懂：“2025-05-10，公需，30”不是日历上有的日期")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- 今天达标吗\n", "每个算例是若干“字段: 值”：case、today、ledger、quick、answers、expect"),
        (
            "- case: 少写了台账\n  today: 2025-11-20\n  expect: { status: met }\n",
            "ledger 和 quick 要写一个，也只写一个",
        ),
    ],
)
def test_what_is_no_case_is_told(data: Path, text: str, found: str) -> None:
    """A case that cannot be run would otherwise look like one that agrees."""
    (data / CASES).write_text(text, encoding="utf-8")
    assert [(problem.code, problem.found) for problem in run_checks(data)] == [("E402", found)]


def test_cases_that_are_no_list_are_told(data: Path) -> None:
    """A file of cases is a list."""
    (data / CASES).write_text("case: 只有一个\n", encoding="utf-8")
    assert [problem.code for problem in run_checks(data)] == ["E104"]


def test_cases_without_their_year_are_told(data: Path) -> None:
    """Nobody would run them, in silence."""
    (data / CASES).rename(data / "cities/sanmenxia/2026.cases.yml")
    assert [(problem.code, problem.found) for problem in run_checks(data)] == [("E403", "sanmenxia/2026.yml")]


def _change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
