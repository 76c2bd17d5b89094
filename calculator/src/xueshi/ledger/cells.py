"""Single cells to values: days, hours. Only what stands there is read; nothing is guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_ROMAN = dict(enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 0x2160))
_PLAIN: dict[int, int | str] = {**_HALF_WIDTH, **_ROMAN}
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that nobody sees and that part no words, as between the brackets of an expression.

Control characters, what Unicode lets every font leave out (``Default_Ignorable_Code_Point``), the ends of
lines and paragraphs, the marks of annotations, and the braille pattern without a dot.
"""

_SPACES = "\\s\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{UNSEEN}\u2160-\u216b\uff01-\uff5e]|[{_SPACES}](?<! )|[{_SPACES}]{{2}}")
_NOT_SEEN, _GAPS = re.compile(f"[{UNSEEN}]+"), re.compile(f"[{_SPACES}]+")

_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_HOURS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?")

NO_UNITS: Mapping[str, Fraction] = MappingProxyType({})

LONGEST_NUMBER = 60
"""Characters of a number beyond which a cell is refused as a mistake."""


def plain(cell: str) -> str:
    """A cell without outer white space; full-width characters made half-width, Roman numerals letters."""
    return cell.strip() if cell.isascii() else cell.translate(_PLAIN).strip()


def as_seen(cell: str) -> str:
    """A text as people see it: without what is invisible, white space of any kind and width as one blank."""
    if not _ODD.search(cell):
        return cell.strip()
    return plain(_GAPS.sub(" ", _NOT_SEEN.sub("", cell)))


def read_date(cell: str) -> datetime.date | None:
    """The day a cell names, or None when it names none (also 31 February)."""
    match = _DATE.fullmatch(plain(cell).replace(" ", "") if "年" in cell else plain(cell))
    if not match:
        return None
    year, *rest = (int(part) for part in match.groups() if part is not None)
    try:
        return datetime.date(year, *rest)
    except ValueError:
        return None


MOST_HOURS = 8784
"""Hours of a leap year: no cell of a year's learning holds more."""


def read_hours(cell: str, unit: str, others: Mapping[str, Fraction] = NO_UNITS) -> Fraction | None:
    """The exact number of hours of a cell, with or without its unit; None when it is no number.

    A point with nothing behind it yet (``30.``) is read as the number before it. ``others`` are further
    units with what one of them is worth in ``unit``; the longest name counts (半天 before 天).
    """
    text = plain(cell)
    name = max(filter(text.endswith, (unit, *others)), key=len, default="")
    text = text.removesuffix(name).strip()
    if len(text) > LONGEST_NUMBER or not _HOURS.fullmatch(text):
        return None
    number = Fraction(int(text)) if text.isdecimal() else Fraction(text.replace(",", ""))
    return number * others[name] if name in others else number
