"""`build.py bench lighthouse`: what Lighthouse finds on every kind of page of a built site.

What is promised is the full score for accessibility, best practices and SEO; a lower one is named with its
audits.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from builder.browser import BROWSER_MISSING, FLAGS, find_browser
from builder.node import find_node, packaged_node
from builder.serving.server import SiteServer
from builder.shots.taking import kinds
from builder.tools import node_tool

PROMISED = {"accessibility": "无障碍", "best-practices": "最佳实践", "seo": "搜索引擎"}
SHIFT = "cumulative-layout-shift"


def bench_lighthouse(root: Path, site: Path, say: Callable[[str], None]) -> int:
    """Audit one page of each kind and print the scores; 1 when a promised one is not full.

    The reports lie in ``build/lighthouse``. Raises ``subprocess.CalledProcessError`` when npm fails.
    """
    browser = find_browser()
    node = find_node(os.environ) or packaged_node(Path(sys.executable))
    if browser is None or node is None:
        say(BROWSER_MISSING if browser is None else "没有找到 Node 20 以上。")
        return 1
    tool = node_tool("lighthouse", node.npm) / "lighthouse" / "cli" / "index.js"
    reports = root / "build" / "lighthouse"
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    short = 0
    print("| 页面 | " + " | ".join(PROMISED.values()) + " | 页面跳动（CLS） |")
    print("|---|" + "---|" * (len(PROMISED) + 1))
    with SiteServer(site) as server:
        for name, address in kinds(site):
            if name == "404":
                continue  # what a server sends for an address that is not there; no page to be found
            report = reports / f"{name}.json"
            command = [str(node.program), str(tool)]
            command += [server.url + address, "--quiet", "--output=json", f"--output-path={report}"]
            command += [f"--only-categories={','.join(PROMISED)}", f"--only-audits={SHIFT}"]
            command += [f"--chrome-flags={' '.join(FLAGS)}"]
            subprocess.run(command, env=os.environ | {"CHROME_PATH": str(browser)}, check=True)
            found = json.loads(report.read_text("utf-8"))
            scores = [found["categories"][key]["score"] for key in PROMISED]
            shift = found["audits"][SHIFT]["numericValue"]
            print(f"| {name} | " + " | ".join(f"{100 * score:.0f}" for score in scores) + f" | {shift:.3f} |")
            for line in _missed(found):
                short += 1
                print(f"|   | {line} |")
    return 1 if short else 0


def _missed(report: dict[str, Any]) -> Iterator[str]:
    """The audits that cost a promised score."""
    for key, name in PROMISED.items():
        for audit in report["categories"][key]["auditRefs"]:
            result = report["audits"][audit["id"]]
            if audit["weight"] and result["score"] is not None and result["score"] < 1:
                yield f"{name}：{result['id']}，{result['title']}"
