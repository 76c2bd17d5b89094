"""Numbers and days as Chinese notices print them, found in a few words of text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100, "千": 1000}
WORDS = "".join((*DIGITS, *TENS, "万"))
NUMERAL = rf"(?:\d+|[{WORDS}]+)"

ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
CHINESE = re.compile(f"[{WORDS}]+")
PART = re.compile(rf"({NUMERAL})分之({NUMERAL})")
QUOTIENT = re.compile(r"(\d+)[÷/](\d+)")
WHOLE_YEAR = re.compile(r"(\d{4})年?全年")
MONTH_DAY = re.compile(rf"(?:(\d{{4}})年)?({NUMERAL})月({NUMERAL})[日号]")
ISO = re.compile(r"(?:(\d{4})[-./])?(\d{1,2})[-./](\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day as printed: the year is often left out."""

    year: int | None
    month: int
    day: int


def plain(text: str) -> str:
    """The text without blanks and without full-width forms."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def chinese_number(words: str) -> int | None:
    """The value of Chinese numerals up to 9999万; None for words that make no number."""
    if not words or any(char not in WORDS for char in words):
        return None
    if all(char in DIGITS for char in words):
        return int("".join(str(DIGITS[char]) for char in words))
    if "万" in words:
        high, _, low = words.partition("万")
        above, below = chinese_number(high), chinese_number(low) if low else 0
        return None if above is None or below is None else above * 10000 + below
    total, digit = 0, None
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        else:
            total += (1 if digit is None else digit) * TENS[char]
            digit = None
    return total + (digit or 0)


def numeral(text: str) -> int | None:
    """The value of Arabic digits or Chinese numerals."""
    return int(text) if text.isdecimal() else chinese_number(text)


def numbers_in(text: str) -> set[Fraction]:
    """Every number printed in a text: ``24``, ``２４``, ``1.5``, ``8,000``, ``二十四``, ``三分之二``."""
    found: set[Fraction] = set()
    for form in (unicodedata.normalize("NFKC", text), plain(text)):
        found |= {Fraction(match.replace(",", "")) for match in ARABIC.findall(form)}
        found |= {
            Fraction(value) for word in CHINESE.findall(form) if (value := chinese_number(word)) is not None
        }
        for below, above in PART.findall(form):
            bottom, top = numeral(below), numeral(above)
            if bottom and top is not None:
                found.add(Fraction(top, bottom))
    return found


def days_in(text: str) -> set[PrintedDay]:
    """Every month and day printed in a text, with the year where it stands directly before them."""
    form = plain(text)
    found = set()
    for match in (*MONTH_DAY.finditer(form), *ISO.finditer(form)):
        year, month, day = match.groups()
        first, second = numeral(month), numeral(day)
        if first is not None and second is not None:
            found.add(PrintedDay(int(year) if year else None, first, second))
    return found


def quotients_in(text: str) -> set[Fraction]:
    """Numbers that a derivation writes as one divided by another: ``1 ÷ 45``, ``2/3``."""
    found = QUOTIENT.findall(plain(text))
    return {Fraction(int(above), int(below)) for above, below in found if int(below)}


def days_of_years_in(text: str) -> set[PrintedDay]:
    """First and last day of the years that a derivation takes as a whole: ``2024 年全年``."""
    years = [int(year) for year in WHOLE_YEAR.findall(plain(text))]
    return {day for year in years for day in (PrintedDay(year, 1, 1), PrintedDay(year, 12, 31))}
