"""The options of `build.py bench`, and which function measures what. Each is imported only when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]
RIVALS = ("mkdocs", "hugo", "doks")
"""What `bench build` holds ours against: MkDocs, Hugo by itself, Hugo with that theme."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What `bench` takes, besides the folders of the data and of the site."""
    what = (
        "browser：浏览器里的首次结论和传输字节；build：生成网站，与 MkDocs、Hugo 同场；"
        "shapes：结论比逐行相加慢多少倍；check：检查数据比只读入慢多少倍；"
        "synthetic：只写出合成数据；search：查找的命中率、快慢和大小；"
        "pages：各种网页的大小和版面移动；zensical：同样的网页用 Zensical 再生成一遍，逐页比较；"
        "lighthouse：每种网页用 Lighthouse 打分；"
        "roster：许多人一起判断，各种办法同场，与只读入文件和手写的脚本相比；"
        "typing：改一格要多久，会不会卡住页面"
    )
    parser.add_argument("what", choices=[*ALONE, *OF_DATA, *ON_SITE], help=what)
    parser.add_argument(
        "--queries",
        type=Path,
        action="append",
        metavar="文件",
        help="查找的问题和期望（默认 tests/fixtures/search/queries.json）；可以写多次",
    )
    parser.add_argument(
        "--count", type=int, action="append", metavar="个数", help="合成多少个城市年度（默认 100）"
    )
    parser.add_argument(
        "--to", type=Path, metavar="目录", help="合成数据写到哪里（默认 build/synthetic/个数）"
    )
    parser.add_argument(
        "--no-rivals", dest="rivals", action="store_false", help="build、browser：不与别的程序比较"
    )
    parser.add_argument(
        "--rival",
        action="append",
        choices=RIVALS,
        help="build：只与它比较；doks 是用这个主题的 Hugo；可以写多次",
    )
    parser.add_argument(
        "--search", type=int, metavar="份数", help="shapes：在这么多份随机的规则和台账里找最慢的结论"
    )
    parser.add_argument(
        "--spark", action="store_true", help="roster：也在本机的 Spark 上判断（要有 Java 17）"
    )
    parser.add_argument(
        "--equal", type=int, metavar="人数", help="roster：不测快慢，各种办法在这么多虚构的人身上逐人核对"
    )
    parser.add_argument("--with-data", action="store_true", help="把 --data 里的真实数据照样放进去")
    parser.add_argument("--rounds", type=int, default=7, metavar="轮数", help="每种情形测几轮（默认 7）")
    parser.add_argument(
        "--network",
        action="append",
        choices=["none", "10m", "1.5m"],
        help="网络：none 不限速（默认）、10m、1.5m；可以写多次",
    )


def bench(options: argparse.Namespace, load: Callable[[], Catalog | None], build: Callable[[], int]) -> int:
    """Measure what is asked for. ``load`` and ``build`` give the catalog and the site where it takes them."""
    if alone := ALONE.get(options.what):
        return alone(options)
    if of_data := OF_DATA.get(options.what):
        catalog = load()
        return of_data(options, catalog) if catalog else 1
    return build() or ON_SITE[options.what](options)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _build(options: argparse.Namespace) -> int:
    from builder.bench.building import SIZES, bench_building

    rivals = (options.rival or RIVALS) if options.rivals else ()
    return bench_building(options.count or SIZES, rivals, _say)


def _check(options: argparse.Namespace) -> int:
    from builder.bench.checking import bench_check

    return bench_check(options.count or [340, 3400], options.rounds, ROOT / "build" / "synthetic")


def _synthetic(options: argparse.Namespace) -> int:
    from builder.bench.synthetic import write_synthetic

    count = (options.count or [100])[0]
    to = options.to or ROOT / "build" / "synthetic" / str(count)
    written = write_synthetic(to, count, beside=options.data if options.with_data else None)
    print(f"{written} 个城市年度的合成数据：{to}")
    return 0


def _shapes(options: argparse.Namespace, catalog: Catalog) -> int:
    if options.search:
        from builder.bench.hardest import search_hardest

        return search_hardest(options.search)
    from builder.bench.shapes import bench_shapes

    return bench_shapes(catalog, options.rounds)


def _roster(options: argparse.Namespace, catalog: Catalog) -> int:
    from builder.bench.roster.measure import SIZES, bench_roster, check_equal

    if options.equal:
        return check_equal(catalog, options.equal, spark=options.spark, say=_say)
    return bench_roster(catalog, options.count or SIZES, options.rounds, spark=options.spark, say=_say)


def _zensical(_options: argparse.Namespace, catalog: Catalog) -> int:
    from builder.bench.zensical import bench_zensical

    return bench_zensical(ROOT, catalog, _say)


def _browser(options: argparse.Namespace) -> int:
    from builder.bench.first import bench_browser

    networks = options.network or ["none"]
    return bench_browser(ROOT, options.out.resolve(), networks, options.rounds, rivals=options.rivals)


def _lighthouse(options: argparse.Namespace) -> int:
    from builder.bench.lighthouse import bench_lighthouse

    return bench_lighthouse(ROOT, options.out.resolve(), _say)


def _pages(options: argparse.Namespace) -> int:
    from builder.bench.weight import bench_pages

    return bench_pages(options.out.resolve())


def _typing(options: argparse.Namespace) -> int:
    from builder.bench.typing import bench_typing

    return bench_typing(options.out.resolve(), options.rounds, _say)


def _search(options: argparse.Namespace) -> int:
    from builder.bench.search import bench_search

    queries = options.queries or [ROOT / "tests" / "fixtures" / "search" / "queries.json"]
    data, site, sizes = options.data.resolve(), options.out.resolve(), options.count or [100, 3400]
    return bench_search(ROOT, data, site, queries, sizes, options.rounds)


ALONE = {"build": _build, "check": _check, "synthetic": _synthetic}
OF_DATA = {"shapes": _shapes, "roster": _roster, "zensical": _zensical}
ON_SITE = {
    "browser": _browser,
    "lighthouse": _lighthouse,
    "pages": _pages,
    "typing": _typing,
    "search": _search,
}
"""What measures by itself, with the catalog, and on the site as it was just built."""
