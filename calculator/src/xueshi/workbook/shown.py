"""A cell of Excel or WPS as the text that a person sees in it.

A date is kept as a number with a format, a share as a fraction, and a format may show fewer digits than are
kept. What is read is what is shown, with one exception: hours are never taken rounded.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

GENERAL = "General"

LOCAL_DATES = {
    **dict.fromkeys((30, 31), "yyyy-m-d"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((32, 34, 55), "h:mm"),
    **dict.fromkeys((33, 35, 56), "h:mm:ss"),
}
"""Formats that Chinese Excel and WPS name by number alone (ECMA-376 part 1, 18.8.30, zh-cn)."""

TOO_FAR = "#VALUE!"
"""Stands for a day that no calendar has: spreadsheets fill the cell with signs."""

_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?,]+(?:\.([0#?]+))?")
_GENERAL = re.compile("general|g/通用格式", re.IGNORECASE)
_PIECES = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|(;)|([0#?@])|(.)')
"""A format in pieces: words in quotation marks, one after a sign, end of a part, a digit, anything else."""
_PADDED = re.compile("0{2,}")
_ELAPSED = re.compile(r"\[[hH]+\]|\[[mM]+\]|\[[sS]+\]")
"""Time that is counted on beyond a day or an hour."""

_FIRST_DAY = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 (a day has no zone)
_LEAP_OF_1900 = 60

_SIGNIFICANT = ".15g"
"""Digits that Excel keeps of a number."""


class Oddity(StrEnum):
    """What a reader should be told of a cell."""

    NO_YEAR = "no_year"
    """A date of which only month and day are shown."""
    ROUNDED = "rounded"
    """A number that is shown with fewer digits than it has."""
    COVERED = "covered"
    """A cell below a merged one that keeps a text of its own, which nobody sees."""
    STRUCK = "struck"
    """A cell whose text is struck through: so people cancel what they leave standing."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a cell, and what is odd about it."""

    text: str
    oddity: Oddity | None = None


def shown(value: object, number_format: str) -> Shown:
    """The text of a cell's value under its format."""
    if value is None:
        return Shown("")
    if isinstance(value, bool):
        return Shown(str(value).upper())
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, bare(number_format))
    if isinstance(value, datetime.time):
        return Shown(value.isoformat("minutes"))
    if isinstance(value, int | float):
        return _worded(_number(value, bare(number_format)), value, number_format)
    return Shown(str(value).strip())


def is_day(number_format: str) -> bool:
    """Whether a number under this format is shown as a day, a time, or how long something took."""
    if number_format == GENERAL:
        return False
    return bool(_ELAPSED.search(number_format)) or any(mark in bare(number_format) for mark in "ymdhs")


def day_of(
    number: float, number_format: str, *, from_1904: bool = False
) -> datetime.datetime | datetime.time | str:
    """What a number of days means under a format of days: a day, a time of day, or ``TOO_FAR``.

    Hours that are counted on beyond 24 (``[h]:mm``) are given as text.
    """
    if not math.isfinite(number):
        return TOO_FAR
    if _ELAPSED.search(number_format):
        minutes = round(number * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}" if minutes >= 0 else TOO_FAR
    days, rest = divmod(number, 1)
    time = datetime.timedelta(milliseconds=round(rest * 86_400_000))
    if days == 0 and not time.days:
        return (_FIRST_DAY + time).time()  # day nought is none: what is left is a time of day
    if from_1904:
        days += 1462
    elif 0 < number < _LEAP_OF_1900:
        days += 1  # spreadsheets have a 29th of February in 1900
    try:
        return _FIRST_DAY + datetime.timedelta(days=days) + time
    except OverflowError:
        return TOO_FAR


def iso_moment(text: str) -> datetime.datetime | datetime.time | str:
    """A day or time written out (``2025-09-05T08:30:00``); the text itself where it is none."""
    for read in (datetime.datetime.fromisoformat, datetime.time.fromisoformat):
        try:
            return read(text.strip().removesuffix("Z"))
        except ValueError:
            continue
    return text


def bare(number_format: str) -> str:
    """The part of a format that is for positive numbers, lower case, without its words."""
    return _QUIET.sub("", number_format).split(";")[0].lower()


def _date(value: datetime.date, form: str) -> Shown:
    if "d" not in form and ("y" in form or "e" in form):
        # Which day of the month is kept behind "2025年9月" means nothing.
        return Shown(f"{value.year}年{value.month}月" if "m" in form else f"{value.year}年")
    text = value.strftime("%Y-%m-%d")
    if isinstance(value, datetime.datetime) and "h" in form and value.time() != datetime.time():
        text += value.strftime(" %H:%M")
    return Shown(text, None if "y" in form or "e" in form else Oddity.NO_YEAR)


def _number(value: float, form: str) -> Shown:
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, _SIGNIFICANT))
    if "%" in form:
        return Shown(decimal_text(exact * 100) + "%")
    digits = _DIGITS.search(form)
    rounded = False
    if digits and "/" not in form and "e" not in form:
        places = len(digits[1] or "")
        rounded = round(exact, places) != exact
    return Shown(decimal_text(exact), Oddity.ROUNDED if rounded else None)


def _worded(number: Shown, value: float, number_format: str) -> Shown:
    """A number with the words of its format: ``0"分钟"`` shows minutes, which are no hours."""
    if number_format == GENERAL:
        return number
    before, after = _words(number_format, value)
    if not before and not after:
        return number
    digits = _PADDED.fullmatch(bare(number_format)) if number.text.isdecimal() else None
    text = number.text.zfill(len(digits[0])) if digits else number.text
    return Shown(before + text + after, number.oddity)


def _words(number_format: str, value: float) -> tuple[str, str]:
    """The words before and behind the number, in the part of a format that is for the value."""
    parts = [["", ""]]
    at = 0
    for quoted, single, end, digit, other in _PIECES.findall(_GENERAL.sub("0", number_format)):
        if end:
            parts.append(["", ""])
            at = 0
        elif digit:
            at = 1
        else:
            parts[-1][at] += quoted or single or ("" if other.isascii() else other)
    chosen = 1 if value < 0 else 2 if value == 0 else 0
    before, after = parts[chosen] if chosen < len(parts) else parts[0]
    return (before if _says(before) else ""), (after if _says(after) else "")


def _says(words: str) -> bool:
    return any(letter.isalnum() for letter in words)


def decimal_text(number: Decimal) -> str:
    """A number written out, without exponent and without zeros at the end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
