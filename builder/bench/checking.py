"""`build.py bench check`: the check of synthetic data beside a plain load of the same files, in one loop.

Each figure is the processor time of a process of its own, without its start: a plain load by PyYAML's loader
in C, a check of everything, and a check of unchanged data that was checked before.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from builder.bench.synthetic import write_synthetic

ROOT = Path(__file__).resolve().parents[2]
PLAIN, COLD, KEPT = "plain", "cold", "kept"
NAMES = {PLAIN: "只用 PyYAML（C）读入", COLD: "全部检查", KEPT: "没有改动，再检查"}


def bench_check(counts: Sequence[int], rounds: int, folder: Path) -> int:
    """Measure each number of city-years and print a table; returns 0."""
    print(
        "| 城市年度 | 文件 | "
        + " | ".join(f"{name}（秒）" for name in NAMES.values())
        + " | 全部÷读入 | 再次÷读入 |"
    )
    print("|---|---|---|---|---|---|---|")
    for count in counts:
        data = folder / str(count)
        written = write_synthetic(data, count)
        files = sum(1 for _ in data.rglob("*.yml"))
        print(f"{written} 个城市年度，测 {rounds} 轮 …", file=sys.stderr)
        taken: dict[str, list[float]] = {kind: [] for kind in NAMES}
        _measure(KEPT, data)
        for _ in range(rounds):
            for kind, found in taken.items():
                found.append(_measure(kind, data))
        ratios = [
            statistics.median(one / plain for one, plain in zip(taken[kind], taken[PLAIN], strict=True))
            for kind in (COLD, KEPT)
        ]
        medians = " | ".join(f"{statistics.median(found):.2f}" for found in taken.values())
        print(f"| {written} | {files} | {medians} | {ratios[0]:.2f} | {ratios[1]:.3f} |", flush=True)
    return 0


def _measure(kind: str, data: Path) -> float:
    """Seconds that a process of its own takes for one kind of work."""
    command = [sys.executable, "-P", "-m", "builder.bench.checking", kind, str(data)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def work(kind: str, data: Path) -> float:
    """Do one kind of work here; returns the seconds of processor time it took."""
    import yaml

    from builder.checks import run_checks
    from builder.checks.cache import checked

    began = time.process_time()
    if kind == PLAIN:
        for path in data.rglob("*.yml"):
            yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    elif kind == COLD:
        assert not run_checks(data)
    else:
        assert not checked(ROOT, data, None, run_checks)
    return time.process_time() - began


if __name__ == "__main__":
    print(work(sys.argv[1], Path(sys.argv[2])))
