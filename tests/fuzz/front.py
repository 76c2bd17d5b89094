"""Scripts of the page that read what others wrote, shared links and queries, run by Node (``front.mjs``)."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from builder.catalog import load_catalog
from builder.node import node_program
from builder.search.front import front
from tests.fuzz.mutate import HOSTILE
from tests.fuzz.target import Script

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "tests" / "fixtures" / "search" / "queries.json"


@cache
def _given() -> str:
    catalog, _ = load_catalog(ROOT / "data")
    assert catalog is not None
    queries = [item["query"] for item in json.loads(QUERIES.read_text("utf-8"))]
    text = {letter for query in queries for letter in query}
    return json.dumps({"front": front(catalog, text, {}, 1), "queries": queries, "hostile": HOSTILE})


def _run(name: str, count: int, seed: int) -> dict[str, Any]:
    program = [
        str(node_program(ROOT)),
        str(Path(__file__).with_name("front.mjs")),
        name,
        str(count),
        str(seed),
    ]
    done = subprocess.run(program, input=_given(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


TARGETS = (
    Script("share", "分享链接", lambda count, seed: _run("share", count, seed)),
    Script("query", "查找的词", lambda count, seed: _run("query", count, seed)),
)
