"""The clause a piece of a notice stands in, told by the headings of its text: ``二``, ``二（三）``, 附件."""

from __future__ import annotations

import re
from bisect import bisect_right

NUMERAL = "[一二三四五六七八九十]+"
CLAUSE = re.compile(rf"({NUMERAL})((?:（{NUMERAL}）)*)")
"""A clause that headings can tell: a section, and in brackets one or several of its parts."""

MARKS = r"^[ \t#*\-]*"
HEADING = re.compile(
    rf"{MARKS}(?:(?P<section>{NUMERAL})、|[(（]\s*(?P<part>{NUMERAL})\s*[)）]|附\s*件)", re.MULTILINE
)


class Clauses:
    """The headings of one text; ``at`` says under which of them a place lies."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._names: list[tuple[str, str]] = []
        section = ""
        for match in HEADING.finditer(text):
            part = match["part"] or ""
            if not part:
                section = match["section"] or "附件"
            self._starts.append(match.start())
            self._names.append((section, part))

    def at(self, offset: int) -> tuple[str, str] | None:
        """Section and part (empty outside of parts) of a place; None before the first heading."""
        index = bisect_right(self._starts, offset)
        return self._names[index - 1] if index else None


def fits(clause: str, place: tuple[str, str] | None) -> bool:
    """Whether a place lies in a clause; a clause that names no numbered section cannot be told."""
    match = CLAUSE.fullmatch(clause)
    if match is None or place is None:
        return True
    section, part = place
    parts = re.findall(NUMERAL, match[2])
    return section == match[1] and (not parts or part in parts)


def name(place: tuple[str, str]) -> str:
    """A place as a clause is written."""
    section, part = place
    return f"{section}（{part}）" if part else section
