"""Numbers of a notice: Arabic or Chinese, sound or damaged by a scan. A damaged one is never a value."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100}

CHINESE = r"[一二三四五六七八九][百十零一二三四五六七八九]{0,6}|十[一二三四五六七八九]?|两"
NUMBER = rf"(?<![\dA-Za-z.〇○|'′’·{{}}])(?<!\d[ ,\n])(?<!\(\))(?:\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})"
"""A sound number: nothing that looks like a lost digit stands directly before it."""

LOOKALIKE = {"O": "0", "o": "0", "Q": "0", "D": "0", "〇": "0", "○": "0", "()": "0", "l": "1", "I": "1"}
LOOKALIKE |= {"|": "1", "!": "1", "i": "1", "Z": "2", "z": "2", "S": "5", "s": "5", "B": "8"}
DAMAGED = r"[0-9OoQDlI|!iZzSsB〇○()\[\]{}·'′’., ]{1,9}"
"""What a scan makes of a number; it is one only where a number must stand."""

PHONE = r"0\d{2,3}[- ]?[1-9]\d{6,7}|1[3-9]\d{9}|400[- ]?\d{3}[- ]?\d{4}|400[- ]?\d{4}[- ]?\d{3}|[2-8]\d{6,7}"
"""A telephone number of full length: with area code, mobile, 400, or local."""
PHONE_ENDS = r"(?![\d.|OolI]|[- ]\d)"


def number(word: str) -> Fraction | None:
    """The value of a sound number; None for anything else."""
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return Fraction(word)
    value = chinese(word)
    return None if value is None else Fraction(value)


def chinese(word: str) -> int | None:
    """The value of Chinese numerals below 1000, or of a row of Chinese digits such as ``二〇二五``."""
    if not word:
        return None
    if all(char in DIGITS for char in word):
        return int("".join(str(DIGITS[char]) for char in word)) if len(word) != 2 or word[0] == "〇" else None
    total, digit = 0, None
    for char in word:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in TENS:
            total += (1 if digit is None else digit) * TENS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


def repaired(word: str) -> str:
    """The likely digits behind a damaged number; empty when nothing sensible is left."""
    text = word.replace("()", "0")
    text = "".join(LOOKALIKE.get(char, char) for char in text)
    text = re.sub(r"[^\d.]", "", text).strip(".")
    return text if re.fullmatch(r"\d+(?:\.\d+)?", text) else ""
