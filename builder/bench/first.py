"""`build.py bench browser`: a built site and its rivals, from opening a page to the first verdict."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.bench.answers import answer_times, answers_table
from builder.bench.browser import NETWORKS, Candidate, measure, table
from builder.bench.jupyterlite import SHOWN as PRINTED
from builder.bench.jupyterlite import write_jupyterlite
from builder.bench.mkdocs_theme import write_mkdocs_theme
from builder.bench.pages import SHOWN, copy_compressed, write_pages
from builder.bench.pyscript import write_pyscript
from builder.node import find_node, packaged_node

STOCK = "原版 Pyodide"
ALONE = "本站运行环境"
PAGE = "本站自查页"
PYSCRIPT = "PyScript"
MKDOCS_THEME = "pyodide-mkdocs-theme 5.7.0（Pyodide 0.25.0）"
JUPYTERLITE = "JupyterLite 0.7.6（Pyodide 0.29.5）"

KEPT = """async () => {
  for (;;) {
    const cores = (await caches.keys()).filter((name) => name.includes("xueshi-core"));
    const files = cores.length ? await (await caches.open(cores[0])).keys() : [];
    if (files.some((file) => file.url.endsWith("python.zip"))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""
"""Waits until the service worker has Python's files."""


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
                kept=KEPT,
            ),
        ]
        node = find_node(os.environ) or packaged_node(Path(sys.executable))
        if rivals and node:
            write_pyscript(root, pages, node.npm, wheel)
            candidates.append(Candidate(PYSCRIPT, pages, "pyscript.html", SHOWN, strict=False))
            theme = write_mkdocs_theme(root, pages, node.npm)
            candidates.append(Candidate(MKDOCS_THEME, pages, theme, SHOWN, strict=False))
        if rivals:
            console = write_jupyterlite(root, pages, wheel)
            candidates.append(Candidate(JUPYTERLITE, pages, console, PRINTED, strict=False))
        chosen = [NETWORKS[key] for key in networks]
        measured = measure(candidates, chosen, rounds, lambda text: print(text, file=sys.stderr))
        print(table(measured, STOCK))
        sys.stdout.flush()
        path = f"cities/{rules['city']}/{rules['year']}/"
        answers = [answer_times(copy, path, network, rounds) for network in chosen]
    print(answers_table(answers))
    return 0
