"""Whatever happens during a build, the last good site stays as it was, or the new one is there whole."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from builder import site, swap
from builder.checks import check_and_load
from builder.cli import main
from builder.leaving import LeftOut, NothingToLeaveOutError
from builder.pages.recipes import all_pages
from builder.progress import Progress
from builder.site import build_site
from builder.swap import is_replaceable, publish, recover
from tests.builder.broken import prepare

ROOT = Path(__file__).resolve().parents[2]


def folder(path: Path, text: str) -> Path:
    """A site with one page."""
    (path / swap.MARK).parent.mkdir(parents=True)
    (path / swap.MARK).write_text("{}")
    (path / "index.html").write_text(text, "utf-8")
    return path


def shown(path: Path) -> str:
    """What the page of a site says."""
    return (path / "index.html").read_text("utf-8")


@pytest.fixture(params=["one step", "two steps"])
def _system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that exchanges two folders in one step, and one that cannot."""
    if request.param == "two steps":
        monkeypatch.setattr(swap, "exchange", lambda *_: False)


@pytest.mark.usefixtures("_system")
def test_the_new_site_takes_the_place_of_the_old_and_nothing_is_left(tmp_path: Path) -> None:
    """Also the first time, when there is no old one, and in a folder that is not there yet."""
    out = tmp_path / "public" / "site"
    publish(folder(tmp_path / "a", "one"), out)
    assert shown(out) == "one"
    publish(folder(tmp_path / "b", "two"), out)
    assert shown(out) == "two"
    assert [path.name for path in out.parent.iterdir()] == ["site"]


def test_a_machine_that_stops_between_two_steps_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old site stands beside its place; the next build puts it back before it does anything else."""
    out = folder(tmp_path / "site", "one")
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    rename = Path.rename

    def stop(self: Path, target: Path) -> Path:
        if target == out:
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "rename", stop)
        with pytest.raises(KeyboardInterrupt):
            publish(folder(tmp_path / "b", "two"), out)
    assert not out.exists()
    recover(out)
    assert shown(out) == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_swap_that_the_system_refuses_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both steps are undone."""
    out = folder(tmp_path / "site", "one")
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Permission"):
        publish(folder(tmp_path / "b", "two"), out)
    assert shown(out) == "one"


def test_a_folder_that_is_no_site_is_never_replaced(tmp_path: Path) -> None:
    """A slip in --out must not cost somebody's documents."""
    mine = tmp_path / "documents"
    assert is_replaceable(mine)
    mine.mkdir()
    assert is_replaceable(mine)
    (mine / "letter.txt").write_text("keep")
    assert not is_replaceable(mine)
    said = io.StringIO()
    assert build_site(ROOT, ROOT / "data", mine, progress=Progress(said), work=tmp_path / "work") == 1
    assert "不会覆盖它" in said.getvalue()
    assert (mine / "letter.txt").read_text() == "keep"


def test_data_with_an_error_publishes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One error in one of several cities is enough; the old site stays to the last byte."""
    out = folder(tmp_path / "site", "one")
    data = prepare("E103", tmp_path)
    assert main(["build", "--data", str(data), "--out", str(out)]) == 1
    assert shown(out) == "one"
    told = capsys.readouterr().err
    assert "E103" in told
    assert "上一次的网站没有改动。" in told


@pytest.mark.parametrize("failing", ["Maker", "build_runtime", "write_editor", "publish"])
def test_a_full_disk_at_any_step_leaves_the_last_good_site(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is told in Chinese what stood in the way."""
    out = folder(tmp_path / "site", "one")
    made = tmp_path / "made"
    made.mkdir()

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    nothing = SimpleNamespace(made=made, make=lambda *_: None, hashes={})
    monkeypatch.setattr(site, "Maker", lambda *_: nothing)
    for step in ("build_search", "build_runtime", "write_editor", "write_worker"):
        monkeypatch.setattr(site, step, lambda *_, **__: None)
    monkeypatch.setattr(site, failing, fail)
    said = io.StringIO()
    assert build_site(ROOT, ROOT / "data", out, progress=Progress(said), work=tmp_path / "work") == 1
    assert "文件写不成（磁盘满了）。上一次的网站没有改动。" in said.getvalue()
    assert shown(out) == "one"


