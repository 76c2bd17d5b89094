"""The engine is told the day; it never asks for it, and nothing in it is left to chance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "calculator" / "src" / "xueshi"

ASKING = {"today", "now", "utcnow", "monotonic", "perf_counter", "time_ns", "random", "uuid4", "urandom"}
MODULES = {"time", "random", "secrets", "uuid", "os"}

ALLOWED = {
    "cli.py": {"today"},  # the user's own day, where none is given
}


def asked(path: Path) -> Iterator[str]:
    """Calls that ask a clock or a die, and modules that hold such."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
            yield node.func.attr
        if isinstance(node, ast.Import):
            yield from (item.name for item in node.names if item.name in MODULES)
        if isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield node.module


def test_only_the_command_line_asks_which_day_it_is() -> None:
    """The same ledger on the same day has the same verdict, whenever it is asked for."""
    found = {
        path.relative_to(PACKAGE).as_posix(): names
        for path in PACKAGE.rglob("*.py")
        if (names := set(asked(path)))
    }
    assert found == ALLOWED
