"""Packs: what the Python of the page can be given later, for one page that needs more than the calculator.

A pack is an archive of byte code beside the runtime's own: the modules that its entries import and that the
runtime does not hold already. Python appends it to its path (``bridge.py``).
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.runtime.archive import read_archive, write_archive
from builder.runtime.bridge import JOINED
from builder.runtime.bytecode import LIBRARY, PACKAGE, compile_archive
from builder.runtime.compression import FINEST, write_siblings
from builder.runtime.modules import OF_ZIPFILE, Library, chosen, is_frozen
from builder.runtime.parts import ENTRY, compiled_library, digest, tools

FOLDER = "packs"
OTHERS = ("yaml", "jinja2", "markupsafe", "chinese_calendar")
"""Packages of the environment that run from their Python source alone."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a pack."""

    name: str
    entries: tuple[str, ...]
    """The modules to start from."""
    folders: tuple[str, ...] = ()
    """Folders of files that are no modules."""
    unnamed: tuple[str, ...] = ()
    """Modules of the standard library that are imported without an ``import`` statement."""


PACKS = (
    Contents("editor", ("builder.editor.door",), ("builder/templates",)),
    Contents(
        "preview",
        ("builder.editor.preview", "jinja2.debug"),
        unnamed=("encodings.unicode_escape",),
    ),
    Contents("draft", ("builder.editor.drafting",), unnamed=OF_ZIPFILE),
)
"""The first is always loaded, the others when they are wanted; they leave out what it holds."""


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A published pack; its file lies beside the index of the editor."""

    name: str
    file: str
    bytes: int
    brotli_bytes: int


def build_packs(
    root: Path, out: Path, progress: Callable[[str], None] = lambda _: None, *, quality: int = FINEST
) -> list[PackInfo]:
    """Publish every pack into ``out/packs/``, named by its content. Equal inputs give equal bytes.

    Errors: ``WrongPythonError``, or what the compiler raises.
    """
    core, cache = root / "node_modules" / "pyodide", root / "build" / "cache" / "runtime"
    cache.mkdir(parents=True, exist_ok=True)
    target = out / FOLDER
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    ours, others = _our_source(root), _other_source()
    library = compiled_library(core, cache)
    base = chosen(library.source, Library(ours), ENTRY)
    held, held_library = set(base.package), set(base.library)
    source = Library({**ours, **others})
    frozen = {name for name in library.source.modules() if is_frozen(name)}
    made = []
    for contents in PACKS:
        modules = source.closure(contents.entries, known=held)
        named = {name for module in modules for name in source.imports(module, inside_functions=False)}
        beyond = library.source.closure([*named, *contents.unnamed], known=held_library | frozen)
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for folder in contents.folders
            for path in sorted((root / folder).iterdir())
            if path.is_file()
        }
        progress(f"打包 {contents.name}")
        code = _code(ours, modules, source, PACKAGE, cache) | _code(others, modules, source, LIBRARY, cache)
        code |= library.code_of(beyond)
        joined = "\n".join(sorted(joined_to(modules | beyond)))
        made.append(
            _publish(contents.name, {**code, **files, JOINED: joined.encode()}, target, cache, quality)
        )
        if contents is PACKS[0]:
            held |= modules
            held_library |= beyond
    return made


def joined_to(modules: set[str]) -> set[str]:
    """Packages of these modules that lie in another archive."""
    return {module.rpartition(".")[0] for module in modules} - modules - {""}


def _our_source(root: Path) -> dict[str, bytes]:
    """The modules of the builder and of the calculator, with the bridge, by path in an archive."""
    found = {f"{ENTRY}.py": Path(__file__).with_name("bridge.py").read_bytes()}
    for folder in (root / "builder", root / "calculator" / "src" / "xueshi"):
        for path in sorted(folder.rglob("*.py")):
            found[path.relative_to(folder.parent).as_posix()] = path.read_bytes()
    return found


def _other_source() -> dict[str, bytes]:
    """The modules of the packages that others made."""
    found: dict[str, bytes] = {}
    for name in OTHERS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(name)
        folder = Path(spec.origin).parent
        for path in sorted(folder.rglob("*.py")):
            found[path.relative_to(folder.parent).as_posix()] = path.read_bytes()
    return found


def _code(
    part: dict[str, bytes], modules: Iterable[str], source: Library, options: tuple[str, ...], cache: Path
) -> dict[str, bytes]:
    """The byte code of those modules that lie in one part of the source; compiled once for each content."""
    paths = {source.path(module) or "" for module in modules}
    entries = {path: part[path] for path in sorted(paths & part.keys())}
    key = digest([tools(), *options_key(options), *(path.encode() + data for path, data in entries.items())])
    ready = cache / f"pack-{key}.zip"
    if not ready.exists():
        with TemporaryDirectory(dir=cache) as folder:
            archive = Path(folder) / "pack.zip"
            write_archive(archive, entries)
            draft = Path(folder) / "compiled.zip"
            write_archive(draft, compile_archive(archive, options))
            draft.replace(ready)
    return read_archive(ready)


def options_key(options: tuple[str, ...]) -> list[bytes]:
    """The compiler's options as a part of a cache's key."""
    return [option.encode() for option in options]


def _publish(name: str, entries: dict[str, bytes], target: Path, cache: Path, quality: int) -> PackInfo:
    draft = target / f"{name}.zip"
    write_archive(draft, entries)
    file = draft.rename(target / f"{name}-{digest([draft.read_bytes()])}.zip")
    packed = write_siblings([file], cache.parent / "brotli", quality)
    return PackInfo(name, f"{FOLDER}/{file.name}", file.stat().st_size, packed[file.name])
