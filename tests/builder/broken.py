"""Broken data as fixtures: a sound invented folder, one change to it, and the whole message it must give.

A folder of ``tests/fixtures/broken`` is named by its code. It holds files that replace sound ones, or
``edits.yml`` with texts to replace, and ``expected.txt``. ``python -m tests.builder.broken`` writes the
messages anew: read the difference before committing it.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from builder.checks import print_problems, run_checks

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BROKEN = FIXTURES / "broken"
CASES = tuple(sorted(path.name for path in BROKEN.iterdir()))
OWN = ("edits.yml", "expected.txt")


def prepare(case: str, place: Path) -> Path:
    """Copy the sound folder and its sources to ``place`` and break it as the case says; returns the data."""
    shutil.copytree(FIXTURES / "data", place / "data")
    shutil.copytree(FIXTURES / "sources", place / "sources")
    for source in (BROKEN / case).rglob("*"):
        if source.is_file() and source.name not in OWN:
            shutil.copyfile(source, place / "data" / source.relative_to(BROKEN / case))
    edits = BROKEN / case / "edits.yml"
    for edit in yaml.safe_load(edits.read_text("utf-8")) if edits.exists() else []:
        change(place / "data" / edit["file"], edit)
    return place / "data"


def change(path: Path, edit: dict[str, Any]) -> None:
    """One edit: delete or rename the file, append to it, or replace a text that stands in it once."""
    if edit.get("delete"):
        path.unlink()
        return
    if "rename" in edit:
        path.rename(path.with_name(edit["rename"]))
        return
    text = path.read_text("utf-8")
    if "append" in edit:
        path.write_text(text + edit["append"] * edit["times"], "utf-8")
        return
    assert text.count(edit["old"]) == 1, f"{path.name}: {edit['old']!r} 应当正好出现一次"
    path.write_text(text.replace(edit["old"], edit["new"]), "utf-8")


def message(case: str, place: Path) -> str:
    """What the check prints for a case, with paths seen from ``place``."""
    prepare(case, place)
    with contextlib.chdir(place):
        stream = io.StringIO()
        print_problems(run_checks(Path("data"), Path("sources")), stream)
    return stream.getvalue()


def expected(case: str) -> str:
    """The message on record."""
    path = BROKEN / case / "expected.txt"
    return path.read_text("utf-8") if path.exists() else ""


def accept() -> None:
    """Write every message on record anew."""
    for case in CASES:
        with tempfile.TemporaryDirectory() as place:
            (BROKEN / case / "expected.txt").write_text(message(case, Path(place)), "utf-8", newline="\n")


if __name__ == "__main__":
    accept()
