"""What stands in a cell as somebody's number: of the staff, or of the identity card."""

from __future__ import annotations

import re

from xueshi.ledger.cells import plain
from xueshi.roster.safe import unguarded
from xueshi.roster.tables.headers import visible
from xueshi.workbook.marks import LOST

SCIENTIFIC = r"[0-9]\.?[0-9]*[Ee]\+?[0-9]{1,3}"
"""How a spreadsheet shows a number that is too long for it."""

_DECIMAL = re.compile(r"(?<=[0-9])\.0+$")
_CARD = re.compile(r"[0-9]{17}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Of the digits of an identity number, the last of which follows from the others (GB 11643-1999)."""

_CHECKS = "10X98765432"

_GUARDS = "'’‘`´"
"""Marks that people put before a number so that a spreadsheet leaves it as it is."""


def near_id(found: str) -> str:
    """An id without the noughts that a spreadsheet takes from its beginning, and what a program puts behind a
    number (``1001.0``)."""
    return _DECIMAL.sub("", found).lstrip("0") or "0"


def is_card(found: str) -> bool:
    """Whether an id has the form of an identity number: it is one person's in every unit."""
    return bool(_CARD.fullmatch(found))


def id_text(cell: str) -> str:
    """An id as text: half-width, without white space and what guards it against being taken for a number."""
    return "".join(plain(visible(unguarded(cell))).lstrip(_GUARDS).split()).upper()


def checks(card: str) -> bool:
    """Whether the last character of an identity number follows from the others (GB 11643-1999)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, card, strict=False))
    return _CHECKS[total % 11] == card[17]


def is_lost(text: str, found: str) -> bool:
    """Whether a cell with an id has been taken for a number and lost digits; ``found`` is the id."""
    return bool(text.endswith(LOST) or re.fullmatch(SCIENTIFIC, found) or _lost_digits(found))


def _lost_digits(found: str) -> bool:
    """Whether a spreadsheet has made the last digits of a long number noughts."""
    return bool(_CARD.fullmatch(found)) and found.endswith("000") and not checks(found)
