"""The archive of the page: all modules in one dictionary, which ``lean/sitecustomize.py`` finds them in."""

import marshal
from collections.abc import Mapping

from builder.runtime.bytecode import HEADER_BYTES

MODULES = "modules"
"""File of the archive: a marshalled dictionary from a module's name to (is it a package, its byte code)."""

BEFORE = frozenset(
    f"{path}.pyc" for path in ("sitecustomize", "encodings/__init__", "encodings/aliases", "encodings/utf_8")
)
"""What the interpreter imports before it can look into the dictionary."""


def flat(entries: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the archive for modules as byte code by path (``json/decoder.pyc``), and for data."""
    modules = {
        _name(path): (path.endswith("/__init__.pyc"), entries[path][HEADER_BYTES:])
        for path in sorted(entries)
        if path.endswith(".pyc") and path not in BEFORE
    }
    files = {path: data for path, data in entries.items() if not path.endswith(".pyc") or path in BEFORE}
    return {**files, MODULES: marshal.dumps(modules)}


def unflat(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The byte code in an archive's dictionary, without headers, by path."""
    modules: dict[str, tuple[bool, bytes]] = marshal.loads(files[MODULES])
    return {
        f"{name.replace('.', '/')}{'/__init__' if is_package else ''}.pyc": code
        for name, (is_package, code) in modules.items()
    }


def _name(path: str) -> str:
    return path.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
