"""The days on which learning counts, where a notice prints the first and the last of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from builder.draft.facts import context
from builder.draft.facts.days import days
from builder.draft.finding import Finding, place
from builder.draft.text import Notice

LEADS = re.compile(
    r"(?:学习|继续教育|学时)[^,。;]{0,4}(?:时间|周期|年度|期限|起止)[^,。;]{0,10}$|(?:周期|学年|年度)(?:为|是|指|自|从|:)*$"
)
WHOLE_YEAR = range(364, 367)
"""Days of a period that is surely the whole year; a shorter one may only be when courses are open."""


def period(notice: Notice, year: int) -> Iterator[Finding]:
    """First and last day; a shorter stretch than a year is only proposed."""
    for sentence in notice.statements:
        text = context.masked(sentence.text)
        found = sorted(days(text, year), key=lambda item: item.start)
        for first, last in pairwise(found):
            between, lead = text[first.end : last.start], re.sub(r"(?:自|从|为)+$", "", text[: first.start])
            if not re.fullmatch(r"(?:起)?(?:至|到|-{1,2})", between) or not LEADS.search(lead):
                continue
            if (
                first.date is None
                or last.date is None
                or context.PAST.search(lead)
                or context.REVOKED.search(text)
            ):
                continue
            if not first.year_printed or not first.date.year <= year <= last.date.year:
                continue
            yield from _ends(notice, sentence.start, first.start, last.end, first.date, last.date)


def _ends(
    notice: Notice, offset: int, start: int, end: int, first: datetime.date, last: datetime.date
) -> Iterator[Finding]:
    where = place(notice, offset + start, offset + end)
    whole = (last - first).days in WHOLE_YEAR
    doubt = "" if whole else "这段时间不是一整年，可能只是课程开放的时间"
    for name, day in (("period.start", first), ("period.end", last)):
        yield Finding(name, day.isoformat() if whole else None, where, day.isoformat(), doubt)
