"""What a notice does not say, as lines for the page: silence is shown, never filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from builder.deadlines import DEADLINES
from xueshi.model.plain import plain_number
from xueshi.model.policy import CityYear
from xueshi.model.rule import (
    AutoCreditPolicy,
    CarryOverPolicy,
    Deadline,
    PlanFilingPolicy,
    Requirement,
    Rule,
)
from xueshi.model.values import NOT_STATED, Silence


@dataclass(frozen=True, slots=True)
class Silent:
    """One thing that the notice leaves open."""

    title: str
    text: str


def silences(year: CityYear) -> list[Silent]:
    """Everything in the city-year that is 未规定, in the order of the page."""
    rule = year.rule
    return [
        *_requirements(rule.requirements, rule.unit),
        *_deadlines(rule),
        *_record(rule),
        *_review(rule),
        *(
            Silent(f"《{form.name}》一式几份", "通知没有写明份数。")
            for form in year.forms
            if form.copies is NOT_STATED
        ),
    ]


def _requirements(node: Requirement, unit: str) -> Iterator[Silent]:
    if node.min_hours is NOT_STATED and node.min_ratio is None:
        yield Silent(f"{node.name}最少多少{unit}", f"通知没有单独规定{node.name}的最少{unit}数。")
    for child in node.children:
        ratio = child.min_ratio is not None
        if child.min_hours is NOT_STATED and not ratio and not isinstance(node.min_hours, Silence):
            yield Silent(
                f"{child.name}最少多少{unit}",
                f"通知没有单独规定；{child.name}计入{node.name}的 {plain_number(node.min_hours)} {unit}。",
            )
            for item in child.children:
                yield from _requirements(item, unit)
        else:
            yield from _requirements(child, unit)


def _deadlines(rule: Rule) -> Iterator[Silent]:
    for item in fields(rule.deadlines):
        value = getattr(rule.deadlines, item.name)
        if value is NOT_STATED:
            yield Silent(f"{DEADLINES[item.name]}的最后日期", "通知没有写明。")
        elif isinstance(value, Deadline) and value.date is NOT_STATED:
            yield Silent(f"{DEADLINES[item.name]}的具体日期", f"通知只写“{value.printed}”，没有给出日期。")


def _record(rule: Rule) -> Iterator[Silent]:
    if rule.carry_over.policy is CarryOverPolicy.NOT_STATED:
        yield Silent(
            f"{rule.unit}能否结转到下一年度",
            "通知没有写明。没有写明不等于可以，也不等于不可以；请向当地人社部门问清楚。",
        )
    if rule.auto_credit.policy is AutoCreditPolicy.NOT_STATED:
        yield Silent(
            f"有没有自动计入的{rule.unit}",
            f"通知没有写明哪些{rule.unit}可以不申报就计入；本站按都要申报处理。",
        )


def _review(rule: Rule) -> Iterator[Silent]:
    if rule.review.employer_days is NOT_STATED:
        yield Silent("用人单位几天内审核", "通知没有写天数。")
    if rule.review.department_days is NOT_STATED:
        yield Silent("行业主管部门几天内审核", "通知没有写天数。")
    if rule.plan_filing.policy is PlanFilingPolicy.NOT_STATED:
        yield Silent("培训计划要不要备案", "通知没有写明。")
    elif rule.plan_filing.policy is PlanFilingPolicy.ASKED:
        yield Silent(f"没有备案的培训，{rule.unit}还算不算", "通知要求备案，但没有写不备案的后果。")
