"""An unchanged folder is not checked twice; after any change, and in any doubt, it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.checks import run_checks
from builder.checks.cache import MOST_KEPT, checked
from builder.reading import Problem
from tests.builder.broken import prepare


class Counted:
    """The check, counting how often it ran."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, data: Path, sources: Path | None) -> list[Problem]:
        self.runs += 1
        return run_checks(data, sources)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a little code."""
    for folder in ("builder", "calculator/src/xueshi"):
        (tmp_path / "project" / folder).mkdir(parents=True)
        (tmp_path / "project" / folder / "a.py").write_text("1")
    return tmp_path / "project"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data with one error."""
    return prepare("E103", tmp_path)


def test_the_second_check_of_unchanged_data_finds_the_same_without_looking(root: Path, data: Path) -> None:
    """All of every problem: place, finding, suggestion."""
    check = Counted()
    first = checked(root, data, None, check)
    assert first
    assert checked(root, data, None, check) == first == run_checks(data)
    assert check.runs == 1


def _edit(_root: Path, data: Path) -> None:
    path = data / "platforms.yml"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a", b"b", 1))


def _rename(_root: Path, data: Path) -> None:
    (data / "platforms.yml").rename(data / "platforms.yaml")


def _add(_root: Path, data: Path) -> None:
    (data / "cities" / "anshan").mkdir()


def _program(root: Path, _data: Path) -> None:
    (root / "builder" / "a.py").write_text("2")


def _source(_root: Path, data: Path) -> None:
    (data.parent / "sources" / "other.txt").write_text("x")


def _spoil(root: Path, _data: Path) -> None:
    for path in (root / ".cache" / "check").iterdir():
        path.write_text(path.read_text().replace("min_hour", "max_hour"))


def _cut(root: Path, _data: Path) -> None:
    for path in (root / ".cache" / "check").iterdir():
        path.write_text(path.read_text()[:60])


@pytest.mark.parametrize("change", [_edit, _rename, _add, _program, _source, _spoil, _cut])
def test_after_any_change_everything_is_checked_again(
    change: Callable[[Path, Path], None], root: Path, data: Path
) -> None:
    """Data, folders, code, source texts, and a result that is not as it was left."""
    check = Counted()
    sources = data.parent / "sources"
    checked(root, data, sources, check)
    change(root, data)
    assert checked(root, data, sources, check) == run_checks(data, sources)
    assert check.runs == 2


def test_what_cannot_be_told_is_checked_each_time(root: Path, data: Path) -> None:
    """A link may lead to something that changes unseen."""
    check = Counted()
    (data / "link.yml").symlink_to(data / "platforms.yml")
    checked(root, data, None, check)
    checked(root, data, None, check)
    assert check.runs == 2


def test_data_that_changes_during_the_check_is_not_remembered(root: Path, data: Path) -> None:
    """The result would be that of neither state."""
    runs = []

    def check(folder: Path, sources: Path | None) -> list[Problem]:
        runs.append(folder)
        if len(runs) == 1:
            _edit(root, data)
        return run_checks(folder, sources)

    checked(root, data, None, check)
    checked(root, data, None, check)
    assert len(runs) == 2


def test_a_place_that_cannot_be_written_costs_only_time(root: Path, data: Path) -> None:
    """And old results do not pile up."""
    check = Counted()
    (root / ".cache").write_text("")
    assert checked(root, data, None, check) == checked(root, data, None, check)
    assert check.runs == 2
    (root / ".cache").unlink()
    for number in range(MOST_KEPT + 3):
        (data / "note.txt").write_text(str(number))
        checked(root, data, None, lambda *_: [])
    assert len(list((root / ".cache" / "check").iterdir())) == MOST_KEPT
    shutil.rmtree(root / ".cache")
