"""Which modules of the standard library a run imports; as a command, writes them down.

`python -m tests.pyodide.record` renews ``builder/runtime/stdlib-modules.txt``: when the tests ask for it, or
after a change of Pyodide.
"""

from pathlib import Path

from builder.node import node_program
from builder.runtime import modules
from builder.runtime.archive import write_archive
from builder.runtime.extras import WORKBOOK_MODULES
from builder.runtime.flat import flat
from builder.runtime.parts import ENTRY, Part, compiled_library, compiled_package
from tests.pyodide.probe import Run, run_in_node
from tests.pyodide.samples import every_operation

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "node_modules" / "pyodide"
CACHE = ROOT / "build" / "cache" / "runtime"


def run_everything(archive: Path) -> Run:
    """Every operation of the page on the rules of an invented city, in Pyodide on ``archive``."""
    return run_in_node(node_program(ROOT), CORE, archive, every_operation())


def write_whole(archive: Path) -> tuple[Part, Part]:
    """An archive with all of the standard library and all of the calculator; gives these two parts."""
    library, package = compiled_library(CORE, CACHE), compiled_package(ROOT, CORE)
    write_archive(archive, flat({**library.code, **package.code}))
    return library, package


def write_uncut(archive: Path, library: Part, package: Part) -> None:
    """The same without what a page is given later for Excel files."""
    first = modules.chosen(library.source, package.source, ENTRY).package
    later = package.source.closure(WORKBOOK_MODULES, known=first, inside_functions=True)
    paths = {package.source.path(module) for module in later}
    code = {path: data for path, data in package.code.items() if path.removesuffix("c") not in paths}
    write_archive(archive, flat({**library.code, **code}))


def main() -> None:
    """Renew the list."""
    archive = CACHE / "uncut.zip"
    library, package = compiled_library(CORE, CACHE), compiled_package(ROOT, CORE)
    write_uncut(archive, library, package)
    imported = run_everything(archive).modules
    modules.record(name for name in imported if library.source.path(name) is not None)
    archive.unlink()


if __name__ == "__main__":
    main()
