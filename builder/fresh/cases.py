"""The file of worked cases of a new year: the cases that every rule needs, with their verdicts left open."""

from __future__ import annotations

from xueshi.ledger.table import USUAL_COLUMNS
from xueshi.model.structure import TO_FILL

CASES = (
    "各科恰好够，都已审核",
    "一科差半个学时，总数够，还是不够",
    "一科差半个学时，只差这一科",
    "最后一天申报的，算",
    "过了最后一天才申报的，不算",
    "学够了，还没有申报",
    "申报了，还没有审核",
    "去年学的，今年算不算",
    "同一条记了两次，只算一次",
)
"""What at least should be worked out by hand."""


def cases(name: str, year: int) -> str:
    """The whole file."""
    head = [
        f"# {name} {year} 年度的算例：一份台账、看的那一天、照通知手算的结论。写法见 CONTRIBUTING.md“算例”。",
        "# 下面是至少要有的几种。把“待填”换成手算的结果，台账照样子写；一个年度至少 20 个。",
        "# 每个下限都要有“正好够”和“差半个学时”，每个截止日期都要有“当天”和“第二天”。",
        "",
    ]
    return "\n".join(head) + "\n".join(_case(title, year) for title in CASES)


def _case(title: str, year: int) -> str:
    columns = ",".join(USUAL_COLUMNS)
    return f"""- case: {title}
  today: {year}-11-20
  ledger: |
    {columns}
  expect:
    status: {TO_FILL}
"""
