"""What the page loads only when something asks for it: openpyxl, for Excel files; the roster, for employers.

Packs (``packs.py``) that lie in the runtime's own folder, because they belong to the calculator.
"""

from collections.abc import Collection, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from builder.runtime.archive import write_archive
from builder.runtime.bridge import JOINED
from builder.runtime.bytecode import LIBRARY, compile_archive
from builder.runtime.lines import without_lines
from builder.runtime.modules import OF_ZIPFILE, Chosen, Library, is_frozen
from builder.runtime.packs import joined_to
from builder.runtime.parts import Part

WORKBOOKS = "workbooks.zip"
"""The archive with openpyxl; the calculator knows it by this name, without the ending."""

ROSTER = "roster.zip"
"""The archive with many people at once."""

ROSTER_DOOR = "xueshi.roster.door"
"""The module whose ``handle`` the roster's page calls."""

PACKAGES = ("openpyxl", "et_xmlfile")

ROOTS = (
    "openpyxl",
    "openpyxl.cell.cell",
    "openpyxl.styles",
    "openpyxl.utils",
    "openpyxl.utils.datetime",
    "openpyxl.worksheet.datavalidation",
)
"""The modules that the calculator asks for; see ``xueshi.workbook``."""


def workbooks(library: Part, shipped: Collection[str]) -> dict[str, bytes]:
    """Path in the archive to byte code; ``shipped`` are the library's modules that the page has already.

    Errors: ``subprocess.CalledProcessError`` when a module does not compile.
    """
    with TemporaryDirectory() as name:
        archive = Path(name) / WORKBOOKS
        write_archive(archive, dict(_sources()))
        package = Library.open(archive)
        code = Part(
            package, {path: without_lines(code) for path, code in compile_archive(archive, LIBRARY).items()}
        )
    return _pack(library, code, package.closure(ROOTS, inside_functions=True), shipped)


def roster(library: Part, package: Part, shipped: Chosen) -> dict[str, bytes]:
    """Path in the archive to byte code of what the roster needs beyond the ``shipped``."""
    reached = package.source.closure([ROSTER_DOOR], known=shipped.package, inside_functions=True)
    code = Part(package.source, {path: data for path, data in package.code.items() if path.endswith(".pyc")})
    return _pack(library, code, reached, shipped.library)


def _pack(library: Part, code: Part, reached: set[str], shipped: Collection[str]) -> dict[str, bytes]:
    """Those modules with what they need of the standard library beyond the ``shipped``."""
    named = {name for module in reached for name in code.source.imports(module, inside_functions=True)}
    frozen = {name for name in library.source.modules() if is_frozen(name)}
    beyond = library.source.closure([*named, *OF_ZIPFILE], known={*shipped, *frozen})
    joined = "\n".join(sorted(joined_to(reached | beyond)))
    return code.code_of(reached) | library.code_of(beyond) | {JOINED: joined.encode()}


def made_of() -> bytes:
    """The versions of what goes in: a part of every cache's key."""
    return " ".join(f"{name} {version(name)}" for name in PACKAGES).encode()


def _sources() -> Iterator[tuple[str, bytes]]:
    for name in PACKAGES:
        spec = find_spec(name)
        assert spec is not None
        for place in spec.submodule_search_locations or ():
            folder = Path(place)
            for path in sorted(folder.rglob("*.py")):
                yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()
