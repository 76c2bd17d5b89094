"""A page of PyScript that gives the same verdict, with everything from this host: for ``bench browser``.

PyScript runs the stock Pyodide beside it, and the wheel as it was built, from a plain ``<script type="py">``.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from builder.runtime.compression import write_siblings
from builder.tools import node_tool

_PAGE = """<!doctype html>
<html lang="zh-Hans"><meta charset="utf-8"><title>pyscript</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="pyscript/core.css">
<script type="module" src="pyscript/core.js"></script>
<output></output>
<script type="py" src="pyscript.py" config="pyscript.json"></script>
"""

_PROGRAM = """import json
import sys

sys.path.insert(0, "xueshi.whl")

from js import document
from xueshi import jsontext
from xueshi.page import handle

with open("order.json", encoding="utf-8") as file:
    calls = jsontext.loads(file.read())["calls"]
answers = [handle(call["operation"], call["payload"]) for call in calls]
document.querySelector("output").textContent = answers[-1]["status"]
"""


def write_pyscript(root: Path, folder: Path, npm: Sequence[str], wheel: str) -> None:
    """Write ``pyscript.html`` into a folder that ``write_pages`` has filled; ``wheel`` is its name there.

    Errors: ``subprocess.CalledProcessError`` when npm fails.
    """
    made = node_tool("pyscript", npm) / "@pyscript" / "core" / "dist"
    shutil.copytree(made, folder / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    files = [path for path in (folder / "pyscript").rglob("*") if path.is_file()]
    write_siblings(files, root / "build" / "cache" / "brotli")
    config = {
        "interpreter": "./stock/pyodide.mjs",
        "files": {f"./stock/{wheel}": "./xueshi.whl", "./order.json": "./order.json"},
    }
    (folder / "pyscript.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "pyscript.html").write_text(_PAGE, encoding="utf-8")
    (folder / "pyscript.py").write_text(_PROGRAM, encoding="utf-8")
