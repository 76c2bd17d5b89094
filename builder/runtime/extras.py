"""What the page loads only when something asks for it: what reads Excel files; the roster, for employers.

Packs (``packs.py``) that lie in the runtime's own folder, because they belong to the calculator.
"""

from collections.abc import Collection

from builder.runtime.bridge import JOINED
from builder.runtime.modules import OF_ZIPFILE, Chosen, is_frozen
from builder.runtime.packs import joined_to
from builder.runtime.parts import Part

WORKBOOKS = "workbooks.zip"
"""The archive with what reads and writes Excel files; the calculator knows it by its name without ending."""

ROSTER = "roster.zip"
"""The archive with many people at once."""

ROSTER_DOOR = "xueshi.roster.page.door"
"""The module whose ``handle`` the roster's page calls."""

WORKBOOK_MODULES = ("xueshi.ledger.workbooks", "xueshi.workbook.forms")
"""The modules that ``xueshi.errands`` asks for by name."""


def workbooks(library: Part, package: Part, shipped: Chosen) -> dict[str, bytes]:
    """Path in the archive to byte code of what Excel files need beyond the ``shipped``."""
    return _pack(library, package, WORKBOOK_MODULES, shipped)


def roster(library: Part, package: Part, shipped: Chosen) -> dict[str, bytes]:
    """Path in the archive to byte code of what the roster needs beyond the ``shipped``."""
    return _pack(library, package, (ROSTER_DOOR,), shipped)


def _pack(library: Part, package: Part, roots: Collection[str], shipped: Chosen) -> dict[str, bytes]:
    """What the modules of our package reach of it and of the standard library."""
    reached = package.source.closure(roots, known=shipped.package, inside_functions=True)
    named = {name for module in reached for name in package.source.imports(module, inside_functions=True)}
    frozen = {name for name in library.source.modules() if is_frozen(name)}
    beyond = library.source.closure([*named, *OF_ZIPFILE], known={*shipped.library, *frozen})
    joined = "\n".join(sorted(joined_to(reached | beyond)))
    code = Part(package.source, {path: data for path, data in package.code.items() if path.endswith(".pyc")})
    return code.code_of(reached) | library.code_of(beyond) | {JOINED: joined.encode()}
