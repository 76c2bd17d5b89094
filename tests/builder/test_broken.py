"""Broken data gives the whole message on record, and codes, texts, fixtures and documentation agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.checks import run_checks
from builder.checks.codes import CODES
from tests.builder.broken import BROKEN, CASES, FIXTURES, expected, message, prepare

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_OURS = re.compile(
    r"[a-z]{3,} (?:expected|found|while|scanning|parsing|error|expected)|Traceback|yaml\.|Errno"
)


@pytest.mark.parametrize("case", CASES)
def test_broken_data_gives_its_whole_message(case: str, tmp_path: Path) -> None:
    """Place, what was found, what is allowed, one suggestion, one link, the sum: all as on record."""
    assert message(case, tmp_path) == expected(case)


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_shows_the_code_it_is_named_by(case: str) -> None:
    """A fixture that no longer breaks its own rule protects nothing."""
    assert re.search(rf"^data/\S+:\d+:\d+: {case[:4]} ", expected(case), re.MULTILINE)


@pytest.mark.parametrize("case", CASES)
def test_no_word_of_a_library_reaches_the_admin(case: str) -> None:
    """Messages are Chinese; the parser's own English is translated."""
    assert not NOT_OURS.search(expected(case))


def test_every_code_has_a_fixture() -> None:
    """A code without a fixture is a message nobody has seen."""
    assert {path.name for path in BROKEN.iterdir() if len(path.name) == 4} == set(CODES)


def test_every_code_is_documented_once() -> None:
    """The link under a problem leads somewhere."""
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert re.findall(r"^### ([EW]\d{3}) .*\{ #\1 \}$", page, re.MULTILINE) == list(CODES)


def test_every_code_in_the_program_has_a_text_and_every_text_a_use() -> None:
    """Code that yields an unknown code would crash the printer; a text without use is dead."""
    used: set[str] = set()
    for folder in ("builder", "calculator/src/xueshi"):
        for path in (ROOT / folder).rglob("*.py"):
            if "codes" not in path.parts:
                used |= set(re.findall(r"\"([EW]\d{3})\"", path.read_text(encoding="utf-8")))
    assert used == set(CODES)


def test_sound_data_has_nothing_to_report() -> None:
    """The folder that all fixtures break is sound, also against its source texts."""
    assert run_checks(FIXTURES / "data", FIXTURES / "sources") == []


@pytest.mark.parametrize(("day", "told"), [("2035-02-28", False), ("2035-03-01", True), ("2062-06-01", True)])
def test_the_only_check_is_held_against_the_day_of_its_notice(day: str, told: bool, tmp_path: Path) -> None:
    """An old notice may be checked years later; ten years are a slip in a digit of the year (W208)."""
    data = prepare("W208", tmp_path)
    for name in ("2024.yml", "2024.cases.yml"):
        (data / "cities" / "minghe" / name).unlink()
    file = data / "cities" / "minghe" / "2025.yml"
    file.write_text(file.read_text("utf-8").replace("2027-06-01", day), "utf-8")
    assert ("W208" in {problem.code for problem in run_checks(data)}) == told


def test_one_slip_in_all_days_of_check_is_told_at_each(tmp_path: Path) -> None:
    """Copied from file to file, it would leave no other day to hold it against."""
    data = prepare("W208", tmp_path)
    for file in (data / "cities" / "minghe").glob("20??.yml"):
        text = re.sub(r"checked_on: \S+", "checked_on: 2036-06-01", file.read_text("utf-8"))
        file.write_text(text, "utf-8")
    assert sum(problem.code == "W208" for problem in run_checks(data)) == 2


def test_a_check_before_its_notice_makes_no_other_look_late(tmp_path: Path) -> None:
    """E240 tells the slip; the other year, checked when it was, has nothing to do with it."""
    data = prepare("W208", tmp_path)
    for name, day in (("2024", "2020-06-01"), ("2025", "2027-06-01")):
        file = data / "cities" / "minghe" / f"{name}.yml"
        file.write_text(re.sub(r"checked_on: \S+", f"checked_on: {day}", file.read_text("utf-8")), "utf-8")
    codes = {problem.code for problem in run_checks(data)}
    assert "E240" in codes
    assert "W208" not in codes
