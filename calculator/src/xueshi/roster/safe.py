"""Cells that a spreadsheet leaves as they are: no formula, no number made of an id, nothing unseen."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from xueshi.ledger.files import FORMULA_STARTS

GUARD = "'"
"""Stands before a cell of a CSV file that a spreadsheet would change; taken away when the file is read."""

LONG_NUMBER = 12
"""Digits from which a spreadsheet shows a number in another form."""

_SUSPECT = frozenset(("'", " ", "\u3000", *FORMULA_STARTS, *"0123456789"))
"""What a cell begins with that has to be looked at."""

_NONZERO = frozenset("123456789")

_DIGITS = re.compile(r"[0-9]+[Xx]?")
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijkmnpqr")


def is_risky(cell: str) -> bool:
    """Whether a spreadsheet takes a cell for a formula, or for a number that it changes."""
    if cell.startswith(FORMULA_STARTS):
        return True
    long = len(cell) >= LONG_NUMBER or (cell[:1] == "0" and len(cell) > 1)
    return long and _DIGITS.fullmatch(cell) is not None


def guarded(cell: str) -> str:
    """A cell as it is written into a CSV file."""
    first = cell[:1]
    if first not in _SUSPECT or (first in _NONZERO and len(cell) < LONG_NUMBER):
        return cell
    return GUARD + cell if is_risky(cell.lstrip(" \u3000")) or cell.startswith(GUARD) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before it was guarded."""
    if cell[:1] != GUARD:
        return cell
    rest = cell[1:]
    return rest if guarded(rest) == cell else cell


def row_mark(cells: Sequence[str]) -> str:
    """Letters that tell whether a row is still the one it was; no spreadsheet takes them for a number."""
    text = "\x1f".join(cells).rstrip("\x1f").encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(text):08x}".translate(_LETTERS)
