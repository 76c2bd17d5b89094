"""What people find, how soon and at what weight: asked in a real browser, through the box of the page.

The real site answers all queries. Beside it stand sites of synthetic city-years: there only queries count
that name a city or an exact token, because the same words stand on every page.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from builder.bench.synthetic import write_synthetic
from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.catalog import load_catalog
from builder.maker import Maker
from builder.runtime.compression import write_siblings
from builder.search import build_search
from builder.search.text import page_files
from builder.serving.server import SiteServer

FIELD = "#xs-search-field"
RESULT = "[data-search-result]"
MOST_BYTES = 250_000
"""Of the first query, program of the search included."""
COLD = ("三门峡 2025 公需科目", "学时不得结转", "03982850937")
"""Queries for the first result: a known address, words of the index, an exact token."""

INVENTED = "合成内容："
"""Stands on every page of a synthetic city-year."""

_ASK = """async ([field, query]) => {
  const input = document.querySelector(field), box = () => document.querySelector(".xs-search__body");
  delete box().dataset.shown;
  input.value = query;
  input.dispatchEvent(new Event("input"));
  while (box().dataset.shown === undefined) await new Promise((next) => setTimeout(next, 5));
  const links = [...document.querySelectorAll("[data-search-result]")].slice(0, 5);
  return { by: box().dataset.by, year: box().dataset.year, pages: links.map((link) => link.pathname) };
}"""

_FIRST = """async ([field, result, query]) => {
  const start = performance.now();
  document.querySelector("[data-xs-search]").click();
  while (!document.querySelector(field)) await new Promise((next) => setTimeout(next, 2));
  const input = document.querySelector(field);
  input.value = query;
  input.form.requestSubmit();
  while (!document.querySelector(result)) await new Promise((next) => setTimeout(next, 2));
  return performance.now() - start;
}"""


@dataclass(frozen=True, slots=True)
class Made:
    """A site of synthetic city-years, and what its search cost to make: CPU seconds, megabytes at most."""

    count: int
    folder: Path
    pages: int
    indexes: int
    seconds: float
    again: float
    """After a change of one page."""
    remade: int
    """Indexes that were made anew for it."""
    megabytes: float
    """Of the program of an index; on Linux never less than this process had when it started it."""
    grown: float
    """By so much the most memory that this process had so far grew meanwhile."""


def bench_search(
    root: Path, data: Path, site: Path, queries: Sequence[Path], sizes: Sequence[int], rounds: int
) -> int:
    """Print the tables for a built site and for ``sizes``; 1 when an aim was missed, 2 without browser."""
    program = find_browser()
    if program is None:
        print(BROWSER_MISSING, file=sys.stderr)
        return 2
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        made = [_synthetic(root, data, Path(name) / str(size), size) for size in sizes]
        copy = Path(name) / "real"
        shutil.copytree(site, copy)
        for folder in (copy, *(item.folder for item in made)):
            _compress(folder, root / "build" / "cache" / "brotli")
        browser = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        missed = False
        for path in queries:
            rows = json.loads(path.read_text(encoding="utf-8"))
            with _served(browser, copy) as (_, page):
                missed |= _hits(f"{path.name}，本站", rows, page, everywhere=True)
            for item in made[-1:]:
                with _served(browser, item.folder) as (_, page):
                    missed |= _hits(f"{path.name}，{item.count} 个城市年度", rows, page, everywhere=False)
        if made:
            missed |= _cold(browser, made, rounds)
        browser.close()
    return 1 if missed else 0


def _synthetic(root: Path, data: Path, work: Path, size: int) -> Made:
    """A site with the real data and about ``size`` city-years in all, without the calculator."""
    print(f"生成 {size} 个合成城市年度 …", file=sys.stderr)
    count = write_synthetic(work / "data", size, beside=data)
    catalog, problems = load_catalog(work / "data")
    if catalog is None:
        raise LookupError(problems[:3])
    maker = Maker(root, work / "shell", None)
    maker.make(catalog, maker.made)
    before, had = _cpu(), _most(resource.RUSAGE_SELF)
    folders = set(build_search(root, catalog, maker.made).values())
    seconds, grown = _cpu() - before, _most(resource.RUSAGE_SELF) - had
    pages = ((path, path.read_text("utf-8")) for path in maker.made.glob("cities/*/*/index.html"))
    page, text = next(item for item in pages if INVENTED in item[1])
    page.write_text(text.replace(INVENTED, f"改过，{INVENTED}", 1), encoding="utf-8")
    before = _cpu()
    remade = set(build_search(root, catalog, maker.made).values()) - folders
    return Made(
        count,
        maker.made,
        len(page_files(maker.made)),
        len(folders),
        seconds,
        _cpu() - before,
        len(remade),
        _most(resource.RUSAGE_CHILDREN),
        grown,
    )


def _cpu() -> float:
    """CPU seconds of this process and of the programs that it ran."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _most(who: int) -> float:
    """The most memory so far, in megabytes."""
    return resource.getrusage(who).ru_maxrss / 1024


