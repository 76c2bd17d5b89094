"""The calculator runs unchanged from Python 3.11 on, though the builder and its tests have 3.13."""

import ast
import dataclasses
import importlib
import inspect
import os
import pkgutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

import xueshi
from tests.calculator.invented import csv_bytes, row, rules
from xueshi import jsontext

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "calculator" / "src"
PROMISED = ("3.11", "3.12")
EVERYTHING = """
import importlib, pkgutil, xueshi
for module in pkgutil.walk_packages(xueshi.__path__, "xueshi."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print("all")
"""


def modules() -> list[str]:
    """Every module of the calculator but the ones that start a command."""
    found = pkgutil.walk_packages(xueshi.__path__, "xueshi.")
    return [one.name for one in found if not one.name.endswith("__main__")]


def interpreter(version: str) -> str | None:
    """A Python of that version on this machine; the name of a program proves nothing, so each is asked."""
    home = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    places = [Path(folder) / f"python{version}" for folder in os.get_exec_path()]
    places += sorted(home.glob(f"versions/{version}.*/bin/python3"))
    for place in places:
        if not place.is_file():
            continue
        asked = subprocess.run(
            [str(place), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if asked.stdout.strip() == version:
            return str(place)
    return None


def started(python: str, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a command does there with nothing but the calculator."""
    place = {
        "PATH": os.defpath,
        "PYTHONPATH": str(SOURCE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        [python, *command], cwd=folder, env=place, capture_output=True, text=True, check=False
    )


def test_every_source_is_written_in_the_syntax_of_the_oldest_python() -> None:
    """3.11 knows no `type` statement and no type parameters."""
    for path in sorted(SOURCE.rglob("*.py")):
        ast.parse(path.read_text("utf-8"), str(path), feature_version=(3, 11))


def test_no_field_has_a_default_that_the_oldest_python_refuses() -> None:
    """A read-only mapping has a hash since 3.12; before, a dataclass takes it for one that can be changed."""

    def refused() -> Iterator[str]:
        for name in modules():
            for _, one in inspect.getmembers(importlib.import_module(name), dataclasses.is_dataclass):
                for field in dataclasses.fields(one):
                    if isinstance(field.default, MappingProxyType):
                        yield f"{name}: {field.name}"

    assert sorted(set(refused())) == []


@pytest.mark.parametrize("version", PROMISED)
def test_a_verdict_is_reached_on_another_python(version: str, tmp_path: Path) -> None:
    """All modules are imported there, and the command judges, with the standard library only."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    (tmp_path / "rules.json").write_text(jsontext.dumps(rules()), "utf-8")
    (tmp_path / "L.csv").write_bytes(csv_bytes(row("must", "24"), row("may", "6"), row("trade", "60")))
    check = ("check", "--rules", "rules.json", "--ledger", "L.csv", "--today", "2023-11-20", "--json")
    for command, expected in ((("-c", EVERYTHING), "all\n"), (("-m", "xueshi", *check), '"status": "met"')):
        done = started(python, "-S", "-W", "error", *command, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert expected in done.stdout


@pytest.mark.parametrize("version", ["3.8", "3.10"])
def test_a_python_that_is_too_old_says_so_in_one_line(version: str, tmp_path: Path) -> None:
    """No traceback: which Python is needed, and which one was asked."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    done = started(python, "-m", "xueshi", "check", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"需要 Python 3.11 或更新的版本，这里是 {version}。请换一个再运行。\n"
