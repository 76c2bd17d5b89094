"""Where the environment lies, and whether it is the one that the locks ask for.

Reads on Python 3.6 and newer, needs the standard library only and runs nothing: it is asked at every start.
"""

import hashlib
import os
from typing import List

NEEDED = "3.13"
"""The minor version of the Python inside the chosen Pyodide: its byte code is compiled here."""

_RECIPE = "2"
"""Raised when builder.environment fills `.venv/` in another way, so that old ones are made anew."""


def venv_folder(root: str) -> str:
    """The folder of the Python environment."""
    return os.path.join(root, ".venv")


def venv_python(root: str) -> str:
    """The interpreter of the environment; it need not exist yet."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv_folder(root), *parts)


def python_stamp_file(root: str) -> str:
    """Written last into a complete `.venv/`: the key it was made for."""
    return os.path.join(venv_folder(root), "made-for.txt")


def node_stamp_file(root: str) -> str:
    """Written last into a complete `node_modules/`: the key, then the node program to run."""
    return os.path.join(root, "node_modules", ".made-for.txt")


def python_key(root: str) -> str:
    """What `.venv/` depends on: the locked packages, the Python, and its own place, named in its scripts."""
    place = " ".join((_RECIPE, NEEDED, os.path.realpath(root)))
    return _digest(root, ["requirements/lock.txt"], place)


def node_key(root: str) -> str:
    """What `node_modules/` depends on."""
    return _digest(root, ["package-lock.json", "requirements/node.txt"], "")


def python_is_current(root: str) -> bool:
    """Whether `.venv/` was completed for these locks and its interpreter is still there."""
    return os.path.exists(venv_python(root)) and _lines(python_stamp_file(root))[:1] == [python_key(root)]


def node_is_current(root: str) -> bool:
    """Whether `node_modules/` was completed for this lock and its node program is still there."""
    stamp = _lines(node_stamp_file(root))
    return len(stamp) == 2 and stamp[0] == node_key(root) and os.path.exists(stamp[1])


def is_current(root: str) -> bool:
    """Whether nothing has to be set up."""
    return python_is_current(root) and node_is_current(root)


def _digest(root: str, names: List[str], more: str) -> str:
    digest = hashlib.sha256(os.fsencode(more))  # the same bytes in whatever way a Python reads its paths
    for name in names:
        with open(os.path.join(root, *name.split("/")), "rb") as file:
            digest.update(file.read().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _lines(path: str) -> List[str]:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.read()).splitlines()
    except (OSError, ValueError):
        return []
