"""JupyterLite with its Pyodide kernel giving the same verdict, all from this host: for ``bench browser``.

The console of JupyterLite runs what stands in its address. Its kernel has no other Pyodide than the stock
page: the npm package, completed by the packages that the kernel installs. One of these, sqlite3, is compiled
and in no registry; an empty one stands in for it, which only makes the kernel lighter.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from builder.runtime.compression import write_siblings
from builder.tools import python_tool, python_wheels

FOLDER = "jupyterlite"
SHOWN = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stdout"] pre'
"""What appears once the console has printed something."""

_PLUGIN = "@jupyterlite/pyodide-kernel-extension"
_STANDING_IN = "sqlite3-1.0.0-py3-none-any.whl"
_COMPRESSED = {".css", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".wasm"}

_PROGRAM = """import json, sys
from pyodide.http import pyfetch
with open("/xueshi.whl", "wb") as file:
    file.write(await (await pyfetch("/stock/{wheel}")).bytes())
sys.path.insert(0, "/xueshi.whl")
from xueshi import jsontext
from xueshi.page import handle
order = jsontext.loads(await (await pyfetch("/order.json")).string())
print([handle(call["operation"], call["payload"]) for call in order["calls"]][-1]["status"])
"""


def write_jupyterlite(root: Path, folder: Path, wheel: str) -> str:
    """Write JupyterLite below a folder that ``write_pages`` has filled; gives the path of its page.

    ``wheel`` is the calculator's name there. Errors: ``subprocess.CalledProcessError`` when a tool fails.
    """
    tool, out = python_tool("jupyterlite"), folder / FOLDER
    work = folder.parent / "jupyterlite-work"
    work.mkdir()
    extension = tool / "share" / "jupyter" / "labextensions" / _PLUGIN
    config = {
        "LiteBuildConfig": {"apps": ["repl"], "no_sourcemaps": True, "federated_extensions": [str(extension)]}
    }
    (work / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")
    program = "from jupyterlite_core.app import main; main()"
    subprocess.run(
        [sys.executable, "-P", "-c", program, "build", "--output-dir", str(out)],
        cwd=work,
        env=os.environ | {"PYTHONPATH": str(tool), "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    _write_pyodide(root, folder / "stock", out / "pyodide")
    _choose_pyodide(out / "jupyter-lite.json")
    files = [path for path in out.rglob("*") if path.suffix in _COMPRESSED]
    write_siblings(files, root / "build" / "cache" / "brotli")
    code = _PROGRAM.replace("{wheel}", wheel)
    return f"{FOLDER}/repl/index.html?kernel=python&execute=1&code={quote(code)}"


def _choose_pyodide(file: Path) -> None:
    config = json.loads(file.read_text("utf-8"))
    own = {"pyodideUrl": "./pyodide/pyodide.js", "disablePyPIFallback": True}
    settings = config["jupyter-config-data"].setdefault("litePluginSettings", {})
    settings.setdefault(f"{_PLUGIN}:kernel", {}).update(own)
    file.write_text(json.dumps(config), encoding="utf-8")


def _write_pyodide(root: Path, stock: Path, out: Path) -> None:
    """The stock files, with the kernel's packages and a list of these."""
    shutil.copytree(stock, out)
    npm = root / "node_modules" / "pyodide"
    shutil.copy2(npm / "pyodide.js", out)
    lock = json.loads((npm / "pyodide-lock.json").read_bytes())
    with zipfile.ZipFile(out / _STANDING_IN, "w") as made:
        made.writestr(
            "sqlite3-1.0.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: sqlite3\nVersion: 1.0.0\n"
        )
    for path in python_wheels("jupyterlite-kernel"):
        shutil.copy2(path, out)
    packages = [
        _entry(path, lock["packages"]) for path in sorted(out.glob("*.whl")) if "xueshi" not in path.name
    ]
    told = {"info": lock["info"], "packages": {item["name"]: item for item in packages}}
    (out / "pyodide-lock.json").write_text(json.dumps(told), encoding="utf-8")


def _entry(path: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    name, version, *_ = path.name.split("-")
    listed = name.lower().replace("_", "-")
    about = known.get(listed, {})
    return {
        "name": listed,
        "version": version,
        "file_name": path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": about.get("imports", [name]),
        "depends": []
        if listed == "sqlite3"
        else [item.replace("_", "-") for item in about.get("depends", [])],
    }
