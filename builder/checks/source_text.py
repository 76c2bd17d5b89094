"""The text of a document, made comparable: no blanks, one width, its damage read as registered."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

from xueshi.model.registers import Correction
from xueshi.validate.numbers import PrintedDay, days_in, numbers_in

QUOTES = "“”‘’„‟\"'`´′″「」『』＂＇"
MARKUP = "*#<>"
SAME = (
    {"∶": ":", "。": ".", "⻓": "长", "⻔": "门"}
    | dict.fromkeys("〔[【{", "(")
    | dict.fromkeys("〕]】}", ")")
)
SAME |= dict.fromkeys("—–−‐‑―~", "-")
ELLIPSIS = re.compile(r"…+|\.{3,}")
NEAREST_LEAST = 3
"""Fewer equal characters in a row than this are no likeness."""


def comparable(text: str) -> str:
    """The text as it is compared: NFKC, small letters, no blanks, quotation marks or marks of Markdown."""
    return "".join(char for char, _ in _characters(text))


def _characters(text: str) -> Iterable[tuple[str, int]]:
    for index, char in enumerate(text):
        for part in unicodedata.normalize("NFKC", SAME.get(char, char)).casefold():
            if not part.isspace() and part not in QUOTES and part not in MARKUP:
                yield SAME.get(part, part), index


PHONE_LEAST = 7
"""So many digits are a telephone number, which may be printed with dashes."""


class SourceText:
    """One document's text under two readings: as printed, and with its corrections applied."""

    def __init__(self, text: str, corrections: Iterable[Correction] = ()) -> None:
        self.original = text
        pairs = list(_characters(text))
        self.printed = "".join(char for char, _ in pairs)
        self._origins = [index for _, index in pairs]
        self.corrected = self.printed
        for item in sorted(corrections, key=lambda correction: -len(correction.printed)):
            if damaged := comparable(item.printed):
                self.corrected = self.corrected.replace(damaged, comparable(item.reading))

    def has(self, words: str) -> bool:
        """Whether the words stand in the text under either reading; an ellipsis may leave something out."""
        parts = [comparable(part) for part in ELLIPSIS.split(words)]
        parts = [part for part in parts if part]
        return bool(parts) and any(_in_order(parts, text) for text in (self.printed, self.corrected))

    def has_as_printed(self, words: str) -> bool:
        """Whether the words stand in the text without any correction."""
        return comparable(words) in self.printed

    def has_number(self, digits: str) -> bool:
        """Whether digits stand in the text without other digits around them; 0398-2850937 is 03982850937."""
        words = comparable(digits)
        parts = "-?".join(words) if words.isdecimal() and len(words) >= PHONE_LEAST else re.escape(words)
        form = re.compile(rf"(?<!\d){parts}(?!\d)")
        return any(form.search(text) for text in (self.corrected, self.printed, self.original))

    @cached_property
    def numbers(self) -> set[Fraction]:
        """Every number in the text."""
        return numbers_in(self.original) | numbers_in(self.corrected)

    @cached_property
    def days(self) -> set[PrintedDay]:
        """Every day in the text."""
        return days_in(self.original) | days_in(self.corrected)

    def offsets(self, words: str) -> Iterator[int]:
        """Where in the original text the words begin, each time they stand there as printed."""
        first = next((part for part in map(comparable, ELLIPSIS.split(words)) if part), "")
        at = self.printed.find(first) if first else -1
        while at >= 0:
            yield self._origins[at]
            at = self.printed.find(first, at + 1)

    def sentence(self, words: str) -> str:
        """The sentence, comparable, up to where the words end in it; empty when they do not stand there."""
        wanted = comparable(words)
        at = self.printed.find(wanted)
        if at < 0:
            return ""
        first, last = self._origins[at], self._origins[at + len(wanted) - 1]
        return comparable(self.original[self.original.rfind("。", 0, first) + 1 : last + 1])

    def nearest(self, words: str) -> str | None:
        """The stretch of the original text that looks most like the words."""
        wanted = comparable(words)
        matcher = difflib.SequenceMatcher(None, self.printed, wanted, autojunk=False)
        match = matcher.find_longest_match()
        if match.size < min(NEAREST_LEAST, len(wanted)):
            return None
        start = max(0, match.a - match.b)
        end = min(len(self._origins), max(start + len(wanted), match.a + match.size))
        stretch = self.original[self._origins[start] : self._origins[end - 1] + 1]
        return re.sub(rf"[\s{re.escape(MARKUP)}]+", "", stretch)


def _in_order(parts: list[str], text: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
