"""`build.py bench build`: what a build takes at several sizes, beside MkDocs and Hugo with the same pages."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.rivals import equal_pages, write_rivals
from builder.bench.synthetic import write_synthetic
from builder.catalog import load_catalog
from builder.tools import python_tool

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100, 1000, 3400)
HUGO = "hugo/binaries/hugo*"
"""Its program inside the package."""
MADE = ("版式", "页面")
"""The phases that lead from the checked data to finished pages."""


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
    rivals: dict[str, float | None] = field(default_factory=dict)
    equal: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pages with the same words as ours, and how many were compared."""

    @property
    def whole(self) -> float:
        """CPU seconds of the whole build."""
        return sum(self.phases.values())

    @property
    def made(self) -> float:
        """CPU seconds from the catalog to finished pages."""
        return sum(self.phases[name] for name in MADE)


def bench_building(sizes: Sequence[int], *, rivals: bool, say: Callable[[str], None]) -> int:
    """Measure every size, smallest first, and print the table."""
    rows = []
    hugo = _hugo(say) if rivals else None
    with TemporaryDirectory(dir=_scratch()) as name:
        for count in sorted(sizes):
            rows.append(_measure(count, Path(name) / str(count), rivals=rivals, hugo=hugo, say=say))
            shutil.rmtree(Path(name) / str(count), ignore_errors=True)
            print(tables(rows), flush=True)
    return 0


def _measure(count: int, folder: Path, *, rivals: bool, hugo: Path | None, say: Callable[[str], None]) -> Row:
    say(f"{count} 个城市年度：合成数据 …")
    data, work = folder / "data", folder / "work"
    row = Row(write_synthetic(data, count))
    say(f"{count} 个城市年度：本站 …")
    told = json.loads(_python("builder.bench.ours", str(data), str(work)).out)
    row.phases, row.memory, row.change = told["phases"], told["memory"], told["change"]
    row.pages, row.size = told["pages"], told["bytes"]
    if rivals:
        _compare(row, data, work, folder / "rivals", hugo, say)
    return row


def _compare(
    row: Row, data: Path, work: Path, to: Path, hugo: Path | None, say: Callable[[str], None]
) -> None:
    catalog, _ = load_catalog(data)
    assert catalog is not None
    year = catalog.city_years[0]
    written = write_rivals(catalog, work / "site" / "cities" / year.city / str(year.year) / "index.html", to)
    row.bodies = written.bodies
    shutil.rmtree(work)
    say(f"{row.count} 个城市年度：同样的正文，本站、MkDocs、Hugo …")
    own = to / "mkdocs" / "stamped" / "site"
    row.stamped = _python("builder.bench.rivals", "ours", str(to / "mkdocs")).cpu
    row.rivals["MkDocs"] = _python("builder.bench.rivals", "mkdocs", str(to / "mkdocs")).cpu
    row.equal["MkDocs"] = equal_pages(written.urls, own, to / "mkdocs" / "site")
    if hugo is not None:
        row.rivals["Hugo"] = _run([str(hugo), "--quiet", "-s", str(to / "hugo")]).cpu
        row.equal["Hugo"] = equal_pages(written.urls, own, to / "hugo" / "public")


@dataclass(frozen=True, slots=True)
class _Ran:
    out: str
    cpu: float


def _python(module: str, *args: str) -> _Ran:
    return _run([sys.executable, "-P", "-m", module, *args])


def _run(command: Sequence[str]) -> _Ran:
    """Run a program to its end. Raises ``RuntimeError`` with what it said when it fails."""
    before = os.times()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        text=True,
        capture_output=True,
    )
    after = os.times()
    if done.returncode:
        raise RuntimeError(f"{command[0]} {command[-1]}: {done.stderr[-600:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return _Ran(done.stdout, cpu)


def _hugo(say: Callable[[str], None]) -> Path | None:
    """Hugo's program; None where it cannot be had."""
    try:
        return next(python_tool("bench").glob(HUGO))
    except subprocess.CalledProcessError:
        say("Hugo 装不上，不比较。")
        return None


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
    names = list(rows[0].rivals)
    if not names:
        return
    head = ["城市年度", "本站套版", "做正文", "本站从数据", *names]
    for name in names:
        head += [
            f"{name} / 套版",
            f"{name} + 正文 / 从数据",
            f"{name} / 从数据",
            f"{name} / 合计",
            f"{name} 同文",
        ]
    lines = []
    for row in rows:
        assert row.stamped is not None
        assert row.bodies is not None
        line = [str(row.count), *(f"{part:.1f}" for part in (row.stamped, row.bodies, row.made))]
        line += [_seconds(row.rivals[name]) for name in names]
        for name in names:
            took = row.rivals[name]
            line += [
                _ratio(took, row.stamped),
                _ratio(None if took is None else took + row.bodies, row.made),
                _ratio(took, row.made),
                _ratio(took, row.whole),
                "{} / {}".format(*row.equal[name]),
            ]
        lines.append(line)
    yield _drawn(head, lines)
    yield (
        "“套版”：三者读同样的 Markdown 文件，写同样的网页。“从数据”：本站另外做出正文，对方白得。"
        "“合计”：本站的全部，包括检查、数据接口、订阅、压缩包。“同文”：文字完全一样的网页。\n"
    )


def _drawn(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---:" for _ in head]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines)) + "\n"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _ratio(value: float | None, own: float) -> str:
    return "–" if value is None else f"{value / own:.1f}"
