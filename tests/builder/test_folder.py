"""The data folder as systems and people leave it: links, pipes, folders where files belong, closed doors."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from builder.checks import run_checks
from builder.folder import read_folder
from tests.builder.broken import FIXTURES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the sound folder, to be spoiled."""
    return shutil.copytree(FIXTURES / "data", tmp_path / "data")


def found(data: Path) -> list[tuple[str, str, str]]:
    """Code, file and finding of every problem."""
    return [
        (problem.code, Path(problem.file).relative_to(data).as_posix(), problem.found)
        for problem in run_checks(data)
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_what_never_ends_is_not_opened(data: Path) -> None:
    """A device fills the memory, and a pipe waits for ever."""
    (data / "platforms.yml").unlink()
    (data / "platforms.yml").symlink_to("/dev/zero")
    (data / "bases.yml").unlink()
    os.mkfifo(data / "bases.yml")
    assert found(data)[:2] == [
        ("E028", "bases.yml", "不是普通文件"),
        ("E028", "platforms.yml", "不是普通文件"),
    ]


def test_links_are_told_not_followed_and_not_passed_over(data: Path) -> None:
    """A city behind a link would be missing from the site, and nobody would know."""
    (data / "cities" / "xugou").symlink_to("minghe")
    (data / "cities" / "minghe" / "2024.yml").symlink_to("nowhere.yml")
    (data / "cities" / "minghe" / "up").symlink_to("..")
    assert found(data) == [
        ("E028", "cities/minghe/2024.yml", "链接指向的文件不存在"),
        ("E231", "cities/minghe/up", "cities/minghe/up（链接）"),
        ("E231", "cities/xugou", "cities/xugou（链接）"),
    ]


def test_a_link_in_a_circle_is_told(data: Path) -> None:
    """The system's own number for it says nothing to an admin."""
    (data / "platforms.yml").unlink()
    (data / "platforms.yml").symlink_to("platforms.yml")
    assert found(data)[0] == ("E028", "platforms.yml", "链接绕成了圈")


def test_a_folder_in_the_place_of_a_file_is_told_once(data: Path) -> None:
    """What lies inside is not listed as well."""
    (data / "cities" / "minghe" / "2024.yml").mkdir()
    (data / "cities" / "minghe" / "2024.yml" / "2024.yml").write_text("city: minghe\n", encoding="utf-8")
    (data / "新建文件夹").mkdir()
    assert found(data) == [
        ("E028", "cities/minghe/2024.yml", "是一个文件夹"),
        ("E231", "新建文件夹", "新建文件夹（文件夹）"),
    ]


def test_a_folder_without_files_is_told(data: Path) -> None:
    """Data without a single city-year is a folder that was moved, not a site to publish."""
    shutil.rmtree(data / "cities")
    shutil.rmtree(data / "documents")
    (data / "documents").mkdir()
    assert found(data) == [
        ("E028", "cities", "文件夹不存在"),
        ("E028", "documents", "里面没有数据文件"),
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_told(data: Path) -> None:
    """Its files would be missing from the site without a word."""
    (data / "cities" / "minghe").chmod(0)
    try:
        assert ("E028", "cities/minghe", "没有读取权限") in found(data)
    finally:
        (data / "cities" / "minghe").chmod(0o755)


def test_what_systems_leave_behind_unseen_is_passed_over(data: Path) -> None:
    """Nobody can delete a file that their program does not show."""
    for name in (".DS_Store", "Thumbs.db", "cities/desktop.ini", "cities/minghe/~$2025.yml"):
        (data / name).write_bytes(b"\0")
    (data / ".git").mkdir()
    assert run_checks(data) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("region.yml", "regions.yml"),
        ("citys", "cities"),
        ("platforms.yml.txt", "platforms.yml"),
        ("documents/xugou.YML", "documents/xugou.yml"),
        ("cities/minghe/2026.cases.yaml", "cities/minghe/2026.cases.yml"),
        ("cities/minghe/2026.xlsx", None),
        ("cities/minghe/2026年.yml", "cities/minghe/2026.yml"),
        ("cities/minghe/2026 (1).yml", "cities/minghe/2026.yml"),
        ("cities/minghe/明河２０２６年度.yml", "cities/minghe/2026.yml"),
        ("cities/minghe/新的.yml", None),
        ("notes.txt", None),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(tmp_path: Path, name: str, meant: str | None) -> None:
    """Editors of Windows add endings that nobody sees."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    (problem,) = (item for item in read_folder(tmp_path).problems if item.code == "E231")
    assert problem.hint == meant
