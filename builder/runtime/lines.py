"""Byte code without its tables of line numbers: a seventh of the compressed standard library.

Every instruction then counts as the first line of its function, so that a traceback still names file and
function, and nothing that asks for a line number meets None. Our own package keeps its lines.
"""

import marshal
from types import CodeType

from builder.runtime.bytecode import HEADER_BYTES

_CODE_UNIT_BYTES = 2
_LONGEST_RUN = 8
"""Code units one entry of a location table can cover."""


def without_lines(bytecode: bytes) -> bytes:
    """The ``.pyc`` ``bytecode`` with every function on one line."""
    code: CodeType = marshal.loads(bytecode[HEADER_BYTES:])
    return bytecode[:HEADER_BYTES] + marshal.dumps(on_one_line(code))


def on_one_line(code: CodeType) -> CodeType:
    """``code`` and all functions in it, each on its first line."""
    constants = tuple(on_one_line(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=_one_line(len(code.co_code) // _CODE_UNIT_BYTES), co_consts=constants)


def _one_line(units: int) -> bytes:
    """A location table (CPython, Objects/locations.md): entries without columns, each 0 lines on."""
    runs = [min(_LONGEST_RUN, units - start) for start in range(0, units, _LONGEST_RUN)]
    return b"".join(bytes((0b1_1101_000 | run - 1, 0)) for run in runs)
