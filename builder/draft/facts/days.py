"""Days as notices print them: ``2025年12月31日前``, ``9月15日``, ``12月底``, 年底, 年内, 当年, 二〇二五年…"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.draft.numerals import number

DIGIT = r"[一二三四五六七八九十\d]"
FULL_YEAR = r"(?:(?P<year>20\d\d|[二][〇○零0][〇○零一二三四五六七八九]{2})年(?:度)?)?"
NEXT = r"(?:(?P<next>次年|下一年度?|第二年|翌年|明年|来年)(?:的)?)?"
DAY = re.compile(
    rf"(?<![\dA-Za-z年.|〇○'′’·{{}}])(?<!\d[ \n])(?<!\(\))(?:{FULL_YEAR}{NEXT})"
    rf"(?P<month>{DIGIT}{{1,3}})月(?:份)?(?:(?P<day>{DIGIT}{{1,3}})[日号]|(?P<end>底|末))(?:\d{{1,2}}(?:时|:\d\d|点))?"
    r"(?P<before>\)?(?:\(含\))?(?:之?前|以前|止|截止|为止)?)"
)
DOTTED = re.compile(
    r"(?<![\d./-])(?P<year>20\d\d)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?![\d./-])(?P<before>(?:之?前|以前|止)?)"
)
WITHIN = re.compile(r"(?P<words>当年度?内?|本年度内|年度内|年内|年底前?|年末前?|年终前|本年度(?=完成))")
DAMAGED_DAY = re.compile(r"(?P<word>[\dOolI|〇]{1,4}(?:年)?[\dOolI|〇]{0,2}月[\dOolI|〇]{1,3}[日曰目口])")


@dataclass(frozen=True, slots=True)
class Printed:
    """A day as printed. ``date`` None: no calendar has it. ``derivation`` says what was not printed."""

    start: int
    end: int
    date: datetime.date | None
    words: str
    limits: bool
    """Whether the words say that it is a last day."""
    derivation: str = ""
    year_printed: bool = False


def days(text: str, year: int) -> Iterator[Printed]:
    """Every day in a text; where no year is printed it is that of the notice."""
    for match in DAY.finditer(text):
        found = _day(match, year)
        if found is not None:
            yield found
    for match in DOTTED.finditer(text):
        yield Printed(
            match.start(),
            match.end(),
            _date(int(match["year"]), int(match["month"]), int(match["day"])),
            match[0],
            bool(match["before"]),
            year_printed=True,
        )
    for match in WITHIN.finditer(text):
        words = match["words"]
        derivation = f"{words} → {year} 年 12 月 31 日"
        yield Printed(match.start(), match.end(), datetime.date(year, 12, 31), words, True, derivation)


def _day(match: re.Match[str], year: int) -> Printed | None:
    month = number(match["month"])
    printed = match["year"]
    own = _year(printed) if printed else year
    if month is None or own is None or not 1 <= month <= 12:
        return None
    own += 1 if match["next"] else 0
    derivation = f"{match['next']} → {own} 年 {month} 月" if match["next"] else ""
    if match["end"]:
        last = calendar.monthrange(own, int(month))[1]
        derivation = f"{match[0].rstrip('前止')} → {own} 年 {month} 月 {last} 日"
        day = datetime.date(own, int(month), last)
        return Printed(match.start(), match.end(), day, match[0], True, derivation, bool(printed))
    number_of_day = number(match["day"])
    if number_of_day is None:
        return None
    date = _date(own, int(month), int(number_of_day))
    if derivation:
        derivation += f" {number_of_day} 日"
    year_printed = bool(printed) or bool(match["next"])
    return Printed(
        match.start(), match.end(), date, match[0], bool(match["before"]), derivation, year_printed
    )


def _year(words: str) -> int | None:
    if words.isdecimal():
        return int(words)
    value = "".join(
        str("〇一二三四五六七八九".find(char)) for char in words.replace("○", "〇").replace("零", "〇")
    )
    return int(value) if value.isdecimal() else None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
