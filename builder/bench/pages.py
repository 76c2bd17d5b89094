"""The pages that are measured: our runtime alone, and what one gets by calling the stock ``loadPyodide``.

Both run Python in a module worker, make the same calls and write the status into the page. The stock page is
the one its documentation leads to: the files of the npm package as they are, and the wheel as it was built.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from builder.runtime import build_runtime
from builder.runtime.compression import write_siblings
from builder.runtime.wheel import build_wheel

STOCK_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")

_COMPRESSED = {".css", ".html", ".js", ".json", ".svg"}

SHOWN = "output:not(:empty)"
"""What appears in a page once it shows the verdict."""

_PAGE = """<!doctype html>
<html lang="zh-Hans"><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">
<output></output>
<script type="module" src="{script}"></script>
"""

_OURS = """import { startRuntime } from "./assets/js/runtime/client.js";
const { manifest, calls } = await (await fetch("order.json")).json();
const runtime = startRuntime({ base: document.baseURI, manifest });
const answers = calls.map(({ operation, payload }) => runtime.call(operation, payload));
const last = await answers.at(-1);
document.querySelector("output").textContent = last.status;
"""

_STOCK = """const worker = new Worker("stock-worker.js", { type: "module" });
worker.onmessage = ({ data }) => {
  document.querySelector("output").textContent = data.status;
};
"""

_STOCK_WORKER = """import { loadPyodide } from "./stock/pyodide.mjs";
const loading = loadPyodide();
const { wheel, calls } = await (await fetch("order.json")).json();
const download = fetch("./stock/" + wheel).then((response) => response.arrayBuffer());
const pyodide = await loading;
pyodide.unpackArchive(await download, "wheel");
const call = pyodide.runPython(`
from xueshi import jsontext
from xueshi.page import handle
lambda operation, payload: jsontext.dumps(handle(operation, jsontext.loads(payload)))
`);
const answers = calls.map(({ operation, payload }) => call(operation, JSON.stringify(payload)));
self.postMessage(JSON.parse(answers.at(-1)));
"""


def write_pages(root: Path, folder: Path, rules: Mapping[str, Any]) -> str:
    """Write ``ours.html`` and ``stock.html`` into ``folder``, with what they load; gives the wheel's name.

    ``rules`` are published ones; the verdict asked for is that of an empty ledger.
    """
    info = build_runtime(root, folder)
    shutil.copytree(root / "theme/assets/js/runtime", folder / "assets/js/runtime")
    stock = folder / "stock"
    stock.mkdir()
    for name in STOCK_FILES:
        shutil.copyfile(root / "node_modules/pyodide" / name, stock / name)
    with TemporaryDirectory() as work:
        wheel = Path(shutil.copy(build_wheel(root / "calculator", Path(work)), stock))
    write_siblings(sorted(stock.iterdir()), root / "build/cache/brotli")
    key, today = f"{rules['city']}/{rules['year']}", f"{rules['year']}-11-20"
    calls = [
        {"operation": "open_rules", "payload": {"rules": rules}},
        {"operation": "judge", "payload": {"key": key, "today": today, "totals": {}}},
    ]
    order = {"manifest": info.manifest(), "wheel": wheel.name, "calls": calls}
    (folder / "order.json").write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
    for name, text in {"ours": _OURS, "stock": _STOCK, "stock-worker": _STOCK_WORKER}.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    for name in ("ours", "stock"):
        page = _PAGE.format(title=name, script=f"{name}.js")
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return wheel.name


def copy_compressed(site: Path, folder: Path, cache: Path) -> None:
    """Copy a built site and compress what has no sibling yet, as a good host does on the fly."""
    shutil.copytree(site, folder)
    texts = [path for path in folder.rglob("*") if path.suffix in _COMPRESSED]
    write_siblings([path for path in texts if not path.with_name(f"{path.name}.br").exists()], cache)
