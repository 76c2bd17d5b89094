"""`build.py bench build`: what a build takes at several sizes, beside MkDocs and Hugo with the same pages."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.hugo import DOKS, PLAIN, SHELL, Hugo, find_hugo
from builder.bench.rivals import equal_pages, write_rivals
from builder.bench.synthetic import write_synthetic
from builder.catalog import load_catalog

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100, 1000, 3400)
PYTHON = (sys.executable, "-P", "-m")
MKDOCS = {"html": "MkDocs，成品正文", "typed": "MkDocs，Markdown"}
HUGO = {
    SHELL: "Hugo，本站成品版式和正文",
    PLAIN: "Hugo，自带骨架，Markdown",
    DOKS: "Hugo，Doks 主题，Markdown",
}
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": str(ROOT)
}
"""Programs in Python keep their compiled modules, ours and MkDocs alike, as they do unless told not to."""
MADE = ("版式", "页面")
"""The phases that lead from the checked data to finished pages."""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another way to the same pages."""

    cpu: float
    equal: int
    """Pages with the same words as ours …"""
    compared: int
    """… and how many were compared."""


@dataclass(slots=True)
class Row:
    """One size."""

    count: int
    pages: int = 0
    size: int = 0
    memory: int = 0
    """Kilobytes."""
    change: float = 0.0
    """CPU seconds of everything after a change of one city-year, in the same process."""
    phases: dict[str, float] = field(default_factory=dict)
    bodies: float | None = None
    """CPU seconds for the bodies alone, which the others are given finished."""
    stamped: float | None = None
    """CPU seconds of ours from the same Markdown files that the others get, start of Python included."""
    rivals: dict[str, Rival] = field(default_factory=dict)
    """The others by their names."""

    @property
    def whole(self) -> float:
        """CPU seconds of the whole build."""
        return sum(self.phases.values())

    @property
    def made(self) -> float:
        """CPU seconds from the catalog to finished pages."""
        return sum(self.phases[name] for name in MADE)


def bench_building(sizes: Sequence[int], rivals: Collection[str], say: Callable[[str], None]) -> int:
    """Measure every size, smallest first, beside those ``rivals``, and print the table.

    Nothing is deleted before the end: for minutes ext4 without a journal looks at the place of every deleted
    file for each new one, so that whoever comes next would pay for what was deleted.
    """
    rows = []
    hugo = find_hugo(say, theme="doks" in rivals) if {"hugo", "doks"} & {*rivals} else None
    with TemporaryDirectory(dir=_scratch()) as name:
        for count in sorted(sizes):
            rows.append(_measure(count, Path(name) / str(count), rivals, hugo, say))
            print(tables(rows), flush=True)
    return 0


def _measure(
    count: int, folder: Path, rivals: Collection[str], hugo: Hugo | None, say: Callable[[str], None]
) -> Row:
    say(f"{count} 个城市年度：合成数据 …")
    data, work = folder / "data", folder / "work"
    row = Row(write_synthetic(data, count))
    say(f"{count} 个城市年度：本站 …")
    told = json.loads(_python("builder.bench.ours", str(data), str(work)).out)
    row.phases, row.memory, row.change = told["phases"], told["memory"], told["change"]
    row.pages, row.size = told["pages"], told["bytes"]
    if rivals:
        _compare(row, data, work, folder / "rivals", rivals, hugo, say)
    return row


def _compare(
    row: Row,
    data: Path,
    work: Path,
    to: Path,
    rivals: Collection[str],
    hugo: Hugo | None,
    say: Callable[[str], None],
) -> None:
    catalog, _ = load_catalog(data)
    assert catalog is not None
    year = catalog.city_years[0]
    shell = work / "site" / "cities" / year.city / str(year.year) / "index.html"
    written = write_rivals(catalog, shell, to, hugo)
    row.bodies = written.bodies
    say(f"{row.count} 个城市年度：同样的网页，本站、MkDocs、Hugo …")
    own = to / "html" / "stamped" / "site"
    row.stamped = _python("builder.bench.stamping", "ours", str(to / "html")).cpu
    for name, (folder, command) in _others(to, rivals, hugo).items():
        cpu = _run(command).cpu
        row.rivals[name] = Rival(cpu, *equal_pages(written.urls, own, folder))


