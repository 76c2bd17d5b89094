"""Which modules of the standard library go into the page: those that are really imported, and no others.

``stdlib-modules.txt`` lists what a real run in Pyodide imported. What the calculator names
beyond that list is added with everything it imports in turn, so that a new ``import`` never breaks the page
before the list is recorded anew.
"""

import ast
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.machinery import FrozenImporter
from pathlib import Path

LIST = Path(__file__).with_name("stdlib-modules.txt")

_HEAD = """\
# Modules of Pyodide's standard library that the page ships. Found by running the calculator in Pyodide;
# recorded by `python -m tests.pyodide.record`, never by hand.
"""


OF_FROZEN = frozenset(("importlib._abc",))
"""What frozen modules import and no list shows: importlib.util, which the packs' modules ask for."""

OF_ZIPFILE = ("encodings.cp437",)
"""What zipfile reads the names of files with; no ``import`` statement names it."""


class Library:
    """The modules of an archive of Python source."""

    def __init__(self, source: Mapping[str, bytes]) -> None:
        self._source = source
        self._imports: dict[tuple[str, bool], frozenset[str]] = {}

    @classmethod
    def open(cls, archive: Path) -> "Library":
        """Read the modules of a zip or wheel."""
        with zipfile.ZipFile(archive) as opened:
            return cls({name: opened.read(name) for name in opened.namelist() if name.endswith(".py")})

    def path(self, module: str) -> str | None:
        """Path of a dotted name in the archive, or None when it is no module of it."""
        stem = module.replace(".", "/")
        return next((path for path in (f"{stem}/__init__.py", f"{stem}.py") if path in self._source), None)

    def modules(self) -> Iterator[str]:
        """Yield the dotted name of every module."""
        for path in self._source:
            yield path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def imports(self, module: str, *, inside_functions: bool) -> frozenset[str]:
        """Names that ``module`` imports; what stands in a function only if asked for. Looked for once.

        ``from a import b`` gives both ``a`` and ``a.b``, as b may be a module.
        """
        key = module, inside_functions
        if key not in self._imports:
            self._imports[key] = frozenset(self._found(module, inside_functions))
        return self._imports[key]

    def _found(self, module: str, inside_functions: bool) -> set[str]:
        path = self.path(module)
        if path is None:
            return set()
        package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
        found: set[str] = set()
        for node in _statements(ast.parse(self._source[path]), inside_functions):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                base = _absolute(package, node)
                found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
        return found

    def closure(
        self, roots: Iterable[str], *, known: Collection[str] = (), inside_functions: bool = False
    ) -> set[str]:
        """Modules of the archive that importing ``roots`` imports, with packages, without the ``known``."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            for module in _with_packages(waiting.pop()):
                if module not in found and module not in known and self.path(module) is not None:
                    found.add(module)
                    waiting += self.imports(module, inside_functions=inside_functions)
        return found


def recorded() -> frozenset[str]:
    """Names in ``stdlib-modules.txt``."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def record(modules: Iterable[str]) -> None:
    """Write ``stdlib-modules.txt``."""
    LIST.write_text(_HEAD + "".join(f"{name}\n" for name in sorted(modules)), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Names of the modules to ship: of the standard library, and of our package."""

    library: frozenset[str]
    package: frozenset[str]


def chosen(library: Library, package: Library, entry: str) -> Chosen:
    """What the module ``entry`` of ``package`` needs.

    Of the package: whatever it reaches, at once or in a function. Of the library: the recorded modules, and
    what the reached modules name beyond them.
    """
    listed = {name for name in recorded() | OF_FROZEN if library.path(name) is not None}
    reached = package.closure([entry], inside_functions=True)
    named = {name for module in reached for name in package.imports(module, inside_functions=True)}
    beyond = library.closure(named, known=listed | {name for name in library.modules() if is_frozen(name)})
    return Chosen(frozenset(listed | beyond), frozenset(reached))


def is_frozen(module: str) -> bool:
    """Whether the interpreter itself carries the module (os, abc, io, …), so that no archive need hold it."""
    return FrozenImporter.find_spec(module) is not None


def _statements(node: ast.AST, inside_functions: bool) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not inside_functions:
            continue
        if isinstance(child, ast.If) and _never_in_the_page(child.test):
            yield from _statements(ast.Module(body=child.orelse, type_ignores=[]), inside_functions)
            continue
        if isinstance(child, ast.stmt):
            yield child
        yield from _statements(child, inside_functions)


def _never_in_the_page(test: ast.expr) -> bool:
    return any(isinstance(n, ast.Name) and n.id in {"__name__", "TYPE_CHECKING"} for n in ast.walk(test))


def _absolute(package: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parents = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def _with_packages(module: str) -> Iterator[str]:
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])
