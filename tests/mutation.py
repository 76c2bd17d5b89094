"""Try the tests of the calculator: change its code in small ways, and list the changes that no test notices.

    .venv/bin/python -P -m tests.mutation judge/workdays judge/tally

mutmut (``requirements/mutation.txt``) does the work, on a copy of the calculator with its tests under
``build/mutation``. A module takes minutes: name few at a time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from builder.tools import python_tool

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutation"

SETTINGS = """[tool.mutmut]
source_paths = ["src"]
only_mutate = [{patterns}]
use_git_change_detection = false
pytest_add_cli_args = ["-p", "no:randomly", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = [{tests}]

[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
"""
"""Tests are called by their ids, and pytest finds no id again in which it has escaped a letter: every change
would count as noticed."""

TESTS = (
    "test_cases",
    "test_effort",
    "test_entries",
    "test_explanation",
    "test_flow",
    "test_outlook",
    "test_parts",
    "test_reading",
    "test_rows",
    "test_rows_by_days",
    "test_shapes",
    "test_solver",
    "test_status",
    "test_workbooks",
    "test_workdays",
)
"""Files of ``tests/calculator`` that look at verdicts. Laws and oracle take too long for each change."""

SELECT = """
import json, sys, pytest
quiet = ["-q", "--collect-only", "-p", "no:randomly", "-p", "no:cacheprovider"]
known = list(json.load(open("mutmut-stats.json"))["duration_by_test"])
sys.exit(pytest.main([*quiet, "tests"]) or pytest.main([*quiet, *known]))
"""
"""Calls all tests by their ids after they have been collected once, as mutmut does for each change."""

CONFTEST = """from hypothesis import settings

settings.register_profile("mutation", deadline=None, max_examples=25, derandomize=True, database=None)
settings.load_profile("mutation")


def pytest_make_parametrize_id(val):
    return repr(val) if isinstance(val, bytes) else None
"""
"""Bytes make no id where escaping is off."""


def main(modules: list[str]) -> int:
    """Run mutmut on the named modules, as ``judge/rows``; its own exit code, 2 for wrong use.

    Not 0 either where tests could not be called one by one: then every change would seem to be noticed.
    """
    package = ROOT / "calculator" / "src" / "xueshi"
    missing = [name for name in modules if not (package / f"{name}.py").is_file()]
    if missing or not modules:
        print(__doc__ if not modules else f"no such module: {', '.join(missing)}", file=sys.stderr)
        return 2
    _copy(modules)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(python_tool("mutation")), str(WORK)])}
    command = [sys.executable, "-m", "mutmut"]
    done = subprocess.run([*command, "run"], cwd=WORK, env=environment, check=False)
    subprocess.run([*command, "results"], cwd=WORK, env=environment, check=False)
    again = [sys.executable, "-c", SELECT]
    found = subprocess.run(again, cwd=WORK / "mutants", env=environment, check=False, capture_output=True)
    if found.returncode:
        print("some tests cannot be called by their ids: this says nothing about them", file=sys.stderr)
    return done.returncode or found.returncode


def _copy(modules: list[str]) -> None:
    """The calculator and its tests as they are now, with nothing left of an earlier run."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(ROOT / "calculator" / "src" / "xueshi", WORK / "src" / "xueshi")
    shutil.copytree(ROOT / "tests" / "calculator", WORK / "tests" / "calculator")
    (WORK / "tests" / "calculator" / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    patterns = ", ".join(f'"src/xueshi/{name}.py"' for name in modules)
    tests = ", ".join(f'"tests/calculator/{name}.py"' for name in TESTS)
    settings = SETTINGS.format(patterns=patterns, tests=tests)
    (WORK / "pyproject.toml").write_text(settings, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
