"""Damage that a scan leaves in words everybody knows, and in quotation marks, with the likely reading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.draft.text import Notice

WORDS = {
    "部门各案": "部门备案",
    "申报各案": "申报备案",
    "登记各案": "登记备案",
    "各案登记": "备案登记",
    "必各条件": "必备条件",
    "学肘": "学时",
    "学吋": "学时",
    "继续敎育": "继续教育",
    "公霈": "公需",
    "工作曰": "工作日",
}
QUOTE = re.compile(r"“([一-鿿]{1,10})(’’|‘‘|''|′′|\"|″)")


@dataclass(frozen=True, slots=True)
class Slip:
    """One damaged stretch."""

    printed: str
    reading: str
    reason: str
    clause: str
    line: int


def slips(notice: Notice) -> list[Slip]:
    """Every damaged word of the notice, each once."""
    found: dict[str, Slip] = {}
    for word, reading in WORDS.items():
        for match in notice.find(re.escape(word)):
            clause, line = notice.clause_at(match.start()), notice.line_at(match.start())
            reason = f"“{word}”不成词，字形相近"
            found.setdefault(word, Slip(word, reading, reason, clause, line))
    for match in notice.find(QUOTE):
        printed = notice.printed(match.start(), match.end())
        clause, line = notice.clause_at(match.start()), notice.line_at(match.start())
        found.setdefault(printed, Slip(printed, f"“{match[1]}”", "引号没有配对", clause, line))
    return list(found.values())
