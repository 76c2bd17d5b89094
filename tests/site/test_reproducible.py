"""The same data gives the same site to the last byte, wherever, whenever and by whomever it is built."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from builder.hosting.parts import NAME as PARTS
from builder.hosting.sums import NAME as SUMS
from tests.site.conftest import ROOT

PROGRAM = """
import datetime, os, sys, time
os.umask(0o077)
ahead = 400 * 86_400
for name in ("time", "time_ns"):
    real = getattr(time, name)
    setattr(time, name, lambda real=real, more=ahead * (10**9 if name == "time_ns" else 1): real() + more)
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/calculator/src"]
from builder.cli import main
sys.exit(main(["build", "--out", sys.argv[2]]))
"""
"""A build on another day, with files that only their owner may read."""

STRANGE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "LANG": "C", "COLUMNS": "40"}

WHOLE = ("builder", "calculator", "data", "docs", "theme", "hosting", "requirements")
LINKED = ("node_modules", ".venv")

CACHED = ("brotli", "gzip")
"""Only what is found by the hash of the content it was made from: packing it again would take minutes."""


def test_two_builds_give_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Another path, time zone, language, order of hashes, mask, day; and files of another age."""
    root = tmp_path / "a path" / "with 汉字"
    root.mkdir(parents=True)
    for name in WHOLE:
        shutil.copytree(
            ROOT / name,
            root / name,
            copy_function=shutil.copyfile,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copyfile(path, root / path.name)
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    (root / "build" / "cache").mkdir(parents=True)
    for name in CACHED:
        if (ROOT / "build" / "cache" / name).is_dir():
            (root / "build" / "cache" / name).symlink_to(ROOT / "build" / "cache" / name)
    for path in root.rglob("*"):
        if not path.is_symlink() and not any(parent.is_symlink() for parent in path.parents):
            os.utime(path, (10**9, 10**9))
    out = tmp_path / "other"
    command = [sys.executable, "-P", "-c", PROGRAM, str(root), str(out)]
    done = subprocess.run(
        command, env={**os.environ, **STRANGE}, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert differing(site, out) == []


def differing(one: Path, other: Path) -> list[str]:
    """Files that are not the same in both."""
    files = [hashes(folder) for folder in (one, other)]
    return sorted(name for name in {*files[0], *files[1]} if files[0].get(name) != files[1].get(name))


def hashes(folder: Path) -> dict[str, str]:
    """Every file with the hash of its content."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def test_the_file_of_hashes_is_that_of_the_site(site: Path) -> None:
    """Every file stands in it, once, with its hash; ``sha256sum --check`` says the same."""
    lines = (site / SUMS).read_text("utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert len(told) == len(lines)
    assert told == {name: digest for name, digest in hashes(site).items() if name != SUMS}
    program = shutil.which("sha256sum")
    if program:
        done = subprocess.run(
            [program, "--check", "--strict", "--quiet", SUMS], cwd=site, capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_no_file_of_the_site_names_the_machine_that_made_it(site: Path) -> None:
    """Nobody learns from a site where its source lay."""
    named = re.compile("|".join(re.escape(str(path)) for path in (ROOT, Path(sys.prefix))).encode())
    assert [path.name for path in site.rglob("*") if path.is_file() and named.search(path.read_bytes())] == []
    assert (site / PARTS).is_file()
