"""Unquoted words of YAML become values by few rules; what other programs read differently is refused.

YAML 1.1 turns ``03716523`` into 1023315, ``12:30`` into 750, ``no`` into false; ``2025-13-31`` crashes it.
Here dates stay text (the model reads them), numbers are decimal and exact, and the rest must be quoted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,10}")
DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
LEADING_ZERO = re.compile(r"0[0-9]+|0[xob][0-9a-fA-F]+")
CLOCK = re.compile(r"[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?")
QUOTED = re.compile("[“”‘’「『]([^“”‘’「」『』]*)[“”‘’」』]")
LONG_DIGITS = 6
"""So many digits are a telephone number or a code, which is text."""

YES = frozenset({"yes", "on", "true"})
NO = frozenset({"no", "off", "false"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of an unquoted word, and the code of what is wrong with it."""

    value: object
    code: str | None = None
    hint: str | None = None


def resolve(word: str) -> Resolved:
    """The value of an unquoted word: nothing, true or false, an exact number, or text."""
    if word in ("", "~", "null"):
        return Resolved(None)
    if word in ("true", "false"):
        return Resolved(word == "true")
    if WHOLE.fullmatch(word):
        return Resolved(int(word))
    if DECIMAL.fullmatch(word):
        return Resolved(Decimal(word))
    return _suspect(word)


def quoted(word: str, style: str) -> str:
    """The text of a quotation or text block; a block of one line is that line, without the line's end."""
    return word.rstrip("\n") if style in ("|", ">") and word.count("\n") == 1 else word


def is_yes_no(word: str) -> bool:
    """Whether other YAML readers take this unquoted word for true or false."""
    return word.lower() in YES | NO and word not in ("true", "false")


def _suspect(word: str) -> Resolved:
    if LEADING_ZERO.fullmatch(word):
        return Resolved(word, "E015", f"'{word}'")
    if CLOCK.fullmatch(word):
        return Resolved(word, "E016", f"'{word}'")
    if is_yes_no(word):
        return Resolved(word, "E017", "true" if word.lower() in YES else "false")
    if match := QUOTED.fullmatch(word):
        digits = len(match[1]) >= LONG_DIGITS and match[1].isdecimal()
        return Resolved(match[1], "E030", f"'{match[1]}'" if digits else match[1])
    if not word.isascii():
        narrow = unicodedata.normalize("NFKC", word).strip()
        if LEADING_ZERO.fullmatch(narrow):
            return Resolved(word, "E029", f"'{narrow}'")
        if any(form.fullmatch(narrow) for form in (WHOLE, DECIMAL, DATE)):
            return Resolved(word, "E029", narrow)
    return Resolved(word)
