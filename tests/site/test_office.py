"""The ZIP for an office without a network: unpacked and started as its readme says, it calculates."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.hosting.office import FOLDER, STARTER, write_office
from tests.site.calculator import SANMENXIA, Calculator
from tests.site.conftest import Visits


@pytest.fixture(scope="module")
def unpacked(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that unpacking makes."""
    folder = tmp_path_factory.mktemp("办公室 一")
    write_office(site, folder / "a.zip")
    with zipfile.ZipFile(folder / "a.zip") as packed:
        assert {name.split("/")[0] for name in packed.namelist()} == {FOLDER}
        packed.extractall(folder)
    return folder / FOLDER


@pytest.fixture
def address(unpacked: Path) -> Iterator[str]:
    """What the starter prints; nothing of this project or its environment is in reach of it."""
    command = [sys.executable, "-I", str(unpacked / STARTER)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"XUESHI_NO_BROWSER": "1"}, cwd="/"
    ) as running:
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.terminate()


def test_the_unpacked_site_calculates(visits: Visits, address: str) -> None:
    page = visits.page(SANMENXIA, base=address)
    Calculator(page).judge_on("2025-11-20").fill_hours(公需="30", 专业="45").expect_status("未达标")


def test_its_list_of_hashes_is_true_and_whole(unpacked: Path) -> None:
    lines = (unpacked / "site" / "SHA256SUMS").read_text("utf-8").splitlines()
    told = dict(line.split("  ", 1)[::-1] for line in lines)
    files = [path for path in (unpacked / "site").rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert told == {
        path.relative_to(unpacked / "site").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_site_gives_the_same_bytes_and_nothing_half_written(tmp_path: Path) -> None:
    small = tmp_path / "site"
    small.mkdir()
    (small / "index.html").write_text("首页", "utf-8")
    for name in ("a.zip", "b.zip"):
        write_office(small, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with pytest.raises(OSError, match="Is a directory"):
        write_office(small, small)
    assert not small.with_name("site.part").exists()
