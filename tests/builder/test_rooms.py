"""No module leads back to itself: of each it can be said what it stands on."""

import ast
import re
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"builder": ROOT / "builder", "xueshi": ROOT / "calculator/src/xueshi"}
SCRIPTS = ROOT / "theme/assets/js"
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']""")


def modules() -> dict[str, Path]:
    """Every module of the build and of the calculator by its name."""
    found: dict[str, Path] = {}
    for package, folder in PACKAGES.items():
        for path in folder.rglob("*.py"):
            names = path.relative_to(folder).with_suffix("").parts
            found[".".join((package, *names)).removesuffix(".__init__")] = path
    return found


def imported(path: Path, known: Collection[str]) -> Iterator[str]:
    """The known modules that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            for item in node.names:
                name = f"{node.module}.{item.name}"
                yield name if name in known else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (item.name for item in node.names)


def test_no_module_imports_one_that_leads_back_to_it() -> None:
    known = modules()
    graph = {name: {*imported(path, known)} & known.keys() for name, path in known.items()}
    assert graph["builder.bootstrap"] >= {"builder.cli", "builder.installed"}, "imports inside functions, too"
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them


def test_no_script_imports_one_that_leads_back_to_it() -> None:
    graph = {
        path: {(path.parent / name).resolve() for name in IMPORT.findall(path.read_text("utf-8"))}
        for path in SCRIPTS.rglob("*.js")
    }
    assert SCRIPTS / "search/index.js" in graph[SCRIPTS / "search/finder.js"]
    TopologicalSorter(graph).prepare()
