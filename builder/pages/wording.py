"""How values of the model are called on the pages. What a value means is said here, never in a template."""

from __future__ import annotations

import datetime
from fractions import Fraction
from functools import lru_cache

from xueshi.model.plain import plain_number
from xueshi.model.policy import Topic
from xueshi.model.rule import PlanFilingPolicy

TOPICS = {
    Topic.CONTENT: ("content", "学什么"),
    Topic.WAYS: ("ways", "可以怎样学"),
    Topic.REGISTRATION: ("registration", "注册与申报"),
    Topic.PLATFORMS: ("platforms", "学习平台"),
    Topic.PLAN_FILING: ("plan-filing", "培训计划备案"),
    Topic.REVIEW: ("review", "审核与登记"),
    Topic.USES: ("uses", "结果用在哪里"),
    Topic.FUNDING: ("funding", "经费"),
    Topic.EMPLOYER: ("employer", "单位的职责"),
}
"""Anchor and heading of the section for each topic of a provision."""

PLAN_FILING = {
    PlanFilingPolicy.REFUSED: "没有备案的，其申报学时不予认可。",
    PlanFilingPolicy.ASKED: "通知要求备案，没有写不备案的后果。",
    PlanFilingPolicy.NOT_STATED: "通知没有写培训计划是否要备案。",
}
"""What the policy on plan filing means for a reader."""

WEEKDAYS = "一二三四五六日"


@lru_cache(maxsize=1024)
def number(value: Fraction | int) -> str:
    """Hours, days or percent exactly as they are: 90, 89.5, 1/3."""
    return str(plain_number(Fraction(value)))


def chinese_date(day: datetime.date) -> str:
    """2025年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: datetime.date) -> str:
    """12月31日, where the year is said nearby."""
    return f"{day.month}月{day.day}日"


def weekday(day: datetime.date) -> str:
    """星期三."""
    return f"星期{WEEKDAYS[day.weekday()]}"
