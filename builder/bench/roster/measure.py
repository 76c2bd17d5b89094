"""`build.py bench roster`: every way on the same file, by turns, beside the time to read the file alone."""

from __future__ import annotations

import compileall
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builder.api.rules import make_rules
from builder.bench.drawing import drawn
from builder.bench.roster.engine import cases, in_the_page, province, speeds
from builder.bench.roster.equal import Way, brief, differences, duck
from builder.bench.roster.people import ROWS, today_of, write_people
from builder.catalog import Catalog
from builder.tools import python_tool
from xueshi import jsontext
from xueshi.model.plain import unstructure
from xueshi.model.published import Rules

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "build" / "roster"
SIZES = (1_000, 10_000, 100_000)
CITY, YEAR = "pingdingshan", 2021
PROVINCE = 5_000_000
GENERAL_PEOPLE = 4_000
AT_ONCE = 4_000
"""People compared under one rule: Spark takes seconds for each rule, however few they are."""

NAMES = {
    "read_csv": "只读入：csv 模块",
    "read_pandas": "只读入：pandas＋Arrow",
    "read_polars": "只读入：Polars",
    "read_duckdb": "只读入：DuckDB",
    "engine": "逐人判断（连 csv 读入）",
    "cli_1": "xueshi roster，一核",
    "cli_2": "xueshi roster，两核",
    "duckdb_1": "整列判断 DuckDB，一核",
    "duckdb_2": "整列判断 DuckDB，两核",
    "pandas": "手写的 pandas 脚本",
    "spark": "Spark 本机两核",
}
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Ours are modules as they are installed: compiled once, not at each start."""
READ = "read_duckdb"
FASTEST = "duckdb_1"
"""The way in columns that is held against the read and the script: one processor, as they."""


@dataclass(slots=True)
class Run:
    """One way at one size: by round, seconds, processor seconds, kilobytes."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    """Of the work alone, where the process can tell it from its start."""
    memory: int = 0


Say = Callable[[str], None]


def bench_roster(catalog: Catalog, sizes: Sequence[int], rounds: int, *, spark: bool, say: Say) -> int:
    """Measure all ways at all sizes, smallest first, and print the tables."""
    python_tool("roster-bench")
    if spark:
        python_tool("spark")
    city_year = next(item for item in catalog.city_years if (item.city, item.year) == (CITY, YEAR))
    rules = make_rules(catalog, city_year)
    WORK.mkdir(parents=True, exist_ok=True)
    compileall.compile_dir(ROOT / "calculator" / "src", quiet=2)
    names = [name for name in NAMES if spark or name != "spark"]
    found: dict[int, dict[str, Run]] = {}
    try:
        for size in sorted(sizes):
            say(f"{size} 人：虚构的名单 …")
            write_people(WORK / "people.csv", rules, size)
            (WORK / "rules.json").write_text(jsontext.dumps(unstructure(rules)), "utf-8")
            found[size] = {name: Run() for name in names}
            for number in range(rounds):
                for name in names:
                    say(f"{size} 人，第 {number + 1}/{rounds} 轮：{NAMES[name]}")
                    _measure(name, rules, size, found[size][name])
            print(table(size, found[size]), flush=True)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    print(conclusions(found))
    print(engine_table(catalog))
    return 0


def check_equal(catalog: Catalog, count: int, *, spark: bool, say: Say) -> int:
    """Every way on so many people under varied rules. Returns 1 where an outcome is not the verdict's."""
    ways: dict[str, Way] = {"逐人的近路": brief, "DuckDB": duck}
    if spark:
        sys.path.append(str(python_tool("spark")))
        from builder.bench.roster.session import session
        from builder.bench.roster.sparked import sparked

        with session() as running:
            ways["Spark"] = sparked(running)
            found = list(differences(_rules(catalog), count, ways, say, AT_ONCE))
    else:
        found = list(differences(_rules(catalog), count, ways, say, AT_ONCE))
    for item in found[:10]:
        print(f"规则 {item.rules}，{item.person}，{item.way}：{item.found}；应为 {item.expected}")
    print(f"{count} 人，不同的结果：{len(found)} 个。")
    return 1 if found else 0


def _rules(catalog: Catalog) -> Rules:
    return make_rules(catalog, catalog.city_years[-1])