def test_a_broken_year_can_be_left_out_by_name(tmp_path: Path) -> None:
    """The rest is published; the place of the year says that it is withheld, not that there is none."""
    data = shutil.copytree(ROOT / "data", tmp_path / "data")
    path = data / "cities" / "sanmenxia" / "2025.yml"
    path.write_text(path.read_text("utf-8").replace("min_hours: 30", "min_hour: 30"), "utf-8")
    assert check_and_load(data)[0] is None
    catalog, problems = check_and_load(data, None, ["sanmenxia/2025"])
    assert catalog is not None
    assert not [problem for problem in problems if problem.is_error]
    assert catalog.left_out == (LeftOut("sanmenxia", 2025),)
    assert (catalog.years("sanmenxia"), catalog.withheld("sanmenxia")) == ((), (2025,))
    pages = {page.url: page.body for page in all_pages(catalog)}
    assert "这个年度暂停发布" in pages["cities/sanmenxia/2025/"]
    assert "30" not in pages["cities/sanmenxia/2025/"]
    assert "2025 年度暂停发布" in pages["cities/sanmenxia/"]
    for url in ("", "cities/", "cities/sanmenxia/"):
        assert "暂停" in pages[url]
    assert "尚未收录该年度通知" not in pages["cities/sanmenxia/"]
    assert "cities/pingdingshan/2021/" in pages


def test_a_whole_city_is_left_out_with_all_its_years() -> None:
    """Its documents stay: other cities' data may cite them."""
    catalog, _ = check_and_load(ROOT / "data", None, ["pingdingshan"])
    assert catalog is not None
    assert catalog.left_out == (LeftOut("pingdingshan", 2021),)
    assert catalog.document("平人社办〔2021〕26号") is not None


def test_a_name_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    """A slip would otherwise publish what was to be left out, or nothing at all."""
    with pytest.raises(NothingToLeaveOutError, match="您是不是想写“sanmenxia/2025”"):
        check_and_load(ROOT / "data", None, ["sanmenxia/2015"])
    out = folder(tmp_path / "site", "one")
    said = io.StringIO()
    built = build_site(
        ROOT, ROOT / "data", out, progress=Progress(said), work=tmp_path / "work", leaving=["nowhere"]
    )
    assert built == 1
    assert "没有可以留出的" in said.getvalue()
    assert shown(out) == "one"


STRUCK = """
import os, sys
from pathlib import Path
from builder import swap
swap.flush = lambda: None  # the disk of this machine is whole
if sys.argv[3] == "two steps":
    swap.exchange = lambda *_: False
made, out = Path(sys.argv[1]), Path(sys.argv[2])
number = 0
while True:
    number += 1
    for at in range(40):
        (made / f"page-{at}").mkdir(parents=True)
        (made / f"page-{at}" / "index.html").write_text(str(number))
    (made / swap.MARK).parent.mkdir(parents=True)
    (made / swap.MARK).write_text("{}")
    swap.publish(made, out)
    print(number, flush=True)
"""
"""Publishes one site after the other, each page saying which, until it is struck down."""


@pytest.mark.parametrize("way", ["one step", "two steps"])
def test_whenever_a_build_is_struck_down_one_whole_site_is_there(way: str, tmp_path: Path) -> None:
    """As by a power cut: no page of it is of another site, and it is the last one told of or the next."""
    out, dice = tmp_path / "site", random.Random(way)
    for strike in range(5):
        made = tmp_path / f"made-{strike}"
        command = [sys.executable, "-P", "-c", STRUCK, str(made), str(out), way]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as running:
            assert running.stdout is not None
            last = [running.stdout.readline() for _ in range(dice.randrange(1, 6))][-1]
            for _ in range(dice.randrange(20_000)):
                pass  # somewhere within the next one
            running.kill()
            last = ([last, *running.stdout])[-1]
        recover(out)
        pages = {path.read_text() for path in out.glob("page-*/index.html")}
        assert len(list(out.glob("page-*/index.html"))) == 40
        assert pages in ({last.strip()}, {str(int(last) + 1)})
        assert {path.name for path in tmp_path.iterdir()} <= {"site", *(f"made-{at}" for at in range(5))}
