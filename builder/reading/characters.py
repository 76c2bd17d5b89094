"""Characters that look like others in YAML, and a line that can be mended without losing its columns."""

from __future__ import annotations

import re

WIDE_SPACES = "\u3000\u00a0\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""Spaces that are not the space of YAML: full-width, no-break and the widths of typesetting."""

BLANKS = " \t" + WIDE_SPACES

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]"
)
"""Characters nobody sees: zero-width ones from web pages, control characters, marks of direction."""

WIDE_DASHES = "－—–−‐‑"


class Line:
    """One line under repair: what to parse instead, and where each character came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._origins = list(range(len(text) + 1))
        self.changed = False

    def replace(self, start: int, end: int, new: str) -> None:
        """Put ``new`` in place of ``text[start:end]``; what it adds stands where the old began."""
        self.text = self.text[:start] + new + self.text[end:]
        kept = self._origins[start:end][: len(new)]
        extra = [self._origins[start]] * (len(new) - len(kept))
        self._origins[start:end] = kept + extra
        self.changed = True

    def column(self, index: int) -> int:
        """The column, from 1, that a character of the mended text had in the file."""
        return self._origins[min(index, len(self._origins) - 1)] + 1