def _measure(name: str, rules: Rules, size: int, run: Run) -> None:
    """One way once, in a process of its own."""
    people, out, day = WORK / "people.csv", WORK / "out.csv", str(today_of(rules))
    if name.startswith("cli_"):
        arguments = ["xueshi", "roster", str(people), "--rules", str(WORK / "rules.json"), "--today", day]
        arguments += ["--city", rules.city, "--year", str(rules.year), "--out", str(out)]
        arguments += ["--jobs", name.removeprefix("cli_")]
    else:
        arguments = ["builder.bench.roster.ways", name, str(people), str(WORK / "rules.json"), day, str(out)]
    tools = python_tool("spark" if name == "spark" else "roster-bench")
    path = [str(ROOT), str(ROOT / "calculator" / "src"), str(tools)]
    one = "2" if name.endswith("2") else "1"
    environment = ENVIRON | {"PYTHONPATH": os.pathsep.join(path), "POLARS_MAX_THREADS": one}
    environment |= {"OMP_NUM_THREADS": one, "OPENBLAS_NUM_THREADS": one, "ARROW_NUM_THREADS": one}
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", *arguments], stdout=subprocess.PIPE, env=environment
    )
    assert child.stdout
    told = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    run.walls.append(time.perf_counter() - began)
    run.cpus.append(usage.ru_utime + usage.ru_stime)
    run.memory = max(run.memory, usage.ru_maxrss)
    if child.returncode not in (0, 1) or (not name.startswith("cli_") and not told):
        raise SystemExit(f"{NAMES[name]}：退出码 {child.returncode}")
    if not name.startswith("cli_"):
        last = json.loads(told.splitlines()[-1])
        assert last["people"] == size, last
        run.cpus[-1] = last["work"]


def table(size: int, runs: dict[str, Run]) -> str:
    """One size: people per second, processor seconds, ratio to the read within the same round, memory."""
    reads = runs[READ].cpus
    lines = []
    for name, run in runs.items():
        ratio = statistics.median(cpu / read for cpu, read in zip(run.cpus, reads, strict=True))
        wall, cpu = min(run.walls), min(run.cpus)
        cells = [
            f"{size / wall:,.0f}",
            f"{wall:.1f}",
            f"{cpu:.1f}",
            f"{ratio:.1f}",
            f"{run.memory / 1024:,.0f}",
        ]
        lines.append((NAMES[name], *cells))
    heads = (f"{size:,} 人 × {ROWS} 行", "人/秒", "最快（秒）", "处理器（秒）", "是读入的几倍", "内存（MB）")
    return drawn(heads, lines)


def conclusions(found: dict[int, dict[str, Run]]) -> str:
    """Cost of a person once everything runs, against the aims; growth; five million people by these figures.

    Starting a process costs the same for few and for many: it is taken off by the difference of two sizes.
    """
    sizes = sorted(found)
    if len(sizes) < 2:
        return "只量了一种人数，算不出每个人的代价和增长。"
    few, many = sizes[-2:]
    cost = {
        name: statistics.median(
            (more - less) / (many - few) for less, more in zip(found[few][name].cpus, run.cpus, strict=True)
        )
        for name, run in found[many].items()
    }
    lines = []
    for name, one in cost.items():
        if one <= 0:
            continue
        speed, reads, growth = f"{1 / one:,.0f}", f"{one / cost[READ]:.1f}", _exponent(few, found, many, name)
        minutes, memory = f"{one * PROVINCE / 60:,.1f}", f"{found[many][name].memory / 1024:,.0f}"
        lines.append((NAMES[name], speed, reads, f"{growth:.2f}", minutes, memory))
    heads = ("去掉启动", "人/处理器秒", "是读入的几倍", "增长指数", "500 万人（处理器分钟）", "内存（MB）")
    over, ahead = cost[FASTEST] / cost[READ], cost["pandas"] / cost[FASTEST]
    aims = f"整列判断是读入的 {over:.1f} 倍（目标 3），手写的 pandas 脚本是整列判断的 {ahead:.1f} 倍"
    return f"{drawn(heads, lines)}\n{aims}（目标：多于 1）。"


def _exponent(few: int, found: dict[int, dict[str, Run]], many: int, name: str) -> float:
    """How processor seconds grow with people, starting a process included."""
    small, large = min(found[few][name].cpus), min(found[many][name].cpus)
    return math.log(large / small) / math.log(many / few)


def engine_table(catalog: Catalog) -> str:
    """People per processor second by shape of rule, and in the page's Python."""
    lines = []
    for case in cases(catalog, GENERAL_PEOPLE):  # one by one: memory in use slows all
        outcomes, verdicts = speeds(case)
        lines.append((case.name, f"{outcomes:,.0f}", f"{verdicts:,.0f}"))
    drawing = drawn(("规则", "结果（人/秒·核）", "整个结论（人/秒·核）"), lines)
    units, speed = province(WORK / "province", GENERAL_PEOPLE)
    shutil.rmtree(WORK, ignore_errors=True)
    mixed = f"{units} 个城市年度（合成，写法不一）各 {GENERAL_PEOPLE:,} 人，从第一人起每秒 {speed:,.0f} 人"
    page, here = in_the_page(ROOT, next(cases(catalog, GENERAL_PEOPLE)))
    share = f"网页的 Python（在 Node 里）每秒 {page:,.0f} 人，本机同一段程序 {here:,.0f} 人"
    return f"{drawing}\n{mixed}（目标 10,000）。\n{share}：{page / here:.2f}（目标 0.5）。"
