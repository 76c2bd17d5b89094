"""Source archives to byte code, by pyodide-build's own compiler.

Pyodide's npm package ships its standard library as source, so that every visit compiles more than a hundred
modules before the first line of ours runs. Compiled beforehand, the cold start takes half the time.
"""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

PYTHON = (3, 13)
"""Minor version of the Python inside the pinned Pyodide; byte code of another one is refused by it."""

LIBRARY = ("-OO", "-X", "no_debug_ranges")
"""For the standard library: no asserts, no docstrings, no column tables; tracebacks keep their lines."""

PACKAGE = ("-X", "no_debug_ranges")
"""For our package: its asserts stay, and so do its docstrings: without one, a dataclass computes a
signature to stand in for it, which costs more at start than the docstring does on the wire."""

HEADER_BYTES = 16
"""What stands before the code in a ``.pyc``."""

_UNCHECKED_HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)


class WrongPythonError(RuntimeError):
    """Raised when the build runs on another minor version than the Python inside Pyodide."""


def compile_archive(archive: Path, options: tuple[str, ...]) -> dict[str, bytes]:
    """Compile a ``.zip`` of source; gives path in the archive (``json/decoder.pyc``) to byte code.

    The bytes depend on nothing but the source: no time, no path of this machine. Files that are no modules
    are left out. Errors: ``WrongPythonError``; ``subprocess.CalledProcessError`` when a module does not
    compile.
    """
    if sys.version_info[:2] != PYTHON:
        raise WrongPythonError(
            f"浏览器里的 Python 是 {PYTHON[0]}.{PYTHON[1]}，构建须用同一版本，现为 {sys.version}。"
        )
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / archive.name).write_bytes(archive.read_bytes())
        compiler = ["-m", "pyodide_cli", "py-compile", "--silent", "--compression-level=0"]
        subprocess.run(
            [sys.executable, *options, *compiler, archive.name],
            cwd=folder,
            env=_environment(),
            check=True,
            capture_output=True,
            text=True,
        )
        with zipfile.ZipFile(folder / archive.name) as opened:
            return {
                entry: _UNCHECKED_HEADER + opened.read(entry)[len(_UNCHECKED_HEADER) :]
                for entry in sorted(opened.namelist())
                if entry.endswith(".pyc")
            }


def _environment() -> dict[str, str]:
    """Ours without PYTHONPATH (``build.py`` must not pass for the package ``build``), and without chance."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**inherited, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800"}
