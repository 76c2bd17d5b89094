"""What stands in a cell beside its text, and text as the XML of an Excel file keeps it."""

from __future__ import annotations

import re

LOST = "\u2060"
"""Stands behind a number that had more digits than the file could keep: whoever reads an id refuses it."""

UNSAID = "\u2061"
"""The last character of what stands for a text that the file does not hold."""

UNCOMPUTED = "公式" + UNSAID
"""Stands for a formula whose result the file does not hold: whoever reads the cell refuses it."""

MERGED = "合并" + UNSAID
"""Stands for a number that may be the one of a cell it is merged with."""

TITLED = "标题" + UNSAID
"""Stands for a number in a row whose first cell goes over all of it, as a title does."""

LONGEST_CELL = 32_767
"""Characters of a cell: Excel takes no more."""

_NUMBERED = re.compile("_x([0-9A-Fa-f]{4})_")
_BY_NUMBER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class UnreadableWorkbookError(ValueError):
    """Raised when bytes are no workbook that can be read; its message is one sentence for the user."""


def writable(text: str) -> str:
    """A text without characters that an Excel file cannot hold."""
    return _UNWRITABLE.sub("", text)


def written(text: str) -> str:
    """A text as an Excel file keeps it: what looks like a character by its number must not become one."""
    return writable(_BY_NUMBER.sub("_x005F_", text) if "_x" in text else text)


def unwritten(text: str) -> str:
    """A text of an Excel file as it is shown: characters by their number (``_x000D_``) as such."""
    if "_x" not in text:
        return text
    return writable(_NUMBERED.sub(lambda match: chr(int(match[1], 16)), text))
