"""Lists as printed, nothing left out and nothing out of order: the text between two items shows what is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.checks.source_text import comparable

LABELS = ("联系人", "联系电话", "电话")
NEAR = 80
"""Characters before and behind a list in which its numbers are looked for."""

LETTER = re.compile(r"[^\W\d_]")
NEXT = re.compile(r"\W*(\d+)[.、)]")
BEFORE = re.compile(r"(\d+)[.、)]\W*$")


def gap(text: str, items: Sequence[str], extras: Sequence[str]) -> str | None:
    """Where a list differs from its print: which two items do not stand side by side, or what is cut off.

    ``text`` is comparable text. ``extras`` are words that may stand between items, such as telephone numbers.
    None when the items stand there one after the other, or one of them does not stand there at all.
    """
    words = [comparable(item) for item in items]
    if not words or any(word not in text for word in words):
        return None
    others = [comparable(word) for word in (*LABELS, *extras)]
    told: tuple[int, str] = (0, "")
    for start in (match.start() for match in re.finditer(re.escape(words[0]), text)):
        reached, end = _follow(text, start, words, others)
        if reached == len(words):
            return _cut_off(text[:start], text[end:], items, others)
        if reached > told[0]:
            told = (reached, f"原文里“{items[reached - 1]}”后面不是“{items[reached]}”")
    return told[1]


def _follow(text: str, start: int, words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """How many of the words stand there one after the other, and where the last of them ends."""
    end = start + len(words[0])
    for index, word in enumerate(words[1:], 1):
        at = text.find(word, end)
        if at < 0 or LETTER.search(_without(text[end:at], others)):
            return index, end
        end = at + len(word)
    return len(words), end


def _cut_off(before: str, after: str, items: Sequence[str], others: Sequence[str]) -> str | None:
    """The numbers printed before and behind the list show whether it goes on."""
    first = BEFORE.search(_without(before[-NEAR:], others))
    following = NEXT.match(_without(after[:NEAR], others))
    if first is not None and int(first[1]) > 1:
        return f"原文里“{items[0]}”是第 {first[1]} 项，前面还有"
    if first is not None and following is not None and int(following[1]) == len(items) + 1:
        return f"原文里“{items[-1]}”后面还有第 {following[1]} 项"
    return None


def _without(text: str, others: Sequence[str]) -> str:
    for word in sorted(others, key=len, reverse=True):
        text = text.replace(word, " ")
    return text
