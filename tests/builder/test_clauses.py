"""The clause of a place is read from headings as notices print them, scanned or in Markdown."""

from __future__ import annotations

import pytest

from builder.checks.clauses import Clauses, fits, name

TEXT = """\
标题
各单位：开头的话。
一、总体要求
按规定执行。
### **二、学习要求**
（一）不是标题的只有行首才算，见（三）。
 (二 )专业科目
专业课。
三、审核
及时审核。
附件:名单
甲学校
"""


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("按规定", "一"),
        ("学习要求", "二"),
        ("不是标题", "二（一）"),
        ("专业课", "二（二）"),
        ("及时", "三"),
        ("甲学校", "附件"),
    ],
)
def test_a_place_lies_under_the_last_heading(words: str, clause: str) -> None:
    """A new section ends the parts of the one before."""
    place = Clauses(TEXT).at(TEXT.index(words))
    assert place is not None
    assert name(place) == clause
    assert fits(clause, place)


def test_what_stands_before_the_first_heading_cannot_be_told() -> None:
    """The head of a notice has no number."""
    assert Clauses(TEXT).at(TEXT.index("开头的话")) is None
    assert Clauses("没有标题的文件").at(3) is None


@pytest.mark.parametrize(
    ("clause", "place", "expected"),
    [
        ("二", ("二", "三"), True),
        ("二（三）", ("二", "三"), True),
        ("二（一）（三）", ("二", "三"), True),
        ("二（一）", ("二", "三"), False),
        ("二（三）", ("二", ""), False),
        ("三", ("二", "三"), False),
        ("附件 2", ("二", ""), True),
        ("开头", ("二", ""), True),
        ("二", None, True),
    ],
)
def test_a_clause_fits_where_it_can_be_told(
    clause: str, place: tuple[str, str] | None, *, expected: bool
) -> None:
    """A section holds its parts; a part named must be the one; other names are left to people."""
    assert fits(clause, place) is expected
