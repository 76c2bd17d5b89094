"""The two parts of the archive as byte code: Pyodide's standard library, and the calculator with a bridge."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.runtime.archive import read_archive, write_archive
from builder.runtime.bytecode import LIBRARY, PACKAGE, compile_archive
from builder.runtime.lines import without_lines
from builder.runtime.methods import compiled_methods
from builder.runtime.modules import Library
from builder.runtime.wheel import build_wheel

ENTRY = "bridge"
"""The module that the worker imports; all that is shipped is reached from it."""

METHODS = "methods"
"""File of the archive in which the bridge finds the methods of dataclasses."""

_HERE = Path(__file__).parent

LEAN = _HERE / "lean"
"""Modules that stand in for modules of Pyodide."""


@dataclass(frozen=True, slots=True)
class Part:
    """Modules as source, and what goes into an archive by path: byte code (``json/decoder.pyc``) and data."""

    source: Library
    code: Mapping[str, bytes]

    def code_of(self, modules: Iterable[str]) -> dict[str, bytes]:
        """The byte code of some modules, and whatever is no module."""
        paths = {f"{path}c" for module in modules if (path := self.source.path(module)) is not None}
        return {path: code for path, code in self.code.items() if path in paths or not path.endswith(".pyc")}


def compiled_package(root: Path, core: Path) -> Part:
    """The calculator of the repository ``root``, from its wheel, and a bridge for the Pyodide in ``core``."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        wheel = read_archive(build_wheel(root / "calculator", folder))
        modules = {path: data for path, data in wheel.items() if path.endswith(".py")}
        modules[f"{ENTRY}.py"] = (_HERE / "bridge.py").read_bytes()
        source = folder / "package.zip"
        write_archive(source, modules)
        methods = compiled_methods(core / "python_stdlib.zip", source)
        return Part(Library(modules), {**compile_archive(source, PACKAGE), METHODS: methods})


def library_source(core: Path) -> dict[str, bytes]:
    """The standard library of the Pyodide in ``core`` by path, with the stand-ins of ``lean/``.

    These take the place of modules that Pyodide's core imports at every start for what no page of ours does:
    an event loop, packages, documentation of the core's functions, calls of typed JavaScript. With what they
    import in turn that was half of the start and a third of the archive.
    """
    lean = {path.relative_to(LEAN).as_posix(): path.read_bytes() for path in sorted(LEAN.rglob("*.py"))}
    return {**read_archive(core / "python_stdlib.zip"), **lean}


def compiled_library(core: Path, cache: Path) -> Part:
    """The whole standard library of the Pyodide in ``core``; compiled once for each version."""
    source = library_source(core)
    modules = {name: text for name, text in source.items() if name.endswith(".py")}
    how = [(_HERE / name).read_bytes() for name in ("bytecode.py", "lines.py")]
    texts = [name.encode() + text for name, text in sorted(modules.items())]
    path = cache / f"stdlib-{digest([tools(), *texts, *how])}.zip"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache) as name:
            archive = Path(name) / "python_stdlib.zip"
            write_archive(archive, source)
            compiled = compile_archive(archive, LIBRARY)
        draft = path.with_suffix(".part")
        write_archive(draft, {name: without_lines(code) for name, code in compiled.items()})
        draft.replace(path)
    return Part(Library(modules), read_archive(path))


def tools() -> bytes:
    """The versions of what makes the bytes: a part of every cache's key."""
    return f"{sys.version} {version('pyodide-build')} {version('brotli')}".encode()


def digest(parts: Iterable[bytes]) -> str:
    """A short name for some content, told apart part by part."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]
