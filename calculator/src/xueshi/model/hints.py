"""What ``structure`` says of a wrong value: how it looks, what is wanted, what was probably meant."""

from __future__ import annotations

import calendar
import datetime
import difflib
import re
import typing
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

LOOSE_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:T?\d{1,2}:\d{2}(?::\d{2})?)?"
)

NUMERALS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
"""Chinese digits."""

UNITS = ("", "学时", "学分", "小时", "天", "日", "年", "年度", "个", "项", "份")
"""What may stand behind Chinese numerals without changing their number."""

SILENT = ("未规定", "不适用")
"""Words that are values themselves."""

SILENCE = re.compile(r"(?:没有?|未|无)(?:明确)?(?:规定|写|写明|说明|说|提|提及|提到|作规定|做规定|要求)")
"""Other ways to say that a notice is silent."""

LOOKALIKES = str.maketrans("OoIl", "0011")
"""Letters that are typed, or read from a scan, where a figure stands."""

THOUSANDS = re.compile(r"(?<=\d),(?=(?:\d{3},)*\d{3}(?![\d,]))")
"""A comma between thousands: not that of 30,5."""

LONGEST_NUMBER = 15
"""Digits beyond which a number is no slip of form."""


def wanted(kind: Any) -> str:
    """What may stand in a place of this kind, in words."""
    if kind is datetime.date:
        return "年-月-日，如 2025-12-31"
    if kind is int:
        return "整数，如 5、2025"
    if kind is Fraction:
        return "数字，如 90 或 89.5"
    if kind is bool:
        return "true 或 false"
    if kind is tuple or typing.get_origin(kind) is tuple:
        return "列表（每项一行，前面加“- ”；没有的写 []）"
    if isinstance(kind, type) and is_dataclass(kind):
        return "若干“字段: 值”：" + "、".join(item.name for item in fields(kind))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "、".join(item.value for item in kind)
    return "文字"


def closest(found: object, allowed: Sequence[str]) -> str | None:
    """The allowed word that looks most like the one found."""
    text = unicodedata.normalize("NFKC", str(found)).strip().lower()
    close = difflib.get_close_matches(text, allowed, n=1)
    return close[0] if close else None


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter: left out, added, changed, or changed places with the next."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while one[start : start + 1] and one[start : start + 1] == other[start : start + 1]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def silence_hint(data: object, words: Sequence[str]) -> str | None:
    """未规定, where one may write so, for 没有规定 and its like."""
    said = isinstance(data, str) and SILENCE.fullmatch(data.strip())
    return SILENT[0] if said and SILENT[0] in words else None


def list_hint(data: object) -> str | None:
    """A list of the one text that stands where a list belongs; the brackets of a Chinese keyboard go."""
    if not isinstance(data, str):
        return None
    text = re.sub(r"^[【［](.*)[】］]$", r"\1", data.strip())
    return f"[{text}]" if text and not re.search(r"[][{},，、:#'\"\n]", text) else None


def nearest_name(written: str, names: Mapping[str, str]) -> str | None:
    """The name most like the one written, of names and what each stands for; None where two things are
    equally alike, or nothing is."""
    text = written.lower()
    likely = difflib.get_close_matches(text, names, n=len(names), cutoff=0.5) if names else []
    alike = {name: difflib.SequenceMatcher(None, name, text).ratio() for name in likely}
    best = [name for name in likely if alike[name] == alike[likely[0]]]
    return best[0] if len({names[name] for name in best}) == 1 else None


def number_hint(data: object, kind: type) -> str | None:
    """The plain number that was probably meant by ``90学时``, ``９０``, ``1,000``, ``.5`` or ``三十``."""
    if not isinstance(data, str):
        return None
    if data in SILENT:
        return None
    text = THOUSANDS.sub("", unicodedata.normalize("NFKC", data))
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    found: list[str] = re.findall(r"\d*\.\d+|\d+", text)
    if not found:
        return chinese_number(text)
    if re.search(r"[A-Za-z]\.?\d|\d\.?[A-Za-z]", text):  # 3O: "3" would be no guess
        text = text.translate(LOOKALIKES).strip()
        return text if re.fullmatch(r"\d+(?:\.\d+)?", text) and (kind is not int or "." not in text) else None
    if len(found) != 1 or (kind is int and "." in found[0]) or re.match(r"\s*-", text):
        return None
    if len(found[0]) > LONGEST_NUMBER:
        return None
    whole, dot, rest = found[0].partition(".")
    return (whole.lstrip("0") or "0") + dot + rest


def chinese_number(text: str) -> str | None:
    """The digits of a number below 1000 or a year in Chinese numerals, with a short unit or without."""
    match = re.match(f"[{''.join(NUMERALS)}十百]+", text.strip())
    if match is None or text.strip()[match.end() :] not in UNITS:
        return None
    word = match[0]
    if not {"十", "百"} & set(word):
        return "".join(str(NUMERALS[mark]) for mark in word).lstrip("0") or "0"
    form = re.fullmatch(r"(?:(.)百)?零?(?:(.?)十)?(.?)", word)
    if form is None or any(mark in ("十", "百") for mark in form.groups("") if mark):
        return None
    hundreds, tens, ones = form.groups()
    ten = 0 if tens is None else NUMERALS[tens] if tens else 1
    sums = (NUMERALS[hundreds] if hundreds else 0) * 100 + ten * 10 + (NUMERALS[ones] if ones else 0)
    return str(sums)


def form_hint(data: str, pattern: str) -> str | None:
    """The text that fits a pattern once it is half-width, in small letters, without blanks and dashes."""
    narrow = unicodedata.normalize("NFKC", data)
    for text in (narrow.strip(), re.sub(r"\s", "", narrow).lower(), re.sub(r"[\s\-－—–]", "", narrow)):
        if text != data and re.fullmatch(pattern, text, re.ASCII):
            return f"'{text}'" if text.isdecimal() else text
    return None


def date_hint(text: str) -> str | None:
    """The ISO form of a date written another way, such as ``2025/9/5`` or ``2025年9月5日``."""
    plain = re.sub(r"\s|(?:之前|以前|前|止|底)$", "", unicodedata.normalize("NFKC", text))
    if re.fullmatch(r"[34567]\d{4}", plain):  # a day as a spreadsheet counts
        return (datetime.date(1899, 12, 30) + datetime.timedelta(int(plain))).isoformat()
    match = LOOSE_DATE.fullmatch(plain) or LOOSE_DATE.fullmatch(plain.translate(LOOKALIKES))
    if match is None:
        return None
    try:
        year, month, day = (int(part) for part in match.groups() if part)
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def end_of_month(text: str) -> str:
    """What is wrong with an ISO date that no calendar has."""
    year, month = int(text[:4]), int(text[5:7])
    if year and 1 <= month <= 12:
        return f"日历上有的日期（{year} 年 {month} 月到 {calendar.monthrange(year, month)[1]} 日为止）"
    return "日历上有的日期，如 2025-12-31"


def yes_no_hint(found: object) -> str | None:
    """``true`` or ``false`` for the words people write instead."""
    text = str(found).strip().lower()
    if text in ("是", "有", "对", "yes", "y"):
        return "true"
    return "false" if text in ("否", "无", "没有", "不", "no", "n") else None


def show(value: object) -> str:
    """A found value in a few characters, as an admin would recognise it."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "（若干字段）"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "（列表）"
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
