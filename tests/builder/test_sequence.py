"""A list is held against its print: what is left out or out of order shows between two items."""

from __future__ import annotations

import pytest

from builder.checks.sequence import gap
from builder.checks.source_text import comparable

TEXT = comparable("""\
附件: 1.甲市学校名单
名单
- 1.甲学院
- 2.甲学院附属学校

3. 乙中心
联系人：某某
联系电话：03001234567
4.丙协会
附件 2
""")
WHOLE = ("甲学院", "甲学院附属学校", "乙中心", "丙协会")
EXTRAS = ("某某", "03001234567")


@pytest.mark.parametrize(
    ("items", "found"),
    [
        (WHOLE, None),
        (("甲学院", "乙中心", "丙协会"), "原文里“甲学院”后面不是“乙中心”"),
        (("甲学院", "甲学院附属学校", "丙协会"), "原文里“甲学院附属学校”后面不是“丙协会”"),
        (("甲学院附属学校", "甲学院", "乙中心", "丙协会"), "原文里“甲学院附属学校”后面不是“甲学院”"),
        (("甲学院附属学校", "乙中心", "丙协会"), "原文里“甲学院附属学校”是第 2 项，前面还有"),
        (("甲学院", "甲学院附属学校", "乙中心"), "原文里“乙中心”后面还有第 4 项"),
        (("丙协会",), "原文里“丙协会”是第 4 项，前面还有"),
        (("甲学院", "丁大学"), None),
        ((), None),
    ],
)
def test_a_list_differs_where_an_item_is_missing_or_moved(items: tuple[str, ...], found: str | None) -> None:
    """What does not stand in the text at all is another rule's business."""
    assert gap(TEXT, items, EXTRAS) == found


def test_only_numbers_and_known_words_stand_between_items() -> None:
    """A name of a person that the data lacks is told as well."""
    assert gap(TEXT, WHOLE, ()) == "原文里“乙中心”后面不是“丙协会”"
