"""A minimum as a share of the whole: 专业科目不少于总学时的三分之二."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from builder.draft.facts import context
from builder.draft.finding import Finding, place
from builder.draft.numerals import number
from builder.draft.text import Notice

SHARE = re.compile(
    r"专业(?:科目|课程?|学时)?[^,。;]{0,12}?(?P<soft>一般)?(?:应)?不(?:得|应)?(?:少|低)于[^,。;]{0,10}?(?:的)?"
    r"(?P<share>[二三四五六七八九十\d]{1,2}分之[一二三四五六七八九\d]{1,2}|\d/\d|\d{1,2}%)"
)

OF_SUBJECT = re.compile(r"专业(?!技术(?!科目|课)|人[才员])")
MONEY = re.compile(r"经费|工资|资金|预算|费用|收入")
"""What a share may be of that is no hours: 教育经费用于专业技术人员的不少于60%."""


def shares(notice: Notice, year: int) -> Iterator[Finding]:
    """A minimum as a share of the whole."""
    for sentence in notice.statements:
        match = SHARE.search(sentence.text)
        if (
            match is None
            or sentence.start >= notice.outline.annexes
            or context.of_another_year(sentence, year)
        ):
            continue
        if context.REVOKED.search(sentence.text) or context.PAST.search(sentence.text):
            continue
        if MONEY.search(sentence.text[: match.end()]) or not OF_SUBJECT.search(match[0]):
            continue
        where = place(notice, sentence.start + match.start(), sentence.start + match.end())
        share = _share(match["share"])
        if share is None:
            continue
        value = f"{share.numerator}/{share.denominator}"
        soft = context.SOFT.search(sentence.text[: match.end()])
        doubt = f"原文有“{soft[0]}”二字，是不是硬性下限请判断" if soft else ""
        yield Finding("ratio.professional", None if soft else value, where, value, doubt)


def _share(words: str) -> Fraction | None:
    if words.endswith("%"):
        return Fraction(int(words[:-1]), 100)
    below, _, above = words.partition("分之") if "分之" in words else words.partition("/")[::-1]
    if "/" in words:
        above, below = words.split("/")
    bottom, top = number(below), number(above)
    return top / bottom if bottom and top is not None and top < bottom else None
