"""A page of pyodide-mkdocs-theme that gives the same verdict, all from this host: for ``bench browser``.

Its pages take Pyodide 0.25.0 and four libraries from a content network, by fixed addresses. Here the same
files, from npm, lie on the measured host, and the addresses lead to them; nothing else is changed.
One of them, a style sheet, npm has in the version before only.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.runtime.compression import write_siblings
from builder.tools import node_tool, python_tool

FOLDER = "pyodide-mkdocs-theme"

_NETWORK = "https://cdn.jsdelivr.net/"
_LOCAL = "/assets/network-00000000.kept/"
"""Below an address of this form files are kept for good, as a content network has them kept."""

_TAKEN = {
    "npm/lodash@4.17.20/lodash.min.js": "lodash/lodash.min.js",
    "npm/jquery@3.7.1": "jquery/dist/jquery.min.js",
    "npm/jquery.terminal@2.43.1/css/jquery.terminal.min.css": "jquery.terminal/css/jquery.terminal.min.css",
    "npm/mathjax@3/es5/tex-mml-chtml.js": "mathjax/es5/tex-mml-chtml.js",
    "npm/mathjax@3/es5/input/tex/extensions": "mathjax/es5/input/tex/extensions",
    "npm/mathjax@3/es5/output/svg.js": "mathjax/es5/output/svg.js",
    "npm/mathjax@3/es5/output/svg/fonts": "mathjax/es5/output/svg/fonts",
    "npm/mathjax@3/es5/output/chtml/fonts": "mathjax/es5/output/chtml/fonts",
    "pyodide/v0.25.0/full/pyodide.js": "pyodide/pyodide.js",
    "pyodide/v0.25.0/full/pyodide.asm.js": "pyodide/pyodide.asm.js",
    "pyodide/v0.25.0/full/pyodide.asm.wasm": "pyodide/pyodide.asm.wasm",
    "pyodide/v0.25.0/full/python_stdlib.zip": "pyodide/python_stdlib.zip",
    "pyodide/v0.25.0/full/pyodide-lock.json": "pyodide/pyodide-lock.json",
}
"""What the page loads of the network, and where npm's packages have it."""

_COMPRESSED = {".css", ".html", ".js", ".json", ".wasm", ".zip"}

_SETTINGS = """site_name: pyodide-mkdocs-theme
site_url: http://localhost/pyodide-mkdocs-theme/
theme:
  name: pyodide-mkdocs-theme
plugins:
  - pyodide_macros:
      project:
        id: xueshi-bench
      build:
        python_libs: [xueshi]
"""

_PROGRAM = """# --- PYODIDE:env --- #
from js import document
from pyodide.http import open_url
from xueshi import jsontext
from xueshi.page import handle

order = jsontext.loads(open_url("/order.json").read())
answers = [handle(call["operation"], call["payload"]) for call in order["calls"]]
output = document.createElement("output")
output.textContent = answers[-1]["status"]
document.body.append(output)
"""


def write_mkdocs_theme(root: Path, folder: Path, npm: Sequence[str]) -> str:
    """Write the page below a folder that ``write_pages`` has filled; gives its path.

    Errors: ``subprocess.CalledProcessError`` when a tool fails.
    """
    tool, packages = python_tool("pyodide-mkdocs-theme"), node_tool("pyodide-mkdocs-theme-cdn", npm)
    work, out = folder.parent / "mkdocs-theme-work", folder / FOLDER
    shutil.copytree(root / "calculator" / "src" / "xueshi", work / "xueshi", ignore=_no_bytecode)
    (work / "docs").mkdir()
    (work / "mkdocs.yml").write_text(_SETTINGS, encoding="utf-8")
    (work / "docs" / "index.md").write_text("# verdict\n\n{{ run('verdict') }}\n", encoding="utf-8")
    (work / "docs" / "verdict.py").write_text(_PROGRAM, encoding="utf-8")
    environment = {"PYTHONPATH": str(tool), "PYTHONDONTWRITEBYTECODE": "1", "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "--site-dir", str(out)],
        cwd=work,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    for path in [*out.rglob("*.html"), *out.rglob("*.js")]:
        text = path.read_text("utf-8")
        led = text.replace(_NETWORK, _LOCAL).replace("http://localhost/", "/")
        if led != text:
            path.write_text(led, encoding="utf-8")
    network = folder / _LOCAL.strip("/")
    for taken, packed in _TAKEN.items():
        path = network / taken
        path.parent.mkdir(parents=True, exist_ok=True)
        if (packages / packed).is_dir():
            shutil.copytree(packages / packed, path)
        else:
            shutil.copyfile(packages / packed, path)
    files = [path for place in (out, network) for path in place.rglob("*") if path.is_file()]
    write_siblings(
        [path for path in files if path.suffix in _COMPRESSED or path.parent == network / "npm"],
        root / "build" / "cache" / "brotli",
    )
    return f"{FOLDER}/"


def _no_bytecode(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