def _compress(folder: Path, cache: Path) -> None:
    """What a good host compresses on the way; the search's own data is packed already."""
    write_siblings([*folder.glob("*/js/search/*.js"), *folder.glob("*/css/search.css")], cache)


@contextmanager
def _served(browser: Browser, folder: Path) -> Iterator[tuple[SiteServer, Page]]:
    with SiteServer(folder) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(f"{server.url}about/")  # a page whose size does not grow with the data
        yield server, page
        context.close()


def _hits(title: str, rows: Iterable[dict[str, Any]], page: Page, *, everywhere: bool) -> bool:
    """Print hit@1 and hit@5 of each group; returns whether an aim was missed."""
    page.click("[data-xs-search]")
    page.wait_for_selector(".xs-chips")
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        answer = page.evaluate(_ASK, [FIELD, row["query"]])
        if not everywhere and answer["by"] == "words":
            continue
        fits = [
            _is_hit(path, row["expect"], exact=everywhere or bool(answer["year"])) for path in answer["pages"]
        ]
        place = fits.index(True) if True in fits else 9
        groups[row["group"]].append(place)
        if place:
            print(f"  {title}：{row['query']} → {answer['pages'][:3]}", file=sys.stderr)
    groups["全部"] = [place for places in list(groups.values()) for place in places]
    print(f"\n| {title} | 查询 | hit@1 | hit@5 |\n|---|---|---|---|")
    for group, places in groups.items():
        print(f"| {group} | {len(places)} | {_share(places, 1):.3f} | {_share(places, 5):.3f} |")
    hard = groups.get("hard", [0])
    return _share(groups["全部"], 1) < 0.95 or _share(groups["全部"], 5) < 0.98 or _share(hard, 1) < 0.9


def _share(places: list[int], first: int) -> float:
    return sum(place < first for place in places) / max(1, len(places))


def _is_hit(path: str, expected: list[dict[str, Any]], *, exact: bool) -> bool:
    """The page of the city-year; of the city, where no year is meant or, among many years, none is named."""
    wanted = (
        f"/cities/{item['city']}/" + (f"{item['year']}/" if exact and "year" in item else "")
        for item in expected
    )
    return any(path.startswith(start) for start in wanted)


def _cold(browser: Browser, made: Sequence[Made], rounds: int) -> bool:
    """Print seconds to the first result in a fresh profile, by turns, and the bytes of the first query.

    Returns whether a query weighed too much; seconds are for people to judge, on a quiet machine.
    """
    seconds: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    weight: dict[tuple[str, int], int] = {}
    for _ in range(rounds):
        for query in COLD:
            for item in made:
                with _served(browser, item.folder) as (server, page):
                    page.wait_for_load_state("networkidle")
                    if any("search" in path for path in server.transferred):
                        raise RuntimeError("search loaded before it was asked for")
                    server.forget()
                    seconds[query, item.count].append(page.evaluate(_FIRST, [FIELD, RESULT, query]) / 1000)
                    page.wait_for_load_state("networkidle")
                    weight[query, item.count] = sum(server.transferred.values())
    print("\n| 第一次查找 | 城市年度 | 秒（中位） | 与最小规模之比 | kB |\n|---|---|---|---|---|")
    for query in COLD:
        base = statistics.median(seconds[query, made[0].count])
        for item in made:
            median = statistics.median(seconds[query, item.count])
            kilobytes = weight[query, item.count] / 1000
            print(f"| {query} | {item.count} | {median:.3f} | {median / base:.2f} | {kilobytes:.0f} |")
    head = (
        "城市年度",
        "网页",
        "索引",
        "做查找，处理器秒",
        "改一页以后",
        "重做的索引",
        "索引程序 MB",
        "本进程多用 MB",
    )
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for item in made:
        told = (f"{item.seconds:.1f}", f"{item.again:.2f}", f"{item.remade}", f"{item.megabytes:.0f}")
        print(f"| {item.count} | {item.pages} | {item.indexes} | {' | '.join(told)} | {item.grown:.0f} |")
    return max(weight.values()) > MOST_BYTES
