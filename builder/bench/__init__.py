"""`build.py bench`: what is promised about speed and size, measured on this machine."""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.browser import NETWORKS, Candidate, measure, table
from builder.bench.pages import SHOWN, write_pages

STOCK = "原版 Pyodide"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `build.py bench`."""
    parser.add_argument("what", choices=["browser"], metavar="browser", help="浏览器里多久得出第一个结论")
    parser.add_argument(
        "--site", type=Path, default=Path("site"), metavar="目录", help="已生成的网站（默认 site）"
    )
    parser.add_argument("--rounds", type=int, default=7, metavar="次数", help="每种情形测几轮（默认 7）")
    parser.add_argument(
        "--network",
        action="append",
        choices=list(NETWORKS),
        help="网络：none 不限速（默认）、10m、1.5m；可写多次",
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Measure and print the table. Returns 2 when the site has not been built."""
    published = sorted(options.site.glob("api/v1/rules/*/*.json"))
    if not published:
        print(f"{options.site} 里没有已发布的规则：请先运行 python3 build.py build。", file=sys.stderr)
        return 2
    rules = json.loads(published[-1].read_bytes())
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(root, folder, rules)
        candidates = [
            Candidate(STOCK, folder, "stock.html", SHOWN),
            Candidate("本站运行环境", folder, "ours.html", SHOWN),
        ]
        networks = [NETWORKS[key] for key in options.network or ["none"]]
        rows = measure(candidates, networks, options.rounds, lambda text: print(text, file=sys.stderr))
    print(table(rows, STOCK))
    return 0