def _others(to: Path, rivals: Collection[str], hugo: Hugo | None) -> dict[str, tuple[Path, list[str]]]:
    """What runs beside ours, by its name: the folder it fills, and the command."""
    found: dict[str, tuple[Path, list[str]]] = {}
    if "mkdocs" in rivals:
        for folder, name in MKDOCS.items():
            command = [*PYTHON, "builder.bench.stamping", "mkdocs", str(to / folder)]
            found[name] = (to / folder / "site", command)
    if hugo is not None:
        for way, name in HUGO.items():
            if ("doks" if way == DOKS else "hugo") in rivals and (to / way).is_dir():
                found[name] = (to / way / "public", hugo.command(way, to / way))
    return found


@dataclass(frozen=True, slots=True)
class _Ran:
    out: str
    cpu: float


def _python(module: str, *args: str) -> _Ran:
    return _run([*PYTHON, module, *args])


def _run(command: Sequence[str]) -> _Ran:
    """Run a program to its end. Raises ``RuntimeError`` with what it said when it fails."""
    before = os.times()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=ENVIRON,
        check=False,
        text=True,
        capture_output=True,
    )
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"{command[0]} {command[-1]}: {done.stderr[-600:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return _Ran(done.stdout, cpu)


def _scratch() -> Path:
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """How time grows with size: 1 is in step with it."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def tables(rows: Sequence[Row]) -> str:
    """The measurements as Markdown tables, with ratios and growth."""
    return "\n".join((_own(rows), *_growth(rows), *_beside(rows)))


def _own(rows: Sequence[Row]) -> str:
    head = ["城市年度", "网页", *rows[0].phases, "合计", "改一处", "合计 / 改一处", "内存 MB", "输出 MB"]
    lines = [
        [
            str(row.count),
            str(row.pages),
            *(f"{seconds:.1f}" for seconds in row.phases.values()),
            f"{row.whole:.1f}",
            f"{row.change:.2f}",
            f"{row.whole / row.change:.0f}",
            f"{row.memory / 1024:.0f}",
            f"{row.size / 1e6:.0f}",
        ]
        for row in rows
    ]
    return _drawn(head, lines) + "\n处理器秒，本站。查找的索引和浏览器里的计算程序不在内。\n"


def _growth(rows: Sequence[Row]) -> Iterator[str]:
    for small, large in pairwise(rows):
        whole = exponent((small.count, small.whole), (large.count, large.whole))
        made = exponent((small.count, small.made), (large.count, large.made))
        yield f"{small.count} → {large.count}：增长指数 合计 {whole:.2f}，页面 {made:.2f}（1 是同步增长）\n"


def _beside(rows: Sequence[Row]) -> Iterator[str]:
    """Pages with pages: from the same finished bodies, from the data, and with the rest that ours makes."""
    if not any(row.rivals for row in rows):
        return
    head = ["城市年度", "", "秒", "/ 套版", "加正文 / 从数据", "/ 从数据", "/ 合计", "同文"]
    lines = []
    for row in rows:
        assert row.stamped is not None
        assert row.bodies is not None
        own = {"本站套版": row.stamped, "本站做正文": row.bodies, "本站从数据": row.made}
        blank = [""] * (len(head) - 3)
        lines += [[str(row.count), name, f"{took:.1f}", *blank] for name, took in own.items()]
        for name, rival in row.rivals.items():
            shares = (
                rival.cpu / row.stamped,
                (rival.cpu + row.bodies) / row.made,
                rival.cpu / row.made,
                rival.cpu / row.whole,
            )
            line = [str(row.count), name, f"{rival.cpu:.1f}", *(f"{share:.1f}" for share in shares)]
            lines.append([*line, f"{rival.equal} / {rival.compared}"])
    yield _drawn(head, lines)
    yield (
        "“套版”：由写好的文件到网页；“成品正文”是和本站同样的文件，“Markdown”是同样的文字照人手写的样子。"
        "“从数据”：本站另外做出正文，对方白得。“合计”：本站的全部，包括检查、数据接口、订阅、压缩包。"
        "“本站成品版式”：本站套版的办法由 Hugo 来做，每页只填空。“同文”：文字完全一样的网页。\n"
    )


def _drawn(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---:" for _ in head]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines)) + "\n"
