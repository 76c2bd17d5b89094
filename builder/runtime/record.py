"""Records ``stdlib-modules.txt`` anew: `python -m builder.runtime.record`, after `build.py build`.

To be run when a new Pyodide is taken, or when the tests say that the list no longer is what a run imports.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.node import node_program
from builder.runtime.archive import write_archive
from builder.runtime.modules import record
from builder.runtime.parts import compiled_library, compiled_package
from builder.runtime.probe import run_in_node
from builder.runtime.samples import Call, every_operation


def imported_modules(root: Path, node: Path, calls: list[Call]) -> set[str]:
    """Modules of the standard library that Pyodide and ``calls`` import when the whole library is there."""
    core = root / "node_modules" / "pyodide"
    package = compiled_package(root)
    library = compiled_library(core, root / "build" / "cache" / "runtime")
    with TemporaryDirectory() as name:
        archive = Path(name) / "whole.zip"
        write_archive(archive, {**library.code, **package.code})
        run = run_in_node(node, core, archive, calls)
    return {name for name in run.modules if library.source.path(name) is not None}


def main() -> int:
    """Write the list from the rules of a built site."""
    root = Path(__file__).resolve().parent.parent.parent
    published = sorted(root.glob("site/api/v1/rules/*/*.json"))
    if not published:
        print("没有 site/api/v1/rules：请先运行 python3 build.py build。", file=sys.stderr)
        return 2
    calls = [call for path in published for call in every_operation(json.loads(path.read_bytes()))]
    record(imported_modules(root, node_program(root), calls))
    return 0


if __name__ == "__main__":
    sys.exit(main())
