"""`build.py bench browser`: a built site and its rivals, from opening a page to the first verdict."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.browser import NETWORKS, Candidate, measure, table
from builder.bench.pages import SHOWN, copy_compressed, write_pages
from builder.bench.pyscript import write_pyscript
from builder.node import find_node, packaged_node

STOCK = "原版 Pyodide"
ALONE = "本站运行环境"
PAGE = "本站自查页"
PYSCRIPT = "PyScript"


def bench_browser(
    root: Path, site: Path, networks: Sequence[str], rounds: int, *, rivals: bool = True
) -> int:
    """Measure a built site and print the table. Returns 2 when it publishes no rules."""
    published = sorted(site.glob("api/v1/rules/*/*.json"))
    if not published:
        print(f"{site} 里没有已发布的规则。", file=sys.stderr)
        return 2
    rules = json.loads(published[-1].read_bytes())
    with TemporaryDirectory() as name:
        pages, copy = Path(name) / "pages", Path(name) / "site"
        wheel = write_pages(root, pages, rules)
        copy_compressed(site, copy, root / "build" / "cache" / "brotli")
        candidates = [
            Candidate(STOCK, pages, "stock.html", SHOWN),
            Candidate(ALONE, pages, "ours.html", SHOWN),
            Candidate(
                PAGE,
                copy,
                f"calculator/#{rules['city']}/{rules['year']}",
                ".verdict .as-of",
                typed=(".quick-fields input", "1"),
            ),
        ]
        node = find_node(os.environ) or packaged_node(Path(sys.executable))
        if rivals and node:
            write_pyscript(root, pages, node.npm, wheel)
            candidates.append(Candidate(PYSCRIPT, pages, "pyscript.html", SHOWN, strict=False))
        chosen = [NETWORKS[key] for key in networks]
        measured = measure(candidates, chosen, rounds, lambda text: print(text, file=sys.stderr))
    print(table(measured, STOCK))
    return 0
