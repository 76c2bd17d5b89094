"""Pyodide's core, its standard library compiled and cut, and xueshi: one folder named by its content."""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.runtime.archive import write_archive
from builder.runtime.compression import FINEST, write_siblings
from builder.runtime.extras import ROSTER, WORKBOOKS, roster, workbooks
from builder.runtime.flat import flat
from builder.runtime.modules import chosen
from builder.runtime.parts import ENTRY, compiled_library, compiled_package, digest, tools

CORE = {
    "pyodide.mjs": "pyodide-core.js",
    "pyodide.asm.js": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
}
"""Files of the npm package that are published as they are, and their names there: many servers do not know
``.mjs``, and a browser runs no module that is sent as anything but JavaScript."""

ARCHIVE = "python.zip"
"""The standard library and xueshi as byte code; what Pyodide takes for its ``stdLibURL``."""

_EXTRAS = (ROSTER, WORKBOOKS)
FOLDER = "assets/runtime"
SCHEMA_VERSION = 1
_KEPT = 3


class MissingPyodideError(RuntimeError):
    """Raised when ``node_modules`` lacks the npm package ``pyodide``."""


@dataclass(frozen=True, slots=True)
class RuntimeFile:
    """One published file; sizes in bytes, ``brotli_bytes`` as a server with brotli sends it."""

    name: str
    bytes: int
    brotli_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class RuntimeInfo:
    """What was published, as ``manifest.json`` says it; ``folder`` is relative to the site's root."""

    hash: str
    folder: str
    pyodide: str
    xueshi: str
    files: tuple[RuntimeFile, ...]
    extras: tuple[RuntimeFile, ...]
    """Archives that are loaded only when something asks for them."""
    lock: dict[str, object]
    """Pyodide's lock file without its packages: the page needs none, and the list alone is 120 kB."""

    def manifest(self) -> dict[str, object]:
        """The manifest as plain data: what ``startRuntime`` of ``client.js`` takes as ``manifest``."""
        return {"schema_version": SCHEMA_VERSION, **asdict(self)}

    @classmethod
    def read(cls, manifest: Path) -> "RuntimeInfo":
        """Read a published ``manifest.json``."""
        data = json.loads(manifest.read_text(encoding="utf-8"))
        data.pop("schema_version")
        lists = {name: tuple(RuntimeFile(**file) for file in data[name]) for name in ("files", "extras")}
        return cls(**{**data, **lists})


def build_runtime(
    root: Path, out: Path, progress: Callable[[str], None] = lambda _: None, *, quality: int = FINEST
) -> RuntimeInfo:
    """Publish the runtime of the repository ``root`` into ``out/assets/runtime/<hash>/``, with its manifest.

    ``progress`` gets a Chinese phrase a step; the rest is as in `prepared_runtime`.
    """
    return _copy(_prepare(root, progress, quality), out / FOLDER)


def prepared_runtime(root: Path, progress: Callable[[str], None]) -> RuntimeInfo:
    """Make the runtime of the repository ``root`` and keep it, to be published later.

    Needs ``node_modules/pyodide`` and no network. Equal inputs give equal bytes, and are taken from
    ``build/cache/runtime``.
    Errors: ``MissingPyodideError``, ``WrongPythonError``, or what the tools raise.
    """
    return RuntimeInfo.read(_prepare(root, progress, FINEST) / "manifest.json")


def _prepare(root: Path, progress: Callable[[str], None], quality: int) -> Path:
    """The finished folder in the cache."""
    core = root / "node_modules" / "pyodide"
    if not (core / "python_stdlib.zip").exists():
        raise MissingPyodideError("缺少 node_modules/pyodide：请用 python3 build.py 运行，它会先安装。")
    cache = root / "build" / "cache" / "runtime"
    ready = cache / f"{_fingerprint(root, core)}-q{quality}"
    if not ready.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache) as name:
            fresh = Path(name) / "runtime"
            _make(root, core, fresh, cache, progress, quality)
            _keep_newest(cache)
            if not ready.exists():
                fresh.rename(ready)
    return ready


def _make(
    root: Path, core: Path, folder: Path, cache: Path, progress: Callable[[str], None], quality: int
) -> None:
    """Fill ``folder`` with ``<hash>/…`` and ``manifest.json``."""
    progress("编译标准库")
    library = compiled_library(core, cache)
    progress("打包计算程序")
    package = compiled_package(root, core)
    needed = chosen(library.source, package.source, ENTRY)
    files = folder / "files"
    modules = library.code_of(needed.library) | package.code_of(needed.package)
    write_archive(files / ARCHIVE, flat(modules))
    write_archive(files / WORKBOOKS, workbooks(library, package, needed))
    write_archive(files / ROSTER, roster(library, package, needed))
    for name, published_name in CORE.items():
        shutil.copyfile(core / name, files / published_name)
    progress("压缩")
    published = sorted(files.iterdir())
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in published}
    sizes = {path.name: path.stat().st_size for path in published}
    packed = write_siblings(published, cache.parent / "brotli", quality)
    content = digest([f"{name}\n{sums[name]}\n".encode() for name in sorted(sums)])
    files.rename(folder / content)
    published_files = [RuntimeFile(name, sizes[name], packed[name], sums[name]) for name in sorted(sums)]
    info = RuntimeInfo(
        hash=content,
        folder=f"{FOLDER}/{content}/",
        pyodide=json.loads((core / "package.json").read_bytes())["version"],
        xueshi=_project_version(root),
        lock={"info": json.loads((core / "pyodide-lock.json").read_bytes())["info"], "packages": {}},
        files=tuple(made for made in published_files if made.name not in _EXTRAS),
        extras=tuple(made for made in published_files if made.name in _EXTRAS),
    )
    text = json.dumps(info.manifest(), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _copy(ready: Path, target: Path) -> RuntimeInfo:
    """Put a finished folder in place, and drop the folders of earlier builds."""
    info = RuntimeInfo.read(ready / "manifest.json")
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        if old.is_dir() and old.name != info.hash:
            shutil.rmtree(old)
    shutil.copytree(ready, target, dirs_exist_ok=True)
    return info


def _keep_newest(cache: Path) -> None:
    """Drop all but the newest finished folders: each holds a whole Pyodide, and every edit makes one."""
    finished = sorted(cache.glob("*-q*/manifest.json"), key=lambda path: path.stat().st_mtime)
    for path in finished[:-_KEPT]:
        shutil.rmtree(path.parent)


def _project_version(root: Path) -> str:
    text = (root / "calculator" / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def _fingerprint(root: Path, core: Path) -> str:
    """Digest of everything the published bytes depend on."""
    calculator = root / "calculator"
    inputs = [calculator / "pyproject.toml", *sorted((calculator / "src" / "xueshi").rglob("*"))]
    inputs += [
        core / "python_stdlib.zip",
        core / "package.json",
        core / "pyodide-lock.json",
        *(core / name for name in CORE),
    ]
    inputs += sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in {".py", ".txt"})
    parts = [tools()]
    for path in inputs:
        if path.is_file() and path.suffix != ".pyc":
            parts += [path.name.encode(), path.read_bytes()]
    return digest(parts)
